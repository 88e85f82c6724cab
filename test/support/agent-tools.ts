import type { AgentTools } from "../../agents/agent.ts";
import type { Answer, Models, Question } from "../../agents/router/models.ts";
import { freeSlots } from "../../bot/conversation/sales/slots.ts";
import { demoCompany } from "./demo-company.ts";

/** A Sunday morning in Riyadh. */
export const SUNDAY = Date.parse("2026-11-22T10:00:00+03:00");

const CALL = { provider: null, model: null, milliseconds: 0, costUsd: 0, fromCache: false, attempts: [] };

/** Models that answer what the script says for a question's name; anything else fails. `asked` counts the calls. */
export function scripted(
  script: Readonly<Record<string, unknown>>,
  delayMs = 0,
): Models & { readonly asked: string[]; readonly most: () => number } {
  const asked: string[] = [];
  let underWay = 0;
  let most = 0;
  const failure = { ok: false, why: "failed", detail: "scripted", call: CALL } as const;
  return {
    ...{ present: true, asked, most: () => most },
    ask: async <Value>(question: Question<Value>): Promise<Answer<Value>> => {
      asked.push(question.name);
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((done) => setTimeout(done, delayMs));
      underWay -= 1;
      const read = question.schema.safeParse(script[question.name]);
      return read.success ? { ok: true, value: read.data, call: CALL } : failure;
    },
    hear: async () => failure,
  };
}

/** Tools over the demo company, an empty house and its own calendar; commands that need a house refuse. */
export function agentTools(models: Models | null = null): AgentTools {
  const company = demoCompany();
  const none = { present: false, ask: scripted({}).ask, hear: scripted({}).hear };
  const refuse = async () => ({ ok: false, problem: "not-found", detail: "there is no such lead" }) as const;
  const nothing = { list: async () => ({ data: [], nextCursor: null }), get: async () => null };
  return {
    ...{ models: models ?? none, crm: null, records: { leads: nothing, proposals: nothing } },
    commands: {
      availability: async (query) => freeSlots({ company, query, busy: [], now: SUNDAY }).slice(0, 200),
      ...{ serveLead: refuse, noteAnswers: refuse, draftOutreach: refuse },
    },
    ...{ by: { id: "test", role: "system" }, now: () => SUNDAY, newId: () => "id" },
    company: async () => company,
  };
}

/** Runs an agent on a body as the API would: checked first. */
export async function runAgent<In, Out>(
  agent: {
    readonly input: { parse(value: unknown): In };
    readonly output: { parse(value: unknown): Out };
    run(input: In, tools: AgentTools): Promise<{ readonly ok: boolean }>;
  },
  body: unknown,
  tools: AgentTools = agentTools(),
): Promise<{ readonly value: Out; readonly warnings: readonly string[] }> {
  const result = await agent.run(agent.input.parse(body), tools);
  if (!("value" in result) || !("warnings" in result)) throw new Error(JSON.stringify(result));
  return { value: agent.output.parse(result.value), warnings: result.warnings as readonly string[] };
}
