import type { GenerateContentConfig, Part } from "@google/genai";
import { z } from "zod";
import { failed, NO_TOKENS } from "../failures.ts";
import type { Recording, Transcript } from "../models.ts";
import type { Attempt, CompletionRequest, Provider, Tokens } from "../parts.ts";
import { materialText, systemText } from "../prompt.ts";
import { retryAfterMs } from "./retry-after.ts";
import { geminiSchema } from "./schemas.ts";
import type { ProviderSettings } from "./settings.ts";
import { vendorFailure } from "./vendor-error.ts";

/** Google Gemini: research, pictures, and voice notes when Whisper is away. */
export async function geminiProvider(settings: ProviderSettings): Promise<Provider> {
  const { GoogleGenAI } = await import("@google/genai");
  const client = new GoogleGenAI({
    apiKey: settings.apiKey.reveal(),
    vertexai: false,
    // The SDK's own default is v1, whose published requests have no place for instructions or schemas.
    httpOptions: { baseUrl: settings.baseUrl, apiVersion: "v1beta" },
  });
  const { model } = settings;
  const ask = async (parts: Part[], config: GenerateContentConfig, signal: AbortSignal) => {
    let wait: number | null = null;
    // The SDK's error drops the headers, and Retry-After is one of them.
    const listening: typeof fetch = async (input, init) => {
      const response = await fetch(input, init);
      wait = retryAfterMs((name) => response.headers.get(name));
      return response;
    };
    try {
      const answer = await client.models.generateContent({
        model,
        contents: [{ role: "user", parts }],
        config: { ...config, abortSignal: signal, httpOptions: { fetch: listening } },
      });
      return readContent(answer);
    } catch (thrown) {
      return vendorFailure(thrown, wait ?? delayIn(thrown));
    }
  };
  return {
    ...{ name: "gemini", model, sees: true },
    complete: (request, signal) => ask(partsOf(request), configOf(model, request), signal),
    transcribe: async (recording, signal) =>
      heard(await ask(soundOf(recording), configOf(model, listening(recording)), signal)),
  };
}

function configOf(model: string, request: CompletionRequest): GenerateContentConfig {
  return {
    systemInstruction: systemText(request),
    responseMimeType: "application/json",
    responseJsonSchema: geminiSchema(request.schema),
    maxOutputTokens: request.maxTokens,
    temperature: request.temperature,
    // Thoughts count against the tokens. Before Gemini 3 they are limited by a budget, since then by a level.
    thinkingConfig: /gemini-2/.test(model) ? { thinkingBudget: 128 } : { thinkingLevel: "LOW" as never },
  };
}

function partsOf({ images, material }: CompletionRequest): Part[] {
  return [
    ...images.map(({ mediaType, bytes }) => inline(mediaType, bytes)),
    { text: materialText(material) },
  ];
}

function inline(mimeType: string, bytes: Uint8Array): Part {
  return { inlineData: { mimeType, data: Buffer.from(bytes).toString("base64") } };
}

const COUNT = z.number().int().nonnegative().nullish().catch(0);
const CONTENT = z.object({
  candidates: z
    .array(
      z.object({
        finishReason: z.string().nullish(),
        content: z
          .object({
            parts: z
              .array(z.object({ text: z.string().nullish(), thought: z.boolean().nullish() }))
              .nullish(),
          })
          .nullish(),
      }),
    )
    .nullish(),
  promptFeedback: z.object({ blockReason: z.string().nullish() }).nullish(),
  usageMetadata: z
    .object({
      promptTokenCount: COUNT,
      candidatesTokenCount: COUNT,
      thoughtsTokenCount: COUNT,
      cachedContentTokenCount: COUNT,
    })
    .nullish()
    .catch(null),
});
type Content = z.infer<typeof CONTENT>;

function readContent(answer: unknown): Attempt<string> {
  const { data } = CONTENT.safeParse(answer);
  if (data === undefined) return failed("malformed", "not a generated content");
  const tokens = tokensOf(data.usageMetadata);
  const blocked = data.promptFeedback?.blockReason;
  if (blocked) return failed("refusal", blocked, { tokens });
  const candidate = data.candidates?.[0];
  const reason = candidate?.finishReason ?? "STOP";
  if (reason === "MAX_TOKENS") return failed("truncated", reason, { tokens });
  if (reason === "MALFORMED_RESPONSE") return failed("malformed", reason, { tokens });
  if (reason !== "STOP" && reason !== "FINISH_REASON_UNSPECIFIED")
    return failed("refusal", reason, { tokens });
  const parts = candidate?.content?.parts ?? [];
  const text = parts.map((part) => (part.thought ? "" : (part.text ?? ""))).join("");
  return text.trim() === "" ? failed("empty", "no text", { tokens }) : { ok: true, value: text, tokens };
}

function tokensOf(usage: Content["usageMetadata"]): Tokens {
  if (usage == null) return NO_TOKENS;
  return {
    in: usage.promptTokenCount ?? 0,
    out: (usage.candidatesTokenCount ?? 0) + (usage.thoughtsTokenCount ?? 0),
    cached: usage.cachedContentTokenCount ?? 0,
  };
}

/** Google says in the body, too, how long to wait: `"retryDelay": "34s"`. */
function delayIn(thrown: unknown): number | null {
  const message = thrown instanceof Error ? thrown.message : "";
  const seconds = /"retryDelay"\s*:\s*"(\d+(?:\.\d+)?)s"/.exec(message)?.[1];
  return retryAfterMs((name) => (name === "retry-after" ? (seconds ?? null) : null));
}

const HEARD = z.object({ text: z.string(), speech: z.boolean(), confidence: z.number().min(0).max(1) });
const HEARD_SCHEMA = { title: "transcript", ...z.toJSONSchema(HEARD, { target: "draft-7" }) };

function listening({ language, hints }: Recording): CompletionRequest {
  const spoken =
    language === null ? "Arabic (Saudi) or English" : language === "ar" ? "Arabic (Saudi)" : "English";
  const names = hints.length === 0 ? "" : ` Names that may come up: ${hints.join(", ")}.`;
  return {
    instructions: `Write down word for word what is said in the recording, in the language it is said in (most likely ${spoken}). Do not translate, complete or improve it.${names} "speech" is false when nobody speaks; "confidence" from 0 to 1 is how sure you are of the words.`,
    ...{ material: [], images: [], name: "transcript", maxTokens: 4_000, temperature: 0 },
    schema: HEARD_SCHEMA,
  };
}

function soundOf({ bytes, mediaType }: Recording): Part[] {
  return [inline(mediaType.split(";", 1)[0]?.trim() || "audio/ogg", bytes)];
}

function heard(attempt: Attempt<string>): Attempt<Transcript> {
  if (!attempt.ok) return attempt;
  const { tokens } = attempt;
  const read = HEARD.safeParse(jsonOf(attempt.value));
  if (!read.success) return failed("wrong-schema", "not a transcript", { tokens });
  const text = read.data.speech ? read.data.text.trim() : "";
  // It judges itself, so its word counts for less than Whisper's measures.
  const confidence = text === "" ? 0 : Math.min(0.8, read.data.confidence);
  return { ok: true, tokens, value: { text, confidence, seconds: null } };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // the schema check says what is missing
  }
}
