import type { Advice, AdvisedTalk, Advisor, TurnAdvice } from "../../bot/contracts/advisor.ts";
import type { ModelReading } from "../../bot/conversation/advice/model-reading.ts";
import type { InboundMessage } from "../../bot/conversation/message.ts";
import type { Models, Question } from "../router/models.ts";
import { phrasingQuestion } from "./phrasing.ts";
import { namesIn, summaryQuestion } from "./summary.ts";
import { readingQuestion } from "./understanding.ts";

export interface AdvisorParts {
  readonly models: Models;
  /** The router's clock, epoch ms. */
  readonly now: () => number;
  /** The longest a turn waits for models, all its calls together, in milliseconds. */
  readonly turnMs: number;
  /** Whether our sentences may be put into better words. */
  readonly phrasing: boolean;
}

/** Less time than this is not worth a call. */
const LEAST_MS = 800;
/** Nobody waits for a summary but the rep. */
const SUMMARY_MS = 30_000;

/** What models may add to the talks, over the shared router. Null when there is none: rules alone, at no cost. */
export function advisor(parts: AdvisorParts): Advisor | null {
  if (!parts.models.present) return null;
  const read = new WeakMap<InboundMessage, Promise<Advice<ModelReading>>>();
  return {
    begin: (talk, signal) => beginTurn(talk, signal, read, parts),
    summarise: async (talk, heard) =>
      ask(summaryQuestion(talk, heard), talk, { deadline: parts.now() + SUMMARY_MS, signal: null }, parts),
  };
}

function beginTurn(
  talk: AdvisedTalk,
  signal: AbortSignal,
  read: WeakMap<InboundMessage, Promise<Advice<ModelReading>>>,
  parts: AdvisorParts,
): TurnAdvice {
  const patience = { deadline: parts.now() + parts.turnMs, signal };
  return {
    read: (heard) => {
      const last = heard.at(-1)?.message;
      const before = last === undefined ? undefined : read.get(last);
      // The turn is taken again because a time was gone: what was read is still what was read.
      if (before !== undefined) return before;
      const answer = ask(readingQuestion(talk, heard), talk, patience, parts);
      if (last !== undefined) read.set(last, answer);
      return answer;
    },
    rephrase: async (lines, language, heard) => {
      if (!parts.phrasing) return { ok: false, why: "not wanted" };
      const answer = await ask(phrasingQuestion(talk, lines, language, heard), talk, patience, parts);
      return answer.ok ? { ok: true, value: answer.value.lines } : answer;
    },
  };
}

interface Patience {
  readonly deadline: number;
  readonly signal: AbortSignal | null;
}

async function ask<Value>(
  question: Pick<
    Question<Value>,
    "task" | "instructions" | "material" | "name" | "schema" | "language" | "speaks"
  >,
  talk: AdvisedTalk,
  { deadline, signal }: Patience,
  { models, now }: AdvisorParts,
): Promise<Advice<Value>> {
  const left = deadline - now();
  if (left < LEAST_MS) return { ok: false, why: "too-late" };
  const { id, version } = talk.conversation;
  const stop = AbortSignal.timeout(left);
  const ended = signal === null ? stop : AbortSignal.any([signal, stop]);
  const answer = models.ask({
    ...question,
    about: { conversationId: id, turn: version + 1 },
    deadline,
    signal: ended,
    names: namesIn(talk),
  });
  // A router that forgets the time or breaks must not make the person wait; the trace says what happened.
  const silence = new Promise<Advice<Value>>((resolve) => {
    ended.addEventListener("abort", () => resolve({ ok: false, why: "too-late" }), { once: true });
  });
  const broken = (): Advice<Value> => ({ ok: false, why: "broken" });
  return Promise.race([answer.then((one): Advice<Value> => one, broken), silence]);
}
