import type Anthropic from "@anthropic-ai/sdk";
import { z } from "zod";
import { failed } from "../failures.ts";
import type { Attempt, CompletionRequest, Provider } from "../parts.ts";
import { materialText, systemText } from "../prompt.ts";
import { askedToWait } from "./retry-after.ts";
import type { ProviderSettings } from "./settings.ts";
import { vendorFailure } from "./vendor-error.ts";

/** Anthropic Claude: reasoning and writing. */
export async function anthropicProvider(settings: ProviderSettings): Promise<Provider> {
  const [{ Anthropic }, { transformJSONSchema }] = await Promise.all([
    import("@anthropic-ai/sdk"),
    import("@anthropic-ai/sdk/lib/transform-json-schema"),
  ]);
  const client = new Anthropic({
    apiKey: settings.apiKey.reveal(),
    authToken: null,
    baseURL: settings.baseUrl,
    maxRetries: 0,
    openTelemetry: false,
  });
  const translated = new WeakMap<object, Record<string, unknown>>();
  const { model } = settings;
  const schemaFor = (schema: CompletionRequest["schema"]) => {
    const known = translated.get(schema) ?? { ...transformJSONSchema(schema) };
    translated.set(schema, known);
    return known;
  };
  return {
    ...{ name: "anthropic", model, sees: true, transcribe: null },
    complete: async (request, signal) => {
      const body = { model, ...wishes(model, request, schemaFor(request.schema)) };
      try {
        return readMessage(await client.messages.create(body, { signal }));
      } catch (thrown) {
        return vendorFailure(thrown, askedToWait(thrown));
      }
    },
  };
}

/** No temperature: the current models do not take one. */
function wishes(model: string, request: CompletionRequest, schema: Record<string, unknown>) {
  // Instructions repeat from call to call, so they may be cached; the data after them does not.
  const system = [
    { type: "text" as const, text: systemText(request), cache_control: { type: "ephemeral" as const } },
  ];
  return {
    ...{ system, max_tokens: request.maxTokens },
    messages: [{ role: "user" as const, content: contentOf(request) }],
    output_config: { format: { type: "json_schema" as const, schema } },
    // Thinking would eat the tokens and the deadline; the models named otherwise cannot switch it off.
    ...(/sonnet|haiku|opus/.test(model) ? { thinking: { type: "disabled" as const } } : {}),
  };
}

function contentOf({ images, material }: CompletionRequest): Anthropic.ContentBlockParam[] {
  const pictures = images.map(({ mediaType, bytes }) => ({
    type: "image" as const,
    source: {
      type: "base64" as const,
      media_type: mediaType as Anthropic.Base64ImageSource["media_type"],
      data: Buffer.from(bytes).toString("base64"),
    },
  }));
  return [...pictures, { type: "text", text: materialText(material) }];
}

const COUNT = z.number().int().nonnegative().nullish().catch(0);
const MESSAGE = z.object({
  content: z.array(z.object({ type: z.string(), text: z.string().optional() })),
  stop_reason: z.string().nullish(),
  usage: z.object({
    input_tokens: COUNT,
    output_tokens: COUNT,
    cache_read_input_tokens: COUNT,
    cache_creation_input_tokens: COUNT,
  }),
});

function readMessage(answer: unknown): Attempt<string> {
  const { data } = MESSAGE.safeParse(answer);
  if (data === undefined) return failed("malformed", "not a message");
  const { usage, stop_reason: reason } = data;
  const cached = usage.cache_read_input_tokens ?? 0;
  const tokens = {
    in: (usage.input_tokens ?? 0) + cached + (usage.cache_creation_input_tokens ?? 0),
    out: usage.output_tokens ?? 0,
    cached,
  };
  if (reason === "refusal") return failed("refusal", reason, { tokens });
  if (reason === "max_tokens" || reason === "model_context_window_exceeded")
    return failed("truncated", reason, { tokens });
  const text = data.content.map((block) => (block.type === "text" ? (block.text ?? "") : "")).join("");
  return text.trim() === "" ? failed("empty", "no text", { tokens }) : { ok: true, value: text, tokens };
}
