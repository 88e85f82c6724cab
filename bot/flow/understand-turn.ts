import type { TurnAdvice } from "../contracts/advisor.ts";
import { needsModel } from "../conversation/advice/needs-model.ts";
import type { Company } from "../conversation/company.ts";
import { merge } from "../conversation/merge.ts";
import type { InboundMessage } from "../conversation/message.ts";
import { withoutQuotes } from "../conversation/reading.ts";
import type { Conversation } from "../conversation/state.ts";
import type { Heard, Pace } from "../conversation/turn.ts";
import type { Fact, FoundAct, Understanding } from "../conversation/understanding.ts";
import type { Mind } from "./mind.ts";
import { readingContext } from "./occasion.ts";

/** What the bubbles of a turn mean. */
export interface Understood {
  readonly heard: readonly Heard[];
  /** For the trace: the same, each fact and act with who read it. */
  readonly trace: readonly unknown[];
  /** What to add to the turn's reason; empty when no model was asked. */
  readonly remark: string;
}

interface Scene {
  readonly conversation: Conversation;
  readonly company: Company;
  readonly now: number;
  readonly pace: Pace;
  readonly advice: TurnAdvice | null;
}

/** Rules read every bubble; a model reads them all in one call where it could add something, and is merged in. */
export async function understandTurn(
  messages: readonly InboundMessage[],
  { conversation, company, now, pace, advice }: Scene,
  mind: Mind,
  signal: AbortSignal,
): Promise<Understood> {
  const context = readingContext(conversation, now, pace);
  const heard = await Promise.all(
    messages.map(
      async (message): Promise<Heard> => ({
        message,
        understanding: await mind.understand(message, context, signal),
      }),
    ),
  );
  if (advice === null || conversation.owner !== "bot") return byRules(heard, "");
  // What a letter quotes are our own words.
  const own = pace === "letter" ? heard.map(withoutQuotes) : heard;
  if (!needsModel(own, conversation.asking, company)) return byRules(heard, "");
  const answer = await advice.read(own);
  if (!answer.ok) return byRules(heard, `; a model was asked and did not help: ${answer.why}`);
  const merged = merge(own, answer.value, { conversation, company, context });
  return {
    heard: heard.map((one, place) => ({
      ...one,
      understanding: merged[place]?.understanding ?? one.understanding,
    })),
    trace: merged.map(({ understanding, fromModel }) => traced(understanding, new Set(fromModel))),
    remark: "; read with a model",
  };
}

function byRules(heard: readonly Heard[], remark: string): Understood {
  return { heard, trace: heard.map(({ understanding }) => traced(understanding, NOTHING)), remark };
}

const NOTHING: ReadonlySet<Fact | FoundAct> = new Set();

function traced(understanding: Understanding, fromModel: ReadonlySet<Fact | FoundAct>): unknown {
  const source = <Part extends Fact | FoundAct>(part: Part) => ({
    ...part,
    source: fromModel.has(part) ? "model" : "rules",
  });
  return {
    ...understanding,
    acts: understanding.acts.map(source),
    facts: understanding.facts.map(source),
  };
}
