import { jsonrepair } from "jsonrepair";
import type { z } from "zod";
import type { Language } from "../../bot/conversation/message.ts";
import { type Failure, failed } from "./failures.ts";

/** What an answer must be before it counts as one. */
export interface Demands<Value> {
  readonly schema: z.ZodType<Value>;
  /** Puts back what was hidden from the provider. */
  readonly restore: (text: string) => string;
  /** The answer's sentences are read by a person in this language. */
  readonly speaks?: Language | undefined;
}

export type Checked<Value> = { readonly ok: true; readonly value: Value } | Failure;

/** Reads a model's text as the typed data asked for, or says what is wrong with it. */
export function checkAnswer<Value>(text: string, demands: Demands<Value>): Checked<Value> {
  const bare = withoutFences(text);
  if (bare === "") return failed("empty", "no text");
  const json = jsonOf(bare);
  if (!json.ok) return json;
  const restored = inStrings(json.value, demands.restore);
  const read = demands.schema.safeParse(restored);
  if (!read.success) return failed("wrong-schema", complaintsOf(read.error));
  if (demands.speaks !== undefined && !isIn(demands.speaks, read.data))
    return failed("wrong-language", `not in ${demands.speaks}`);
  return { ok: true, value: read.data };
}

/** The JSON in a text that may stand in a code fence or between polite words. */
function withoutFences(text: string): string {
  const trimmed = text.replace(/^\uFEFF/u, "").trim();
  const fenced = /^[^{[]*```[a-z]*\s*([\s\S]*?)\s*```[^}\]]*$/iu.exec(trimmed)?.[1];
  return (fenced ?? trimmed).trim();
}

type Read = { readonly ok: true; readonly value: unknown } | Failure;

function jsonOf(text: string): Read {
  const whole = parsed(text);
  if (whole.ok) return whole;
  const start = text.search(/[{[]/);
  if (start === -1) return failed("malformed", "no JSON in the answer");
  const end = Math.max(text.lastIndexOf("}"), text.lastIndexOf("]"));
  // Repairing a text that stops in the middle would invent its end.
  if (end <= start || opensMore(text.slice(start)))
    return failed("truncated", "the JSON stops in the middle");
  const body = text.slice(start, end + 1);
  const inner = parsed(body);
  return inner.ok ? inner : repaired(body);
}

function parsed(text: string): Read {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return failed("malformed", "not JSON");
  }
}

function repaired(text: string): Read {
  try {
    return { ok: true, value: JSON.parse(jsonrepair(text)) };
  } catch {
    return failed("malformed", "JSON beyond repair");
  }
}

/** Whether more brackets are opened than closed, those inside strings aside. */
function opensMore(text: string): boolean {
  const outside = text.replace(/"(?:[^"\\]|\\.)*"/gsu, "");
  return (outside.match(/[{[]/g)?.length ?? 0) > (outside.match(/[}\]]/g)?.length ?? 0);
}

function inStrings(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((item) => inStrings(item, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inStrings(item, change)]));
}

/** Where the data differs from the schema, in the schema's words. */
function complaintsOf(error: z.ZodError): string {
  return error.issues
    .slice(0, 5)
    .map(({ path, message }) => `${path.join(".") || "(all)"}: ${message}`)
    .join("; ")
    .slice(0, 200);
}

function isIn(language: Language, value: unknown): boolean {
  const texts = stringsOf(value);
  const sentences = texts.filter((text) => /\s/u.test(text.trim()));
  const words = (sentences.length > 0 ? sentences : texts).join(" ");
  const arabic = words.match(/\p{Script=Arabic}/gu)?.length ?? 0;
  const latin = words.match(/\p{Script=Latin}/gu)?.length ?? 0;
  const letters = words.match(/\p{L}/gu)?.length ?? 0;
  if (letters === 0) return true;
  // Names of products stay in their own letters, so the share need not be high.
  const share = (language === "ar" ? arabic : latin) / letters;
  return share >= (language === "ar" ? 0.4 : 0.7);
}

function stringsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(stringsOf);
}
