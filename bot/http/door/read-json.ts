import { type Problem, problem } from "../problems.ts";

/** Deeper nesting than any form or system sends is refused before anything walks it. */
const DEEPEST = 32;

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** The JSON value in the bytes, with every text made storable; a refusal when it is not JSON. */
export function readJson(body: Uint8Array): { readonly value: unknown } | Problem {
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(body));
  } catch {
    return problem("malformed", "the body is not valid JSON in UTF-8");
  }
  const deep = tooDeep(value);
  if (deep) return problem("malformed", `the body is nested more than ${DEEPEST} levels deep`);
  return { value: storable(value) };
}

/** A text without what no database keeps: NUL characters and halves of surrogate pairs. */
export function storableText(text: string): string {
  return text.replaceAll("\u0000", "").toWellFormed();
}

function tooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) return true;
    level = level.flatMap(children);
  }
  return false;
}

function children(value: unknown): unknown[] {
  return typeof value === "object" && value !== null ? Object.values(value) : [];
}

function storable(value: unknown): unknown {
  if (typeof value === "string") return storableText(value);
  if (Array.isArray(value)) return value.map(storable);
  if (typeof value !== "object" || value === null) return value;
  const pairs = Object.entries(value).filter(([name]) => name !== "__proto__");
  return Object.fromEntries(pairs.map(([name, inner]) => [storableText(name), storable(inner)]));
}
