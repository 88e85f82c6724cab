import type { z } from "zod";
import type { AgentRuns } from "../bot/contracts/agent-runs.ts";
import { type Agent, type AgentResult, type AgentTools, failed } from "./agent.ts";

/** Where runs are kept, and who hears of what should not have happened. */
export interface RunParts {
  readonly runs: AgentRuns;
  now(): number;
  report(what: string, cause: unknown): void;
}

/** An agent whose types were put away, so that all of them stand in one list. `run` takes what `input` made of it. */
export interface AnyAgent {
  readonly name: string;
  readonly description: string;
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  run(input: unknown, tools: AgentTools): Promise<AgentResult<unknown>>;
}

/** Puts the types away. */
export function anyAgent<In, Out>(agent: Agent<In, Out>): AnyAgent {
  const { name, description, input, output } = agent;
  // Whoever calls has parsed the input with this very schema; the types cannot see that.
  return { name, description, input, output, run: (parsed, tools) => agent.run(parsed as In, tools) };
}

/** One run, measured and remembered; `aheadMs` is work done for it before. What is thrown is told, remembered without its words, and is a failure like others. */
export async function runRecorded<In, Out>(
  agent: Pick<Agent<In, Out>, "name" | "run">,
  input: In,
  leadId: string | null,
  tools: AgentTools,
  parts: RunParts,
  aheadMs = 0,
): Promise<AgentResult<Out>> {
  const at = parts.now();
  const began = performance.now() - aheadMs;
  const result = await caught(agent, input, tools, parts);
  const run = { agent: agent.name, leadId, ok: result.ok, milliseconds: performance.now() - began, at };
  const error = result.ok ? null : `${result.problem}: ${result.detail}`;
  // The figures must not stop the work.
  await parts.runs.record({ ...run, error }).catch((cause: unknown) => {
    parts.report("a run of an agent could not be stored", cause);
  });
  return result;
}

async function caught<In, Out>(
  { name, run }: Pick<Agent<In, Out>, "name" | "run">,
  input: In,
  tools: AgentTools,
  parts: RunParts,
): Promise<AgentResult<Out>> {
  try {
    return await run(input, tools);
  } catch (cause) {
    parts.report(`the agent ${name} broke`, cause);
    return failed("unavailable", `the agent ${name} broke: see the log`);
  }
}
