import { geminiContract } from "../protos.ts";
import { listAt, recordAt, textAt, type Usage, type Vendor } from "./vendor.ts";

/** Google's generateContent. */
export function geminiVendor(): Vendor {
  return {
    name: "gemini",
    base: "",
    path: /^\/v1beta\/models\/[^/:]+:generateContent$/,
    key: (headers) => String(headers["x-goog-api-key"]),
    askedWrong: geminiContract("GenerateContentRequest"),
    answeredWrong: geminiContract("GenerateContentResponse"),
    read: (body, path) => {
      const parts = listAt(body, "contents", 0, "parts");
      const files = parts.flatMap((part) => recordAt(part, "inlineData") ?? []);
      const sound = files.find((file) => textAt(file, "mimeType").startsWith("audio/"));
      const schema = recordAt(body, "generationConfig", "responseJsonSchema");
      return {
        model: /models\/([^/:]+)/.exec(path)?.[1] ?? "",
        name: textAt(schema, "title"),
        instructions: listAt(body, "systemInstruction", "parts")
          .map((part) => textAt(part, "text"))
          .join("\n"),
        text: parts.map((part) => textAt(part, "text")).join(""),
        schema,
        images: files.length - (sound === undefined ? 0 : 1),
        sound:
          sound === undefined
            ? null
            : {
                mediaType: textAt(sound, "mimeType"),
                bytes: Buffer.from(textAt(sound, "data"), "base64"),
              },
      };
    },
    answer: (text, usage, model) => content(text, "STOP", usage, model),
    truncated: (text, usage, model) => content(text, "MAX_TOKENS", usage, model),
    refusal: (usage, model) => ({
      status: 200,
      body: {
        promptFeedback: { blockReason: "PROHIBITED_CONTENT" },
        usageMetadata: usageOf(usage),
        modelVersion: model,
      },
    }),
    error: (status, message) => ({
      error: {
        ...{ code: status, message, status: STATES.get(status) ?? "INTERNAL" },
        details: status === 429 ? [RETRY] : [],
      },
    }),
    overloaded: 503,
  };
}

const RETRY = { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "34s" };
const STATES: ReadonlyMap<number, string> = new Map([
  [400, "INVALID_ARGUMENT"],
  [401, "UNAUTHENTICATED"],
  [429, "RESOURCE_EXHAUSTED"],
  [503, "UNAVAILABLE"],
]);

function content(text: string, finishReason: string, usage: Usage, model: string): object {
  return {
    candidates: [
      { content: { role: "model", parts: text === "" ? [] : [{ text }] }, finishReason, index: 0 },
    ],
    usageMetadata: usageOf(usage),
    modelVersion: model,
    responseId: "response-of-a-test",
  };
}

function usageOf(usage: Usage): object {
  return {
    promptTokenCount: usage.in,
    candidatesTokenCount: usage.out,
    totalTokenCount: usage.in + usage.out,
    cachedContentTokenCount: usage.cached,
  };
}
