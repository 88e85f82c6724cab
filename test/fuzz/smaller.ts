/** The text without a stretch of it, long stretches first; then with plainer letters. */
export function* smallerTexts(text: string): Iterable<string> {
  for (
    let length = Math.ceil(text.length / 2);
    length >= 1;
    length = length === 1 ? 0 : Math.ceil(length / 2)
  )
    for (let at = 0; at < text.length; at += length) yield text.slice(0, at) + text.slice(at + length);
  for (let at = 0; at < Math.min(text.length, 60); at += 1)
    if (text[at] !== "a") yield `${text.slice(0, at)}a${text.slice(at + 1)}`;
}

/** Bytes: as JSON when they are JSON, else as bytes. */
export function* smallerBodies(body: Buffer): Iterable<Buffer> {
  const tree = treeOf(body);
  if (tree !== undefined) for (const less of smallerTrees(tree)) yield Buffer.from(JSON.stringify(less));
  for (
    let length = Math.ceil(body.length / 2);
    length >= 1;
    length = length === 1 ? 0 : Math.ceil(length / 2)
  )
    for (let at = 0; at < body.length; at += length)
      yield Buffer.concat([body.subarray(0, at), body.subarray(at + length)]);
}

function treeOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined; // cut as bytes
  }
}

/** The value with a branch cut off, the outermost branches first; a text cut in half. */
export function* smallerTrees(tree: unknown, depth = 0): Iterable<unknown> {
  if (typeof tree === "string" && tree.length > 1) {
    yield tree.slice(0, tree.length >> 1);
    yield tree.slice(tree.length >> 1);
  }
  if (typeof tree !== "object" || tree === null || depth > 60) return;
  for (const without of cut(tree)) yield without;
  for (const [key, inner] of Object.entries(tree))
    for (const less of smallerTrees(inner, depth + 1)) yield withAt(tree, key, less);
}

function* cut(tree: object): Iterable<unknown> {
  if (Array.isArray(tree)) {
    if (tree.length > 3) {
      yield tree.slice(0, tree.length >> 1);
      yield tree.slice(tree.length >> 1);
    }
    for (const at of tree.keys()) yield tree.toSpliced(at, 1);
    return;
  }
  for (const key of Object.keys(tree))
    yield Object.fromEntries(Object.entries(tree).filter(([name]) => name !== key));
}

function withAt(tree: object, key: string, value: unknown): unknown {
  if (Array.isArray(tree)) return tree.with(Number(key), value);
  return Object.fromEntries(
    Object.entries(tree).map(([name, inner]) => [name, name === key ? value : inner]),
  );
}
