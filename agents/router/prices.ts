import { z } from "zod";
import type { ProviderName } from "./models.ts";
import type { Tokens } from "./parts.ts";

/** US dollars for a million tokens. */
interface Price {
  readonly in: number;
  readonly out: number;
  /** For tokens of the question that the vendor still had from before. */
  readonly cached: number;
}

const price = (input: number, out: number, cached = input): Price => ({ in: input, out, cached });

/**
 * List prices, 2026-11. "known" stands in the vendor's list or the collected facts about it; "assumed" is the price
 * of the nearest older model of the same family, for no list was at hand. MODEL_PRICES overrides any of them.
 */
const PRICES: Readonly<Record<ProviderName, Readonly<Record<string, Price>>>> = {
  // Family prices of Haiku 4.5, Sonnet 4.6 and Opus 4.8 (June 2026; a cached token is a tenth): known for 4.x, assumed for 5.x.
  anthropic: {
    "claude-haiku-4-5": price(1, 5, 0.1),
    "claude-haiku-5-5": price(1, 5, 0.1),
    "claude-sonnet-4-6": price(3, 15, 0.3),
    "claude-sonnet-5": price(3, 15, 0.3),
    "claude-sonnet-5-5": price(3, 15, 0.3),
    "claude-opus-4-6": price(5, 25, 0.5),
    "claude-opus-4-7": price(5, 25, 0.5),
    "claude-opus-4-8": price(5, 25, 0.5),
    "claude-opus-5": price(5, 25, 0.5),
    "claude-opus-5-5": price(5, 25, 0.5),
    // Assumed: the price of Opus 4.1, the dearest there ever was.
    "claude-fable-5-2": price(15, 75, 1.5),
    "claude-mythos-5-2": price(15, 75, 1.5),
  },
  // Known for 2.5 and 3-flash-preview (0.50/3) and 3-pro-preview (2/12); assumed for all later ones.
  gemini: {
    "gemini-2.5-flash-lite": price(0.1, 0.4, 0.025),
    "gemini-2.5-flash": price(0.3, 2.5, 0.075),
    "gemini-2.5-pro": price(1.25, 10, 0.31),
    "gemini-3.1-flash-lite": price(0.3, 2.5, 0.075),
    "gemini-3.5-flash-lite": price(0.3, 2.5, 0.075),
    "gemini-3.5-flash": price(0.5, 3, 0.05),
    "gemini-3.6-flash": price(0.5, 3, 0.05),
    "gemini-3.7-flash": price(0.5, 3, 0.05),
    "gemini-3.8-flash": price(0.5, 3, 0.05),
    "gemini-3.5-transcribe": price(1, 3),
    "gemini-3.1-pro-preview": price(2, 12, 0.2),
    "gemini-4-argon": price(4, 18, 0.4),
    "gemini-4-carbon": price(4, 18, 0.4),
  },
  // Known for gpt-oss, llama and qwen3-32b (2026-02); assumed for qwen3.6 and 3.8.
  groq: {
    "openai/gpt-oss-120b": price(0.15, 0.6, 0.075),
    "openai/gpt-oss-20b": price(0.075, 0.3, 0.0375),
    "qwen/qwen3-32b": price(0.29, 0.59),
    "qwen/qwen3.6-27b": price(0.6, 3),
    "qwen/qwen3.8-27b": price(0.6, 3),
    "llama-3.1-8b-instant": price(0.05, 0.08),
  },
  // Known; the price of cached tokens is assumed to be that of new ones.
  deepseek: {
    "deepseek-v4-flash": price(0.14, 0.28),
    "deepseek-flash": price(0.14, 0.28),
    "deepseek-v4-pro": price(0.435, 0.87),
    "deepseek-vision-exp": price(0.435, 0.87),
  },
  // Known for 5.2 and the free 4.7-flash; assumed for the others at the price of 5.2.
  glm: {
    "glm-5.2": price(1.4, 4.4),
    "glm-5.3": price(1.4, 4.4),
    "glm-5.1": price(1.4, 4.4),
    "glm-5-turbo": price(1.4, 4.4),
    "glm-5": price(1.4, 4.4),
    "glm-4.6v": price(1.4, 4.4),
    "glm-4.7": price(1.4, 4.4),
    "glm-4.7-flash": price(0, 0),
  },
};

/** US dollars for an hour of speech at Groq: known for both in 2026-02. A recording is billed for 10 seconds at least. */
const HEARING: Readonly<Record<string, number>> = {
  "whisper-large-v3": 0.111,
  "whisper-large-v3-turbo": 0.04,
};
const LEAST_SECONDS = 10;
const DEAREST_HOUR = Math.max(...Object.values(HEARING));

/** Today's price for a model may follow its name with a date or a channel: "claude-sonnet-5-5-20261101". */
const VARIANT = /-(?:\d{6,8}|latest|preview)$/;

/** What MODEL_PRICES may hold: `{"glm-5.2": {"in": 1.4, "out": 4.4, "cached": 0.3}}`, dollars for a million tokens. */
const pricesSchema = z.record(
  z.string().min(1),
  z.object({ in: z.number().min(0), out: z.number().min(0), cached: z.number().min(0).optional() }).strict(),
);
export type OwnPrices = z.infer<typeof pricesSchema>;

/** Reads MODEL_PRICES; null when unset. Throws a sentence that names the variable when it is no price list. */
export function readPrices(written: string | null): OwnPrices {
  if (written === null) return {};
  const read = pricesSchema.safeParse(parsed(written));
  if (read.success) return read.data;
  throw new Error(
    'MODEL_PRICES must be JSON such as {"glm-5.2": {"in": 1.4, "out": 4.4, "cached": 0.3}}: US dollars for a million tokens',
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What calls cost, in US dollars. */
export interface Prices {
  /** An unknown model costs as much as the dearest of its provider, so that budgets hold. */
  costOf(provider: ProviderName, model: string, tokens: Tokens): number;
  /** Speech to text that is billed by the second. */
  costOfHearing(model: string, seconds: number): number;
}

/** The list prices with the house's own over them. */
export function createPrices(own: OwnPrices = {}): Prices {
  return {
    costOf: (provider, model, tokens) => {
      const { in: input, out, cached } = priceOf(provider, model, own);
      const again = Math.min(tokens.cached, tokens.in);
      return ((tokens.in - again) * input + again * cached + tokens.out * out) / 1_000_000;
    },
    costOfHearing: (model, seconds) =>
      ((HEARING[model] ?? DEAREST_HOUR) * Math.max(seconds, LEAST_SECONDS)) / 3600,
  };
}

function priceOf(provider: ProviderName, model: string, own: OwnPrices): Price {
  const plain = model.replace(VARIANT, "");
  const set = own[model] ?? own[plain];
  if (set !== undefined) return { ...set, cached: set.cached ?? set.in };
  const list = PRICES[provider];
  return list[model] ?? list[plain] ?? dearest(Object.values(list));
}

function dearest(list: readonly Price[]): Price {
  const most = (of: (price: Price) => number) => Math.max(...list.map(of));
  return { in: most((one) => one.in), out: most((one) => one.out), cached: most((one) => one.in) };
}
