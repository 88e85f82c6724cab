import { readFileSync } from "node:fs";
import { understand } from "../../bot/conversation/language/understand.ts";
import type { Fact, Topic } from "../../bot/conversation/understanding.ts";

/** One sentence as a prospect writes it, with what must be understood. `mayAct` and `mayFact` are right either way. */
export interface Sentence {
  readonly text: string;
  readonly asked?: Topic;
  readonly now: string;
  readonly expect: {
    readonly acts: readonly string[];
    readonly mayAct?: readonly string[];
    readonly facts: readonly ExpectedFact[];
    readonly mayFact?: readonly string[];
  };
}

interface ExpectedFact {
  readonly about: string;
  readonly state: string;
  readonly value?: unknown;
  readonly includes?: string;
}

/** The sentences of one half: `open` while rules are written, `closed` until they are done. */
export function sentencesOf(half: "open" | "closed"): Sentence[] {
  const file = new URL(`sentences/${half}.jsonl`, import.meta.url);
  return readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Sentence);
}

/** What was understood wrongly, in words; empty when all of it is right. A volunteered sector or need is never wrong. */
export function mistakesIn({ text, asked = undefined, now, expect }: Sentence): string[] {
  const context = {
    asked: asked ?? null,
    now: Date.parse(now),
    profileName: null,
    language: null,
    city: null,
  };
  const { acts, facts } = understand(text, context);
  const said = acts.map(({ act }) => act as string);
  const allowed = [...expect.acts, ...(expect.mayAct ?? [])];
  const free = ["sector", "need", ...(expect.mayFact ?? []), ...expect.facts.map(({ about }) => about)];
  return [
    ...expect.acts.filter((act) => !said.includes(act)).map((act) => `missed ${act}`),
    ...said.filter((act) => !allowed.includes(act)).map((act) => `heard ${act}`),
    ...expect.facts
      .filter((fact) => !facts.some((found) => isFact(found, fact, text)))
      .map(({ about }) => `missed ${about}`),
    ...facts.filter(({ about }) => !free.includes(about)).map(({ about }) => `heard ${about}`),
  ];
}

function isFact(found: Fact, expected: ExpectedFact, text: string): boolean {
  if (found.about !== expected.about || found.state !== expected.state || !text.includes(found.quote))
    return false;
  if (expected.includes !== undefined) return String(found.value).includes(expected.includes);
  return expected.value === undefined || agrees(found.value, expected.value);
}

/** True when every part that is expected is there; letter case does not matter. */
function agrees(found: unknown, expected: unknown): boolean {
  if (typeof expected === "object" && expected !== null) {
    const parts = Object.entries(expected);
    return (
      typeof found === "object" &&
      found !== null &&
      parts.every(([key, value]) => agrees(Reflect.get(found, key), value))
    );
  }
  return typeof expected === "string" && typeof found === "string"
    ? found.toLowerCase() === expected.toLowerCase()
    : found === expected;
}
