import { z } from "zod";
import { type Failure, failed } from "../failures.ts";

/** What the SDKs' errors have in common. Their classes differ, and importing them would load every SDK. */
const THROWN = z.object({
  status: z.number().optional().catch(undefined),
  message: z.string().catch(""),
  error: z.unknown().optional(),
});
const CODE = z.union([z.string(), z.number()]).nullish().catch(null);
const INNER = z.object({ type: CODE, code: CODE, status: CODE, message: z.string().catch("") });
const BODY = z.object({ error: INNER.optional().catch(undefined) });

/** What a vendor's refusal of a request, or a broken line to it, means. Vendors' own words are read, never passed on. */
export function vendorFailure(thrown: unknown, retryAfterMs: number | null = null): Failure {
  const { data } = THROWN.safeParse(thrown);
  if (data === undefined) return failed("server-error", "unknown error");
  if (data.status === undefined) return lineFailure(thrown, data.message);
  const body = bodyOf(data.error, data.message);
  const outcome = outcomeOf(data.status, body);
  // A name, never a sentence: vendors quote keys and prompts in theirs.
  const name = [body.type, body.status, body.code].find((word) => /^[\w.-]{1,60}$/.test(String(word ?? "")));
  return failed(outcome, `${data.status} ${name ?? ""}`.trim(), { retryAfterMs });
}

type Body = z.infer<typeof INNER>;

function bodyOf(error: unknown, message: string): Body {
  const nothing = { type: null, code: null, status: null, message };
  // OpenAI's and Groq's SDKs hand out the inner object or the whole body; Google's puts the body into the message.
  for (const candidate of [error, { error }, jsonOf(message)]) {
    const inner = BODY.safeParse(candidate).data?.error;
    if (inner !== undefined) return inner;
  }
  return nothing;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // words, not a body
  }
}

function outcomeOf(status: number, body: Body): Failure["outcome"] {
  if (status === 401 || status === 402 || status === 403) return "unauthorized";
  if (status === 429) return "rate-limited";
  if (status === 408) return "timed-out";
  // Groq: 498 = no capacity; Anthropic: 529; the others 503.
  if (status === 529 || status === 503 || status === 498) return "overloaded";
  if (status >= 500) return "server-error";
  return clientFailure(body);
}

/** A 4xx that is not always our fault: each vendor hides other things in it. */
function clientFailure({ code, message, type }: Body): Failure["outcome"] {
  if (/API_KEY_INVALID|API key not valid/i.test(message)) return "unauthorized"; // Gemini answers 400
  if (code === "json_validate_failed") return "wrong-schema"; // Groq: its own model missed the schema
  if (String(code) === "1301" || /content exists risk/i.test(message)) return "refusal"; // GLM, DeepSeek
  if (type === "overloaded_error") return "overloaded";
  return "bad-request";
}

function lineFailure(thrown: unknown, message: string): Failure {
  const causes = causesOf(thrown);
  if (thrown instanceof SyntaxError) return failed("malformed", "body is not JSON");
  const words = [message, ...causes].join(" ");
  // What breaks before the answer's first line is a failed fetch; what breaks inside it is a "terminated" body.
  if (/terminated|premature close/i.test(words) && !/fetch failed|connection error/i.test(words))
    return failed("truncated", "the connection broke inside the answer");
  if (/JSON/.test(message)) return failed("malformed", "body is not JSON");
  const code = /\b(E[A-Z]{4,}|UND_ERR_[A-Z_]+)\b/.exec(words)?.[0] ?? "no connection";
  return failed("refused-connection", code);
}

function causesOf(thrown: unknown): readonly string[] {
  const words: string[] = [];
  let cause = thrown instanceof Error ? thrown.cause : undefined;
  for (let depth = 0; cause instanceof Error && depth < 4; depth += 1) {
    words.push(cause.message, String(Reflect.get(cause, "code") ?? ""));
    cause = cause.cause;
  }
  return words;
}
