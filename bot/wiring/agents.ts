import { ACQUISITION } from "../../agents/acquisition/all.ts";
import type { AgentTools } from "../../agents/agent.ts";
import { runPipeline } from "../../agents/pipeline.ts";
import { type AnyAgent, type RunParts, runRecorded } from "../../agents/registry.ts";
import type { Models } from "../../agents/router/models.ts";
import { agentRunsOn } from "../../db/agent-runs.ts";
import type { Database } from "../../db/connect.ts";
import type { Actor } from "../contracts/commands.ts";
import type { Crm } from "../contracts/crm.ts";
import type { LeadParts } from "../flow/leads.ts";
import type { HttpAgent } from "../http/parts.ts";

/** What the agents are made of; `tools` without who asks. */
export interface AgentsParts extends Pick<AgentTools, "records" | "company">, Omit<RunParts, "runs"> {
  readonly database: Database;
  readonly models: Models;
  readonly crm: Crm | null;
  newId(): string;
  /** Asked for late: the commands need the pipeline, and the agents need the commands. */
  commands(): AgentTools["commands"];
}

const PIPELINE: Actor = { id: "pipeline", role: "system" };

/** A CRM that is slower than this is not waited for when a lead is posted. */
const CRM_LIMIT_MS = 4_000;

/** The agents as the web server runs them, and the pipeline of a posted lead. */
export function openAgents(parts: AgentsParts): {
  readonly agents: readonly HttpAgent[];
  readonly pipeline: LeadParts["pipeline"];
} {
  const { database, commands, report, ...world } = parts;
  const toolsFor = (by: Actor): AgentTools => ({ ...world, commands: commands(), by });
  const runs = { runs: agentRunsOn(database.pool), now: parts.now, report };
  return {
    agents: ACQUISITION.map((agent) => httpAgent(agent, toolsFor, runs)),
    pipeline: (posted, about, taken) =>
      runPipeline(posted, about, taken, { ...runs, tools: toolsFor(PIPELINE), crmLimitMs: CRM_LIMIT_MS }),
  };
}

function httpAgent(agent: AnyAgent, toolsFor: (by: Actor) => AgentTools, parts: RunParts): HttpAgent {
  const { name, description, input, output } = agent;
  return {
    ...{ name, description, input, output },
    run: (parsed, by) => runRecorded(agent, parsed, leadOf(parsed), toolsFor(by), parts),
  };
}

function leadOf(input: unknown): string | null {
  if (typeof input !== "object" || input === null || !("leadId" in input)) return null;
  return typeof input.leadId === "string" ? input.leadId : null;
}
