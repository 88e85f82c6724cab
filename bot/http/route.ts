import type { IncomingMessage, ServerResponse } from "node:http";
import type { z } from "zod";
import type { Actor } from "../contracts/commands.ts";
import type { Access } from "./auth.ts";
import type { Problem, ProblemCode } from "./problems.ts";
import type { Limits } from "./rate-limit.ts";

/** One operation of the API: what it takes, what it gives and who may call it. The document is made from these. */
export interface Route {
  readonly method: "get" | "post" | "put" | "patch" | "delete";
  /** As in OpenAPI: `/api/v1/leads/{id}`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly access: Access;
  /** For public routes: how much one address may ask for. */
  readonly limit?: keyof Limits;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Whether a repeat with the same `Idempotency-Key` header is the same request. */
  readonly idempotencyKey?: boolean;
  /** Whether the body may be left out. */
  readonly bodyOptional?: boolean;
  /** The handler gets the bytes, to check a signature over them; `body` then only documents. Media types it reads. */
  readonly rawBody?: readonly string[];
  /** Largest body in bytes, when smaller than usual. */
  readonly bodyLimit?: number;
  readonly answers: Readonly<Record<number, AnswerShape>>;
  /** Refusals beside those every route has. */
  readonly refuses: readonly ProblemCode[];
  /** `front` = served before Express by the thin door; described here so that the document is whole. */
  readonly run: ((call: RawCall) => Promise<Outcome>) | "front";
}

/** What an answer looks like: JSON of a schema, another media type, or nothing. */
export interface AnswerShape {
  readonly description: string;
  readonly schema?: z.ZodType;
  readonly mediaType?: string;
}

export interface CallBase {
  readonly requestId: string;
  readonly address: string;
  /** Who holds the key; a system actor on public routes. */
  readonly actor: Actor;
  readonly headers: IncomingMessage["headers"];
}

export interface RawCall extends CallBase {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

export interface Call<Params, Query, Body> extends CallBase {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  /** For what is not JSON. */
  readonly raw?: { readonly mediaType: string; readonly bytes: Uint8Array | string };
  readonly headers?: Readonly<Record<string, string>>;
  /** For what never ends: writes the events itself; called after the headers went out. */
  readonly stream?: (response: ServerResponse) => void;
}

export type Outcome = Answer | Problem;

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

/** A route whose handler sees exactly the types its schemas promise. Inputs are checked before it runs. */
export function route<
  Params extends z.ZodObject | undefined = undefined,
  Query extends z.ZodObject | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
>(
  definition: Omit<Route, "run" | "params" | "query" | "body"> & {
    readonly params?: Params;
    readonly query?: Query;
    readonly body?: Body;
    readonly handle: (call: Call<Parsed<Params>, Parsed<Query>, Parsed<Body>>) => Promise<Outcome>;
  },
): Route {
  const { handle, params, query, body, ...rest } = definition;
  return {
    ...rest,
    ...(params ? { params } : {}),
    ...(query ? { query } : {}),
    ...(body ? { body } : {}),
    run: async (raw) => {
      // The mount has parsed the three with these very schemas; the types cannot see that.
      return handle(raw as Call<Parsed<Params>, Parsed<Query>, Parsed<Body>>);
    },
  };
}

/** 200 with this body. */
export function ok(body: unknown): Answer {
  return { status: 200, body };
}
