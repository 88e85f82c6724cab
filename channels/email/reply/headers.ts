import { fold, type Line } from "./lines.ts";

const SUBJECT =
  /^[\s*_]*(?:subject|betreff|objet|oggetto|asunto|assunto|onderwerp|ämne|emne|aihe|temat|předmět|predmet|tárgy|subiect|konu|тема|主题|主旨|件名|제목|chủ đề|perihal|θέμα|נושא|موضوع|الموضوع)[\s*_]*[:：]/;
const TIME = /\b\d{1,2}[:.]\d{2}\b/;
const FEWEST = 3;

/** Where the small headers of quoted or forwarded messages stand, as [first, after last]. */
export function whereHeadersStand(lines: readonly Line[]): readonly (readonly [number, number])[] {
  const blocks: [number, number][] = [];
  for (let start = 0; start < lines.length; start += 1) {
    if (!isLabel(lines[start])) continue;
    const end = blockEnd(lines, start);
    if (isHeaderBlock(lines.slice(start, end), lines.slice(0, start))) blocks.push([start, end]);
    else relabel(lines, start, end);
    start = end - 1;
  }
  return blocks;
}

function isLabel(line: Line | undefined): boolean {
  return line?.kind === "header" || line?.kind === "header-from";
}

/** A header may be wrapped and have one blank line inside; it ends before two lines that are neither. */
function blockEnd(lines: readonly Line[], start: number): number {
  let end = start + 1;
  for (let at = end; at < lines.length && at <= end + 1; at += 1) {
    if (isLabel(lines[at])) end = at + 1;
    else if (lines[at]?.kind !== "empty" && lines[at]?.kind !== "text") break;
  }
  return end;
}

function isHeaderBlock(block: readonly Line[], above: readonly Line[]): boolean {
  const labels = block.filter(isLabel);
  if (!labels.some(({ kind }) => kind === "header-from")) return false;
  const last = above.at(-1)?.kind;
  const introduced = last === "attribution" || last === "delimiter";
  if (labels.length < (introduced ? FEWEST - 1 : FEWEST)) return false;
  if (introduced || block.some(({ words }) => words.includes("@"))) return true;
  if (!above.some(({ kind }) => kind === "text")) return false; // a formal letter begins with From, To and Subject
  return block.some(({ words }) => TIME.test(words) || SUBJECT.test(fold(words)));
}

/** Labels that make no header are the person's own words. */
function relabel(lines: readonly Line[], start: number, end: number): void {
  for (const line of lines.slice(start, end)) if (isLabel(line)) line.kind = "text";
}
