import { createAccounts, type OpenAccounts } from "../../agents/router/accounts.ts";
import {
  type AttemptOutcome,
  type CallReport,
  PROVIDERS,
  type ProviderName,
} from "../../agents/router/models.ts";
import { openModels } from "../../agents/router/open-models.ts";
import { ROUTES, type Routes } from "../../agents/router/routes.ts";
import type { TurnRecord } from "../../bot/contracts/turn-record.ts";
import type { ModelReading } from "../../bot/conversation/advice/model-reading.ts";
import type { Company } from "../../bot/conversation/company.ts";
import type { Language } from "../../bot/conversation/message.ts";
import { AdvisedTalk } from "./advised-talk.ts";
import type { Misbehaviour } from "./models/misbehaviour.ts";
import { memoryParts } from "./models/parts.ts";
import type { AnswerFor } from "./models/serve.ts";
import { type StandInModels, standInModels } from "./models/stand-in.ts";
import { NOTHING_READ } from "./scripted-models.ts";

/** Who is broken. */
export const BROKEN = [...PROVIDERS, "all"] as const;
export type Broken = (typeof BROKEN)[number];

/** How, and what the router must call it. A repaired answer is asked for again, so the same kind counts twice there. */
export const OUTAGES = {
  refused: "refused-connection",
  hang: "timed-out",
  slow: "timed-out",
  "slow-drip": "timed-out",
  stalled: "timed-out",
  "rate-limited": "rate-limited",
  "server-error": "server-error",
  overloaded: "overloaded",
  "malformed-json": "malformed",
  truncated: "truncated",
  "wrong-schema": "wrong-schema",
  empty: "empty",
  refusal: "refusal",
  "wrong-language": "wrong-language",
} as const satisfies Partial<Record<Misbehaviour, AttemptOutcome>>;
export type Outage = keyof typeof OUTAGES;

/** The longest anybody may wait for an answer, in milliseconds. */
export const LONGEST_TURN_MS = 8_000;

/** What one cell of the matrix showed. */
export interface Cell {
  readonly broken: Broken | null;
  readonly how: Outage | null;
  /** Who read the turns, the most frequent first; "rules" where no model's word counted. */
  readonly by: readonly string[];
  readonly turns: number;
  readonly longestMs: number;
  /** Attempts at the broken provider, or at all of them, by what came of them. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Attempts made because an earlier provider had failed. */
  readonly fallbacks: number;
  /** What does not hold; empty = the cell is good. */
  readonly faults: readonly string[];
}

/** Three turns in each language that rules alone do not read to the last word, with what a model finds in them. */
const TALKS: Readonly<
  Record<Language, readonly { readonly says: string; readonly finds: Partial<ModelReading> }[]>
> = {
  ar: [
    {
      says: "السلام عليكم، البنات في الاستقبال غرقانين بالدفاتر والجوال ما يسكت",
      finds: { pains: [{ quote: "غرقانين بالدفاتر" }] },
    },
    { says: "عندنا مشغل نطرز فيه ثياب ومشالح للمناسبات", finds: industry("نطرز فيه ثياب ومشالح") },
    { says: "وش الحل مع الزباين اللي يطنشون ويسحبون علينا؟", finds: { answers: ["no-shows"] } },
  ],
  en: [
    {
      says: "hello, honestly the front desk drowns in paper every single morning",
      finds: { pains: [{ quote: "the front desk drowns in paper" }] },
    },
    {
      says: "we stitch gowns and cloaks for brides all over",
      finds: industry("stitch gowns and cloaks"),
    },
    { says: "folks ghost us all the time, anything you do about that?", finds: { answers: ["no-shows"] } },
  ],
};

function industry(quote: string): Partial<ModelReading> {
  return { facts: [{ about: "sector", state: "claimed", value: "industry", quote }] };
}

