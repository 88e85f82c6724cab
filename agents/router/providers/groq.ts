import type { Recording } from "../models.ts";
import type { CompletionRequest, Provider } from "../parts.ts";
import { materialText, systemText, systemTextWithSchema } from "../prompt.ts";
import { readChat } from "./chat.ts";
import { askedToWait } from "./retry-after.ts";
import { closedSchema } from "./schemas.ts";
import type { ProviderSettings } from "./settings.ts";
import { vendorFailure } from "./vendor-error.ts";
import { readWhisper } from "./whisper.ts";

/** Groq: fast text, and Whisper for voice notes. */
export async function groqProvider(
  settings: ProviderSettings & { readonly transcriptionModel: string },
): Promise<Provider> {
  const { Groq } = await import("groq-sdk");
  const client = new Groq({
    apiKey: settings.apiKey.reveal(),
    baseURL: settings.baseUrl,
    maxRetries: 0,
  });
  const { model } = settings;
  return {
    ...{ name: "groq", model, sees: false, hearingModel: settings.transcriptionModel },
    complete: async (request, signal) => {
      try {
        return readChat(
          await client.chat.completions.create({ model, ...wishes(model, request) }, { signal }),
        );
      } catch (thrown) {
        return vendorFailure(thrown, askedToWait(thrown));
      }
    },
    transcribe: async (recording, signal) => {
      try {
        const asked = spoken(settings.transcriptionModel, recording);
        return readWhisper(await client.audio.transcriptions.create(asked, { signal }));
      } catch (thrown) {
        return vendorFailure(thrown, askedToWait(thrown));
      }
    },
  };
}

function wishes(model: string, request: CompletionRequest) {
  const isGptOss = model.includes("gpt-oss");
  const { schema, strict } = closedSchema(request.schema);
  return {
    messages: [
      { role: "system" as const, content: isGptOss ? systemText(request) : systemTextWithSchema(request) },
      { role: "user" as const, content: materialText(request.material) },
    ],
    response_format: isGptOss
      ? { type: "json_schema" as const, json_schema: { name: request.name, schema, strict } }
      : { type: "json_object" as const },
    // Reasoning counts against the tokens and the deadline; these tasks are small.
    ...(isGptOss ? { reasoning_effort: "low" as const, include_reasoning: false } : {}),
    ...(model.includes("qwen3") ? { reasoning_effort: "none" as const } : {}),
    max_completion_tokens: request.maxTokens,
    temperature: request.temperature,
  };
}

function spoken(model: string, { bytes, mediaType, language, hints }: Recording) {
  const type = mediaType.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  return {
    ...{ model, temperature: 0, response_format: "verbose_json" as const },
    file: new File([Uint8Array.from(bytes)], `voice.${ENDINGS.get(type) ?? "ogg"}`, { type }),
    ...(language === null ? {} : { language }),
    // Whisper reads at most 224 tokens of it.
    ...(hints.length === 0 ? {} : { prompt: hints.join("، ").slice(0, 600) }),
  };
}

// The service tells formats by the file's ending.
const ENDINGS: ReadonlyMap<string, string> = new Map([
  ["audio/ogg", "ogg"],
  ["audio/opus", "ogg"],
  ["audio/mpeg", "mp3"],
  ["audio/mp3", "mp3"],
  ["audio/mp4", "m4a"],
  ["audio/m4a", "m4a"],
  ["audio/x-m4a", "m4a"],
  ["audio/aac", "m4a"],
  ["audio/wav", "wav"],
  ["audio/x-wav", "wav"],
  ["audio/webm", "webm"],
  ["audio/flac", "flac"],
]);
