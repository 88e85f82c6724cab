import type { Secret } from "../../bot/contracts/secret.ts";
import type { ProviderName } from "./models.ts";
import type { Provider } from "./parts.ts";
import { createModels, type Router, type RouterParts } from "./router.ts";

/** How one provider is reached; it exists only with a key. */
export interface ProviderSetting {
  readonly apiKey: Secret | null;
  readonly baseUrl: string;
  readonly model: string;
}

export type ModelSettings = Readonly<Record<ProviderName, ProviderSetting>> & {
  /** Model that hears voice notes at Groq. */
  readonly transcriptionModel: string;
};

/** Opens the router over every provider that has a key; the SDKs of the others are never loaded. */
export async function openModels(
  settings: ModelSettings,
  parts: Omit<RouterParts, "providers">,
): Promise<Router> {
  const opening = (Object.keys(OPENERS) as ProviderName[]).map((name) => opened(name, settings));
  const providers = (await Promise.all(opening)).filter((provider) => provider !== null);
  return createModels({ ...parts, providers });
}

type Keyed = ProviderSetting & { readonly apiKey: Secret };
type Open = (setting: Keyed, settings: ModelSettings) => Promise<Provider>;

const openAiLike =
  (name: "deepseek" | "glm"): Open =>
  async (setting) =>
    (await import("./providers/openai-like.ts")).openAiLike(name, setting);

const OPENERS: Readonly<Record<ProviderName, Open>> = {
  anthropic: async (setting) => (await import("./providers/anthropic.ts")).anthropicProvider(setting),
  gemini: async (setting) => (await import("./providers/gemini.ts")).geminiProvider(setting),
  groq: async (setting, { transcriptionModel }) =>
    (await import("./providers/groq.ts")).groqProvider({ ...setting, transcriptionModel }),
  deepseek: openAiLike("deepseek"),
  glm: openAiLike("glm"),
};

async function opened(name: ProviderName, settings: ModelSettings): Promise<Provider | null> {
  const setting = settings[name];
  const { apiKey } = setting;
  return apiKey === null ? null : await OPENERS[name]({ ...setting, apiKey }, settings);
}