/** A model that reads what the talks above say, and leaves our sentences as they are. */
const sensible: AnswerFor = (name, _texts, { material }) => {
  const of = (label: string) => material.find((piece) => piece.label === label)?.text ?? "[]";
  if (name === "said_lines") {
    const lines = JSON.parse(of("lines")) as readonly { readonly text: string }[];
    return { lines: lines.map(({ text }) => text) };
  }
  const heard = of("bubbles");
  const turn = [...TALKS.ar, ...TALKS.en].find(({ says }) => heard.includes(says));
  return { ...NOTHING_READ, ...turn?.finds };
};

/** Plays both talks with these providers broken so, from their first turn on; nobody is broken when both are null. `turnsEach` = the talks end after so many turns. */
export async function outageCell(
  broken: Broken | null,
  how: Outage | null,
  company: Company,
  turnsEach = 3,
): Promise<Cell> {
  const vendors = await standInModels({ answer: sensible });
  try {
    if (broken !== null) await vendors.misbehave(broken, how, { retryAfter: "30" });
    return await played(vendors, broken, how, { company, turnsEach });
  } finally {
    await vendors.close();
  }
}

async function played(
  vendors: StandInModels,
  broken: Broken | null,
  how: Outage | null,
  { company, turnsEach }: { readonly company: Company; readonly turnsEach: number },
): Promise<Cell> {
  const told = toldAccounts();
  const { parts } = memoryParts();
  const models = await openModels(vendors.settings, {
    ...parts,
    accounts: told.accounts,
    routes: firstIs(broken),
  });
  const taken: Taken[] = [];
  for (const language of ["ar", "en"] as const) {
    const talk = new AdvisedTalk({ company, models, now: Date.parse("2026-11-22T10:00:00+03:00") });
    for (const { says } of TALKS[language].slice(0, turnsEach))
      taken.push(await oneTurn(talk, says, language, told));
  }
  const { outcomes, fallbacks, others } = countersOf(told.accounts, broken);
  const cell = { broken, how, outcomes, fallbacks, turns: taken.length, by: byFrequency(taken) };
  return {
    ...cell,
    longestMs: Math.max(...taken.map(({ milliseconds }) => milliseconds)),
    faults: [
      ...taken.flatMap(turnFaults),
      ...(broken === null && cell.by.includes("rules") ? ["a model that works was not heard"] : []),
      ...(broken === null || how === null ? [] : counterFaults(cell, how, others)),
      ...vendors.complaints,
    ],
  };
}

/** The production table, with the broken one asked first: a provider that nobody asks cannot be missed. */
function firstIs(broken: Broken | null): Routes {
  if (broken === null || broken === "all") return ROUTES;
  const first = (task: "understanding" | "phrasing") => {
    const { chain, arabic = chain } = ROUTES[task];
    const ahead = (order: readonly ProviderName[]) => [broken, ...order.filter((name) => name !== broken)];
    return { ...ROUTES[task], chain: ahead(chain), arabic: ahead(arabic) };
  };
  return { ...ROUTES, understanding: first("understanding"), phrasing: first("phrasing") };
}

interface Taken {
  readonly language: Language;
  readonly record: TurnRecord;
  readonly milliseconds: number;
  readonly by: string;
  readonly calls: number;
}

