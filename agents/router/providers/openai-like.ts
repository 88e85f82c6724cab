import type { CompletionRequest, Provider } from "../parts.ts";
import { materialText, systemTextWithSchema } from "../prompt.ts";
import { readChat } from "./chat.ts";
import { askedToWait } from "./retry-after.ts";
import type { ProviderSettings } from "./settings.ts";
import { vendorFailure } from "./vendor-error.ts";

/**
 * DeepSeek and GLM, which speak OpenAI's format: any JSON is promised, the schema stands in the instructions. Both think
 * before they answer unless told not to, which nobody in a dialogue can wait for.
 */
export async function openAiLike(name: "deepseek" | "glm", settings: ProviderSettings): Promise<Provider> {
  const { OpenAI } = await import("openai");
  const client = new OpenAI({
    apiKey: settings.apiKey.reveal(),
    baseURL: settings.baseUrl,
    organization: null,
    project: null,
    maxRetries: 0,
  });
  const { model } = settings;
  return {
    ...{ name, model, sees: false, transcribe: null },
    complete: async (request, signal) => {
      try {
        const body = { model, ...wishes(request), thinking: { type: "disabled" } };
        return readChat(await client.chat.completions.create(body, { signal }));
      } catch (thrown) {
        return vendorFailure(thrown, askedToWait(thrown));
      }
    },
  };
}

function wishes(request: CompletionRequest) {
  return {
    messages: [
      { role: "system" as const, content: systemTextWithSchema(request) },
      { role: "user" as const, content: materialText(request.material) },
    ],
    response_format: { type: "json_object" as const },
    max_tokens: request.maxTokens,
    temperature: request.temperature,
  };
}
