import type { z } from "zod";
import type { Actor, Commands } from "../bot/contracts/commands.ts";
import type { Crm } from "../bot/contracts/crm.ts";
import type { Records } from "../bot/contracts/records.ts";
import type { Company } from "../bot/conversation/company.ts";
import type { Models } from "./router/models.ts";

/** One job of the sales floor: typed data in, typed data out. By rules always, better with a model. */
export interface Agent<In, Out> {
  /** As in POST /agents/{name}. */
  readonly name: string;
  /** One plain sentence: what it does. */
  readonly description: string;
  readonly input: z.ZodType<In>;
  readonly output: z.ZodType<Out>;
  /** Never throws for what a model, a CRM or a missing record may do. */
  run(input: In, tools: AgentTools): Promise<AgentResult<Out>>;
}

/** `warnings` are parts that were left out or done by rules though a model was there, each with its reason. */
export type AgentResult<Out> =
  | { readonly ok: true; readonly value: Out; readonly warnings: readonly string[] }
  | AgentFailure;

export interface AgentFailure {
  readonly ok: false;
  readonly problem: "not-found" | "conflict" | "invalid" | "unavailable";
  /** For people; without personal data. */
  readonly detail: string;
}

/** What of the house an agent may use. */
export interface AgentTools {
  readonly models: Models;
  /** null = none is set up. */
  readonly crm: Crm | null;
  readonly records: Pick<Records, "leads" | "proposals">;
  readonly commands: Pick<Commands, "availability" | "serveLead" | "noteAnswers" | "draftOutreach">;
  /** Who asked for this run. */
  readonly by: Actor;
  /** The profile in force. */
  company(): Promise<Company>;
  /** Epoch ms. */
  now(): number;
  newId(): string;
}

/** A result that went well. */
export function done<Out>(value: Out, warnings: readonly string[] = []): AgentResult<Out> {
  return { ok: true, value, warnings };
}

/** A result that says why there is none. */
export function failed(problem: AgentFailure["problem"], detail: string): AgentFailure {
  return { ok: false, problem, detail };
}
