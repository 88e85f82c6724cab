import { z } from "zod";
import { failed, NO_TOKENS } from "../failures.ts";
import type { Attempt, Tokens } from "../parts.ts";

const COUNT = z.number().int().nonnegative().catch(0);
const USAGE = z.object({
  prompt_tokens: COUNT,
  completion_tokens: COUNT,
  prompt_tokens_details: z.object({ cached_tokens: COUNT }).nullish().catch(null),
  // DeepSeek's own name for the same thing.
  prompt_cache_hit_tokens: COUNT.optional(),
});
const COMPLETION = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
      }),
    )
    .min(1),
  usage: USAGE.nullish().catch(null),
});

/** Reads a chat completion in OpenAI's format, which Groq, DeepSeek and GLM share. */
export function readChat(answer: unknown): Attempt<string> {
  const read = COMPLETION.safeParse(answer);
  const choice = read.data?.choices[0];
  if (choice === undefined) return failed("malformed", "not a chat completion");
  const tokens = tokensOf(read.data?.usage);
  const { finish_reason: reason, message } = choice;
  if (reason === "length") return failed("truncated", "length", { tokens });
  if (reason === "content_filter" || reason === "sensitive" || message.refusal)
    return failed("refusal", String(reason), { tokens });
  if (reason === "insufficient_system_resource" || reason === "network_error")
    return failed("overloaded", reason, { tokens });
  const text = message.content ?? "";
  return text.trim() === "" ? failed("empty", "no text", { tokens }) : { ok: true, value: text, tokens };
}

function tokensOf(usage: z.infer<typeof USAGE> | null | undefined): Tokens {
  if (usage == null) return NO_TOKENS;
  const cached = usage.prompt_tokens_details?.cached_tokens ?? usage.prompt_cache_hit_tokens ?? 0;
  return { in: usage.prompt_tokens, out: usage.completion_tokens, cached };
}
