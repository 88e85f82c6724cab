import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { understand } from "../bot/conversation/language/understand.ts";
import type { Act, Understanding } from "../bot/conversation/understanding.ts";
import { mistakesIn, sentencesOf } from "../test/language/sentences.ts";

const folder = join(import.meta.dirname, "../../shared/language/dev");
const NOW = Date.parse("2026-01-14T10:00:00+03:00");
/** Intents of CLINC150 that name one of our acts. */
const CLINC: Readonly<Record<string, Act>> = {
  yes: "yes",
  no: "no",
  thank_you: "thanks",
  are_you_a_bot: "ask-identity",
  what_is_your_name: "ask-identity",
};

interface Labelled {
  readonly text: string;
  readonly expected: unknown;
  readonly intent?: string;
}

function rowsOf(file: string): Labelled[] {
  const lines = readFileSync(join(folder, `${file}.jsonl`), "utf8")
    .trim()
    .split("\n");
  return lines.map((line) => JSON.parse(line) as Labelled);
}

function reads(text: string): Understanding {
  return understand(text, { asked: null, now: NOW, profileName: null, language: null, city: null });
}

function line(name: string, rows: number, part: number, goal: string): void {
  const share = rows === 0 ? "-" : `${((100 * part) / rows).toFixed(2)} %`;
  console.log([name.padEnd(36), String(rows).padStart(5), share.padStart(9), goal.padStart(8)].join(" | "));
}

function answers(): void {
  const rows = rowsOf("eval-yesno");
  const said = (text: string) =>
    reads(text).acts.flatMap(({ act }) => (act === "yes" ? [true] : act === "no" ? [false] : []));
  line(
    "yes / no",
    rows.length,
    rows.filter((row) => said(row.text).join() === String(row.expected)).length,
    ">= 96 %",
  );
}

function languages(): void {
  const rows = rowsOf("eval-lang");
  const right = rows.filter(
    (row) => reads(row.text).language === String(row.expected).replace(/^(?:fa|ur)$/, "other"),
  );
  const arabizi = (list: readonly Labelled[]) => list.filter((row) => row.expected === "arabizi").length;
  line("language", rows.length, right.length, ">= 99 %");
  line("  Arabizi found", arabizi(rows), arabizi(right), ">= 85 %");
}

function guards(): void {
  for (const file of ["saudi-tweets", "arbanking77-saudi-msa-test", "clinc150-en"]) {
    const read = rowsOf(file).map((row) => reads(row.text));
    for (const act of ["opt-out", "erase-data", "wrong-number"] as const) {
      line(
        `${act} in ${file}`,
        read.length,
        read.filter((each) => each.acts.some((found) => found.act === act)).length,
        "< 0.2 %",
      );
    }
    const budgets = read.filter((each) => each.facts.some((fact) => fact.about === "budget")).length;
    line(`budget in ${file}`, read.length, budgets, "< 0.2 %");
  }
}

function englishActs(): void {
  const rows = rowsOf("clinc150-en").map((row) => ({
    row,
    acts: reads(row.text).acts.map(({ act }) => act),
  }));
  for (const act of new Set(Object.values(CLINC))) {
    const found = rows.filter(({ acts }) => acts.includes(act));
    line(
      `${act} in CLINC, precision`,
      found.length,
      found.filter(({ row }) => CLINC[row.intent ?? ""] === act).length,
      ">= 97 %",
    );
  }
}

function sentences(): void {
  for (const half of ["open", "closed"] as const) {
    const rows = sentencesOf(half);
    line(
      `sentences of prospects, ${half} half`,
      rows.length,
      rows.filter((row) => mistakesIn(row).length === 0).length,
      ">= 92 %",
    );
  }
}

/** Prints how well acts, language and facts are read, beside the rates of what must not be heard. */
export function measureFacts(): void {
  console.log("\nset                                  |  rows |     share |     goal");
  sentences();
  if (!existsSync(folder)) return;
  answers();
  languages();
  englishActs();
  guards();
}
