import { expect, test } from "vitest";
import { retryAfterMs } from "../../../agents/router/providers/retry-after.ts";
import { vendorFailure } from "../../../agents/router/providers/vendor-error.ts";

/** An SDK's error as far as it is read: the status, the inner error or the whole body, and a message. */
const thrown = (status: number, error: unknown, message = "") =>
  Object.assign(new Error(message), { status, error });

const google = (code: number, status: string, message: string) =>
  thrown(code, undefined, JSON.stringify({ error: { code, status, message } }));

test.each([
  [
    "Gemini's wrong key, a 400",
    google(400, "INVALID_ARGUMENT", "API key not valid."),
    "unauthorized: 400 INVALID_ARGUMENT",
  ],
  [
    "Groq's own model missed the schema",
    thrown(400, { code: "json_validate_failed" }),
    "wrong-schema: 400 json_validate_failed",
  ],
  [
    "Groq's inner error inside a body",
    thrown(400, { error: { code: "json_validate_failed" } }),
    "wrong-schema: 400 json_validate_failed",
  ],
  ["DeepSeek without money", thrown(402, { message: "Insufficient Balance" }), "unauthorized: 402"],
  ["DeepSeek's filter", thrown(400, { message: "Content Exists Risk" }), "refusal: 400"],
  ["GLM's filter", thrown(400, { code: "1301", message: "sensitive" }), "refusal: 400 1301"],
  ["GLM's limit", thrown(429, { code: "1302", message: "too many" }), "rate-limited: 429 1302"],
  [
    "Claude has too much to do",
    thrown(529, { type: "error", error: { type: "overloaded_error" } }),
    "overloaded: 529 overloaded_error",
  ],
  ["Groq without capacity", thrown(498, {}), "overloaded: 498"],
  ["a model that is gone", thrown(404, { code: "model_not_found" }), "bad-request: 404 model_not_found"],
  ["a proxy's time is up", thrown(504, "<html>"), "server-error: 504"],
  ["a request that took too long to send", thrown(408, null), "timed-out: 408"],
  [
    "a code that is a sentence with a key in it",
    thrown(401, { code: "key sk-123 is wrong" }),
    "unauthorized: 401",
  ],
  [
    "no connection",
    Object.assign(new Error("Connection error."), { cause: new Error("connect ECONNREFUSED ::1") }),
    "refused-connection: ECONNREFUSED",
  ],
  [
    "a line cut inside the answer",
    new TypeError("terminated"),
    "truncated: the connection broke inside the answer",
  ],
  [
    "a line cut before it",
    new TypeError("fetch failed", { cause: new Error("other side closed") }),
    "refused-connection: no connection",
  ],
  ["a body that is no JSON", new SyntaxError("Unexpected token <"), "malformed: body is not JSON"],
  ["something that is no error", "boom", "server-error: unknown error"],
])("%s", (_, error, expected) => {
  const { outcome, detail } = vendorFailure(error);
  expect(`${outcome}: ${detail}`).toBe(expected);
});

test.each([
  ["20", 20_000],
  ["0.5", 500],
  ["Sun, 22 Nov 2026 09:00:30 GMT", 30_000],
  ["Sun, 22 Nov 2026 08:00:00 GMT", 0],
  ["86400", 600_000],
  ["soon", null],
  [null, null],
])("Retry-After %s is %s ms", (value, expected) => {
  const now = Date.parse("2026-11-22T09:00:00Z");
  expect(retryAfterMs((name) => (name === "retry-after" ? value : null), now)).toBe(expected);
});

test("retry-after-ms is the finer word and wins", () => {
  expect(retryAfterMs((name) => (name === "retry-after-ms" ? "250" : "1"))).toBe(250);
});
