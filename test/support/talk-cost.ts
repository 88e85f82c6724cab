import { openModels } from "../../agents/router/open-models.ts";
import type { Company } from "../../bot/conversation/company.ts";
import { bantOf } from "../../bot/conversation/sales/bant.ts";
import { AdvisedTalk } from "./advised-talk.ts";
import type { Dialogue } from "./dialogue-file.ts";
import { memoryParts } from "./models/parts.ts";
import type { HeardRequest } from "./models/serve.ts";
import { standInModels } from "./models/stand-in.ts";
import type { Usage } from "./models/vendors/vendor.ts";
import { playDialogue } from "./play-dialogue.ts";
import { NOTHING_READ } from "./scripted-models.ts";

/** What a whole talk takes of the models, at list prices. */
export interface TalkCost {
  readonly file: string;
  readonly outcome: string | null;
  /** Of budget, authority, need and timeline. */
  readonly bant: number;
  readonly turns: number;
  readonly calls: number;
  /** Turns of a tap, a bare yes or no, a number or a date, and the calls made in them. */
  readonly shortTurns: number;
  readonly shortCalls: number;
  readonly tokensIn: number;
  readonly tokensOut: number;
  readonly costUsd: number;
}

/** Plays the person's side of a dialogue against real turns, the real router and stand-ins that count tokens. */
export async function costOf(dialogue: Dialogue, company: Company): Promise<TalkCost> {
  const vendors = await standInModels({ checks: false, usage, answer: plain });
  try {
    const { parts, accounts } = memoryParts();
    const models = await openModels(vendors.settings, parts);
    const talk = new AdvisedTalk({ company, models, now: dialogue.now });
    let [turns, shortTurns, shortCalls] = [0, 0, 0];
    for (const played of playDialogue(dialogue, company).turns) {
      if (played.who !== "prospect") continue;
      const before = accounts.calls.length;
      const isTap = await hear(talk, played.heard);
      turns += 1;
      if (!isTap && !played.heard.every((text) => SHORT.test(text.trim()))) continue;
      shortTurns += 1;
      shortCalls += accounts.calls.length - before;
    }
    const attempts = accounts.calls.flatMap(({ report }) => report.attempts);
    const sum = (of: (one: (typeof attempts)[number]) => number) =>
      attempts.reduce((total, one) => total + of(one), 0);
    return {
      ...{ file: dialogue.file, outcome: talk.conversation.outcome, turns, shortTurns, shortCalls },
      ...{ bant: bantOf(talk.conversation.facts).known, calls: accounts.calls.length },
      tokensIn: sum(({ tokensIn }) => tokensIn),
      tokensOut: sum(({ tokensOut }) => tokensOut),
      costUsd: sum(({ costUsd }) => costUsd),
    };
  } finally {
    await vendors.close();
  }
}

/** A bare yes, no or thanks, or nothing but figures and what goes with them. */
const SHORT =
  /^(?:(?:نعم|ايه|إيه|اي|أيوه|ايوه|تمام|اوكي|لا|شكرا|شكراً|yes|no|ok|okay|sure|thanks)[\s.!،,]*(?:please|لو سمحت)?|[\d٠-٩\s,.،%\-–]+(?:الف|ألف|ريال|موظف|k|sar|staff|people)?)$/iu;

/** A label that our last message offered is tapped, all else is written. */
async function hear(talk: AdvisedTalk, heard: readonly string[]): Promise<boolean> {
  const choices = talk.records.at(-1)?.outbox.flatMap((row) => row.choices) ?? [];
  const tapped = heard.length === 1 ? choices.find(({ label }) => label === heard[0]) : undefined;
  if (tapped === undefined) await talk.hear(...heard);
  else await talk.hear({ kind: "choice", text: "", choice: tapped.id });
  return tapped !== undefined;
}

const plain = (name: string, _texts: string, { material }: HeardRequest): unknown => {
  if (name !== "said_lines") return NOTHING_READ;
  const lines = JSON.parse(material.find(({ label }) => label === "lines")?.text ?? "[]");
  return { lines: lines.map(({ text }: { readonly text: string }) => text) };
};

/** What a reading with a few facts and quotes takes beside the empty one, and a little thinking. */
const FACTS_AND_THOUGHTS = 150;

/** Tokens as the vendors' tokenizers roughly count them, nothing from the vendor's cache: the dear side. */
function usage({ body }: HeardRequest, answer: string): Usage {
  return { in: tokensIn(JSON.stringify(body)), out: tokensIn(answer) + FACTS_AND_THOUGHTS, cached: 0 };
}

function tokensIn(text: string): number {
  const arabic = text.match(/\p{Script=Arabic}/gu)?.length ?? 0;
  return Math.ceil(arabic / 2.2 + (text.length - arabic) / 4);
}
