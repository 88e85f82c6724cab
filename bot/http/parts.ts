import type { Express } from "express";
import type { z } from "zod";
import type { FetchedMedia } from "../contracts/channel.ts";
import type { Actor, Commands } from "../contracts/commands.ts";
import type { Live } from "../contracts/live.ts";
import type { ModelReport } from "../contracts/model-accounts.ts";
import type { Records } from "../contracts/records.ts";
import type { Secret } from "../contracts/secret.ts";
import type { Limits } from "./rate-limit.ts";

/** Everything the server needs from outside. What touches the world is in here; what is pure is imported. */
export interface HttpParts {
  readonly commands: Commands;
  readonly records: Records;
  readonly live: Live;
  readonly keys: Keys;
  readonly log: Log;
  readonly version: string;
  /** Signs the tokens of web-chat visitors; must outlive a restart, or open chats start anew. */
  readonly chatSecret: Secret;
  /** Epoch milliseconds. */
  now(): number;
  newId(): string;
  /** Answers a platform's GET challenge with the text to echo, or null when the token is not ours. */
  verifyChallenge(query: Readonly<Record<string, string>>): string | null;
  /** Bytes of one of our own files by its path under /files; null when there is none. */
  readFile(path: string): Promise<Uint8Array | null>;
  /** Bytes of a file that a person sent on that channel, by its attachment's reference. Never rejects. */
  fetchAttachment(channel: string, reference: string): Promise<FetchedMedia>;
  /** How the parts are doing, by name, for GET /health; the state of `storage` is measured here. */
  partStates(): Readonly<Record<string, PartState>>;
  /** Figures of the other parts for GET /metrics. */
  metrics(): readonly Metric[];
  /** What language models did and cost since an instant (epoch ms), for GET /analytics/llm. */
  modelReport(since: number): Promise<ModelReport>;
  /** Whether a rejection means that the store cannot be reached now: answered 503, so that callers try again. */
  isStoreAway(error: unknown): boolean;
  /** The agents that may be run by name; none when absent. */
  readonly agents?: readonly HttpAgent[];
  /** Adds pages and static files before the last "not found". */
  readonly pages?: (app: Express) => void;
  /** Websites that embed our form and chat; without it any may, and no server's signature is accepted. */
  readonly website?: Website;
  readonly limits?: Partial<Limits>;
  /** How many reverse proxies stand in front and may be believed about the caller's address; 0 = none. */
  readonly trustedProxies?: number;
}

/** Who may embed us, and the secret with which a website's own server signs the forms it posts. */
export interface Website {
  /** Origins such as https://example.sa; empty = every origin. */
  readonly origins: readonly string[];
  readonly formSecret: Secret | null;
  /** Our own origin as the outside world sees it, where it is known. */
  readonly own?: string | null;
}

/** An agent as the API runs it. */
export interface HttpAgent {
  readonly name: string;
  readonly description: string;
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  /** `parsed` is what `input` made of the body. */
  run(parsed: unknown, by: Actor): Promise<AgentAnswer>;
}

export type AgentAnswer =
  | { readonly ok: true; readonly value: unknown; readonly warnings: readonly string[] }
  | {
      readonly ok: false;
      readonly problem: "not-found" | "conflict" | "invalid" | "unavailable";
      readonly detail: string;
    };

/** Who holds a key. `hash` is the hex SHA-256 of the key as it came in. */
export interface Keys {
  find(hash: string): Actor | null | Promise<Actor | null>;
}

/** A structured log; pino fits. */
export interface Log {
  debug(fields: Readonly<Record<string, unknown>>, message: string): void;
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** `off` = not configured, which is not a fault. */
export interface PartState {
  readonly state: "up" | "down" | "off";
  readonly detail?: string;
}

export interface Metric {
  /** Prometheus name, such as `majlis_turns_total`. */
  readonly name: string;
  readonly help: string;
  readonly kind: "counter" | "gauge";
  readonly samples: readonly {
    readonly labels: Readonly<Record<string, string>>;
    readonly value: number;
  }[];
}