async function oneTurn(talk: AdvisedTalk, says: string, language: Language, told: Told): Promise<Taken> {
  const before = told.calls.length;
  const startedAt = performance.now();
  const record = await talk.hear(says);
  const milliseconds = Math.round(performance.now() - startedAt);
  const calls = told.calls.slice(before);
  const isFromModel = /"source":"model"|"answers":\["/.test(JSON.stringify(record.understood));
  const reader = calls.find(({ task }) => task === "understanding")?.report.provider;
  return {
    language,
    record,
    milliseconds,
    by: isFromModel ? (reader ?? "cache") : "rules",
    calls: calls.length,
  };
}

interface Told {
  readonly accounts: OpenAccounts;
  readonly calls: { readonly task: string; readonly report: CallReport }[];
}

/** The program's own accounts over a ledger that forgets, and every call they were told of. */
function toldAccounts(): Told {
  const accounts = createAccounts({
    ledger: { record: async () => undefined, spent: async () => ({ talk: 0, month: 0 }) },
    budgets: { month: 200, conversation: 1 },
    now: Date.now,
    report: () => undefined,
  });
  const calls: Told["calls"] = [];
  return {
    calls,
    accounts: {
      ...accounts,
      finished: (task, about, report, left) => {
        calls.push({ task, report });
        accounts.finished(task, about, report, left);
      },
    },
  };
}

/** What /metrics would say of the broken ones and of the others. */
function countersOf(accounts: OpenAccounts, broken: Broken | null) {
  const of = (name: string) => accounts.metrics().find((metric) => metric.name === name)?.samples ?? [];
  const isBroken = (provider: string | undefined) => broken === "all" || provider === broken;
  const sums = (ours: boolean) => {
    const found: Record<string, number> = {};
    for (const { labels, value } of of("majlis_model_calls_total"))
      if (isBroken(labels.provider) === ours)
        found[labels.outcome ?? ""] = (found[labels.outcome ?? ""] ?? 0) + value;
    return found;
  };
  const fallbacks = of("majlis_model_fallbacks_total").reduce((sum, { value }) => sum + value, 0);
  return { outcomes: sums(true), others: sums(false), fallbacks };
}

function byFrequency(taken: readonly Taken[]): readonly string[] {
  const counts = Map.groupBy(taken, ({ by }) => by);
  return [...counts].toSorted(([, one], [, other]) => other.length - one.length).map(([by]) => by);
}

/** What a person must never get to see: our data's own marks, a vendor's words, another script. */
const RAW = /[{}[\]<>]|undefined|null|NaN|Error|https?:\/\/127|\p{Script=Han}/u;

function turnFaults({ record, milliseconds, language, calls }: Taken, place: number): readonly string[] {
  const said = record.outbox.map(({ text }) => text).join("\n");
  const faults = [
    ...(said.trim() === "" ? ["no answer"] : []),
    ...(RAW.test(said) ? ["something raw was said"] : []),
    ...(isIn(language, said) ? [] : [`not in ${language}`]),
    ...(milliseconds > LONGEST_TURN_MS ? [`took ${milliseconds} ms`] : []),
    ...(calls === 0 ? ["no model was asked"] : []),
  ];
  return faults.map((fault) => `turn ${place + 1}: ${fault}`);
}

function isIn(language: Language, text: string): boolean {
  const arabic = text.match(/\p{Script=Arabic}/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  return language === "ar" ? arabic > latin * 2 : latin > arabic * 2;
}

type Counted = Pick<Cell, "broken" | "outcomes" | "fallbacks" | "by">;

/** Where the counters tell another story than what was done to the providers. */
function counterFaults(
  { broken, outcomes, fallbacks, by }: Counted,
  how: Outage,
  others: Readonly<Record<string, number>>,
): readonly string[] {
  const expected = OUTAGES[how];
  const allowed = new Set<string>([expected, "circuit-open", ...alsoCounted(broken, how)]);
  const strange = Object.keys(outcomes).filter((outcome) => !allowed.has(outcome));
  const elsewhere = Object.keys(others).filter((outcome) => outcome !== "answered");
  return [
    ...((outcomes[expected] ?? 0) === 0 ? [`no ${expected} was counted`] : []),
    ...strange.map((outcome) => `${outcome} was counted at who is ${how}`),
    ...elsewhere.map((outcome) => `${outcome} was counted at who works`),
    ...(fallbacks === 0 ? ["no fallback was counted"] : []),
    ...(broken === "all" && how !== "wrong-language" && by.some((one) => one !== "rules")
      ? ["a broken model was believed"]
      : []),
    ...(how === "rate-limited" && broken !== "all" && (outcomes[expected] ?? 0) > 1
      ? ["a provider that asked to be left alone was asked again"]
      : []),
  ];
}

/** What else may be counted at who is broken. */
function alsoCounted(broken: Broken | null, how: Outage): readonly AttemptOutcome[] {
  // Quotes in a strange language are an answer to the router; the heart drops what does not stand in the words.
  if (how === "wrong-language") return ["answered"];
  // With nobody answering in time it is the turn's own patience that ends the last attempt.
  return broken === "all" && OUTAGES[how] === "timed-out" ? ["cancelled"] : [];
}
