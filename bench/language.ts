/**
 * Measures numbers, money and dates, through the lines of `npm run -s recognise`, on the labelled sentences in ../shared/language/dev and prints one table:
 * all rows, and the third of them that is held out while rules are written. `--fails SET` lists what the other two
 * thirds of a set get wrong, `--strict-weeks` holds weeks to the Monday of the labels, `--only=word` measures the sets with it in their names.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Entity, Moment, Money } from "../bot/conversation/understanding.ts";
import { measureFacts } from "./language-facts.ts";
import { matchesMoment, matchesMoney, matchesNumbers, type Row } from "./language-match.ts";

const SETS: readonly (readonly [string, string, number])[] = [
  ["dates MASSIVE ar-SA", "eval-datetime-massive-ar-SA", 93],
  ["  the same, not just today", "eval-datetime-massive-ar-SA!", 90],
  ["dates xSID ar", "eval-datetime-xsid-ar", 95],
  ["dates duckling ar", "eval-datetime-duckling-ar", 92],
  ["dates Recognizers ar", "eval-datetime-recognizers-ar", 55],
  ["numbers ar", "eval-number-ar", 88],
  ["numbers OVOS ar", "ovos-number-ar", 95],
  ["ordinals ar", "eval-ordinal-ar", 90],
  ["money ar", "eval-money-ar", 96],
  ["dates duckling en", "eval-datetime-duckling-en", 70],
  ["  the same, no holidays", "eval-datetime-duckling-en!", 80],
  ["dates Recognizers en", "eval-datetime-recognizers-en", 62],
  ["numbers en", "eval-number-en", 90],
  ["money en", "eval-money-en", 88],
];

const GUARDS: readonly (readonly [string, string])[] = [
  ["tweets with money", "saudi-tweets"],
  ["bank questions with money", "arbanking77-saudi-msa-test"],
];

const folder = join(import.meta.dirname, "../../shared/language/dev");

function rowsOf(file: string): Row[] {
  const lines = readFileSync(join(folder, `${file.replace("!", "")}.jsonl`), "utf8").split("\n");
  const rows = lines.filter((line) => line.trim() !== "").map((line) => JSON.parse(line) as Row);
  return file.endsWith("!") ? rows.filter((row) => !isToday(row) && row.holiday !== true) : rows;
}

function isToday(row: Row): boolean {
  return JSON.stringify(row.expected) === '{"date":"2026-01-14"}';
}

/** The same third on every machine. */
function isHeldOut(text: string): boolean {
  let hash = 7;
  for (let index = 0; index < text.length; index++) hash = (hash * 31 + text.charCodeAt(index)) % 1_000_003;
  return hash % 3 === 0;
}

/** What `npm run -s recognise` says of each row, through its own lines. */
function recognised(rows: readonly Row[]): Entity[][] {
  const input = rows.map(({ text, ref }) =>
    JSON.stringify({ text, now: ref ?? "2026-01-14T10:00:00+03:00" }),
  );
  const script = join(import.meta.dirname, "../scripts/recognise.ts");
  const run = spawnSync(process.execPath, [script], {
    input: input.join("\n"),
    maxBuffer: 1e9,
    encoding: "utf8",
  });
  const lines = run.stdout.split("\n").filter((line) => line !== "");
  return lines.map((line) => (JSON.parse(line) as { entities?: Entity[] }).entities ?? []);
}

function isRight(row: Row, entities: readonly Entity[]): boolean {
  const values = (kind: Entity["kind"]) =>
    entities.filter((entity) => entity.kind === kind).map(({ value }) => value);
  if (row.kind === "money") return matchesMoney(row, values("money") as Money[]);
  if (row.kind === "number" || row.kind === "ordinal")
    return matchesNumbers(row, values(row.kind) as number[]);
  return matchesMoment(row, values("datetime") as Moment[]);
}

function percent(right: number, total: number): string {
  return total === 0 ? "-" : `${((100 * right) / total).toFixed(1)} %`;
}

function measure(name: string, file: string, goal: number): void {
  const rows = rowsOf(file);
  const found = recognised(rows);
  const results = rows.map((row, index) => ({ row, right: isRight(row, found[index] ?? []) }));
  const held = results.filter(({ row }) => isHeldOut(row.text));
  const count = (list: typeof results) => list.filter(({ right }) => right).length;
  const cells = [
    name.padEnd(28),
    String(rows.length).padStart(5),
    percent(count(results), rows.length).padStart(9),
    percent(count(held), held.length).padStart(9),
    `${goal} %`.padStart(6),
  ];
  console.log(cells.join(" | "));
}

function guard(name: string, file: string): void {
  const rows = rowsOf(file);
  const hits = recognised(rows).filter((entities) => entities.some(({ kind }) => kind === "money"));
  console.log(
    `${name.padEnd(28)} | ${String(rows.length).padStart(5)} | ${percent(hits.length, rows.length).padStart(9)}`,
  );
}

function listFails(file: string): void {
  const rows = rowsOf(file);
  const found = recognised(rows);
  for (const [index, row] of rows.entries()) {
    const entities = found[index] ?? [];
    if (isHeldOut(row.text) || isRight(row, entities)) continue;
    const kind =
      row.kind === "number" || row.kind === "ordinal" || row.kind === "money" ? row.kind : "datetime";
    const got = entities.filter((entity) => entity.kind === kind).map(({ text, value }) => [text, value]);
    console.log(
      row.text,
      "=>",
      JSON.stringify(row.expected ?? row.any_of),
      row.ref ?? "",
      "\n      got",
      JSON.stringify(got),
    );
  }
}

if (!existsSync(folder)) {
  console.log(`no labelled sentences at ${folder}: nothing measured`);
} else if (process.argv.includes("--fails")) {
  listFails(process.argv.at(-1) ?? "");
} else {
  const only = process.argv.find((word) => word.startsWith("--only="))?.slice(7) ?? "";
  const sets = SETS.filter(([name]) => name.includes(only));
  if (sets.length === 0) {
    console.error(`--only=${only} would measure nothing: no set has it in its name`);
    process.exit(1);
  }
  console.log("set                          |  rows |       all |  held out |   goal");
  const started = performance.now();
  let rows = 0;
  for (const [name, file, goal] of sets) {
    measure(name, file, goal);
    rows += rowsOf(file).length;
  }
  if (only === "") for (const [name, file] of GUARDS) guard(name, file);
  console.log(`${rows} rows in ${Math.round(performance.now() - started)} ms`);
  if (only === "") measureFacts();
}
