import type { Answer, CallReport, Models, NoAnswer, Question, Task } from "../../agents/router/models.ts";

/** Answers one question as a test wants it; undefined = nobody answers. */
export type Script = (question: Question<unknown>) => unknown;

export interface ScriptedModels extends Models {
  /** Every question asked, in order. */
  readonly asked: readonly Question<unknown>[];
  /** How often a task was asked. */
  count(task: Task): number;
}

const NOBODY: CallReport = {
  ...{ provider: null, model: null, milliseconds: 0, costUsd: 0, fromCache: false, attempts: [] },
};

/** The language models as a list in a test: what the script gives is checked by the schema, as the router does it. */
export function scriptedModels(script: Script, afterMs = 0): ScriptedModels {
  const asked: Question<unknown>[] = [];
  const none = (why: NoAnswer) => ({ ok: false as const, why, detail: "as the test wanted", call: NOBODY });
  return {
    present: true,
    asked,
    count: (task) => asked.filter((one) => one.task === task).length,
    ask: async <Value>(question: Question<Value>): Promise<Answer<Value>> => {
      asked.push(question as Question<unknown>);
      if (afterMs > 0) await pause(afterMs, question.signal);
      if (question.signal?.aborted) return none("cancelled");
      const value = script(question as Question<unknown>);
      const read = question.schema.safeParse(value);
      if (value === undefined || !read.success) return none("failed");
      return { ok: true, value: read.data, call: { ...NOBODY, provider: "glm", model: "scripted" } };
    },
    hear: async () => none("no-provider"),
  };
}

async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((done) => {
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      done();
    });
  });
}

/** A reading of a turn in which nothing was found. */
export const NOTHING_READ = { facts: [], acts: [], pains: [], answers: [], unanswered: null };
