import type { IncomingHttpHeaders } from "node:http";
import type { ProviderName } from "../../../../agents/router/models.ts";
import type { Complain } from "../contracts.ts";

/** What a vendor was asked, out of its own wire format. */
export interface Wish {
  readonly model: string;
  /** The schema's name; "" when the request carries none. */
  readonly name: string;
  readonly instructions: string;
  /** The user's message as sent: the delimited data. */
  readonly text: string;
  readonly schema: Readonly<Record<string, unknown>> | null;
  readonly images: number;
  /** A recording that came along. */
  readonly sound: { readonly mediaType: string; readonly bytes: Buffer } | null;
}

export interface Usage {
  readonly in: number;
  readonly out: number;
  readonly cached: number;
}

/** One vendor's wire format: how it is asked and how it answers, right and wrong. */
export interface Vendor {
  readonly name: ProviderName;
  /** What stands before the path in the base URL. */
  readonly base: string;
  readonly path: RegExp;
  key(headers: IncomingHttpHeaders): string | undefined;
  readonly askedWrong: Complain;
  readonly answeredWrong: Complain;
  read(body: unknown, path: string): Wish;
  answer(text: string, usage: Usage, model: string): object;
  truncated(text: string, usage: Usage, model: string): object;
  refusal(usage: Usage, model: string): { readonly status: number; readonly body: object };
  error(status: number, message: string): object;
  /** The status this vendor is overloaded with. */
  readonly overloaded: number;
}

type Json = Readonly<Record<string, unknown>>;

/** A part of a body, as far as it is there. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((inner, key) => (Object(inner) as Json)[key], value);
}

/** A text of a body; "" when it is none. */
export function textAt(value: unknown, ...path: readonly (string | number)[]): string {
  const found = at(value, ...path);
  return typeof found === "string" ? found : "";
}

/** An object of a body, or null. */
export function recordAt(value: unknown, ...path: readonly (string | number)[]): Json | null {
  const found = at(value, ...path);
  return typeof found === "object" && found !== null ? (found as Json) : null;
}

/** A list of a body; empty when it is none. */
export function listAt(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}
