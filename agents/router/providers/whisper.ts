import { z } from "zod";
import { failed, NO_TOKENS } from "../failures.ts";
import type { Transcript } from "../models.ts";
import type { Attempt } from "../parts.ts";

const SEGMENT = z.object({
  start: z.number(),
  end: z.number(),
  text: z.string(),
  avg_logprob: z.number(),
  compression_ratio: z.number().catch(1),
  no_speech_prob: z.number(),
});
const ANSWER = z.object({
  text: z.string(),
  duration: z.number().nullish().catch(null),
  segments: z.array(SEGMENT).nullish().catch(null),
});
type Segment = z.infer<typeof SEGMENT>;

/** Reads Whisper's verbose_json: silence and what Whisper makes up in it are dropped, the rest gets a confidence. */
export function readWhisper(answer: unknown): Attempt<Transcript> {
  const { data } = ANSWER.safeParse(answer);
  if (data === undefined) return failed("malformed", "not a transcription");
  const seconds = data.duration ?? null;
  const segments = data.segments ?? [];
  if (segments.length === 0) {
    const text = isInvented(data.text) ? "" : data.text.trim();
    // Without segments nothing says how sure it is: usable, but not to be trusted with figures.
    return said({ text, seconds, confidence: text === "" ? 0 : 0.5 });
  }
  const spoken = segments.filter((segment) => !isSilence(segment) && !isInvented(segment.text));
  const text = spoken
    .map((segment) => segment.text.trim())
    .join(" ")
    .trim();
  return said({ text, seconds, confidence: text === "" ? 0 : confidenceOf(spoken) });
}

function said(value: Transcript): Attempt<Transcript> {
  return { ok: true, value, tokens: { ...NO_TOKENS, seconds: value.seconds ?? 0 } };
}

/** Whisper's own measures, a little stricter: a voice note is short, and a wrong figure costs more than a repeated question. */
function isSilence({ no_speech_prob, avg_logprob, compression_ratio, start, end }: Segment): boolean {
  if (no_speech_prob > 0.8 || compression_ratio > 2.4) return true;
  if (no_speech_prob > 0.3 && end - start < 1) return true;
  return no_speech_prob > 0.5 && avg_logprob < -0.7;
}

function confidenceOf(segments: readonly Segment[]): number {
  let sum = 0;
  let whole = 0;
  for (const { start, end, avg_logprob, no_speech_prob } of segments) {
    const seconds = Math.max(0.1, end - start);
    sum += seconds * Math.exp(Math.min(0, avg_logprob)) * (1 - no_speech_prob);
    whole += seconds;
  }
  return Math.round((sum / whole) * 1000) / 1000;
}

// What subtitles ended with in Whisper's training data, and what it therefore hears in silence.
const INVENTED = [
  /^اشترك(?:وا)? (?:في|ب) ?القناة/u,
  /^لا تنسوا? الاشتراك/u,
  /^ترجم[ةه] نانسي قنقر/u,
  /^نانسي قنقر/u,
  /^(?:شكرا|شكرًا) (?:للمشاهدة|على المشاهدة|لكم على المشاهدة)/u,
  /^المترجم للقناة/u,
  /^ترجمة وتدقيق/u,
  /^subtitles? by/iu,
  /^thanks? (?:you )?for watching/iu,
  /^(?:please )?(?:like and )?subscribe\b/iu,
  /^amara\.org/iu,
];

/** Whether a text is one of the sentences that speech models make up in silence. */
export function isInvented(text: string): boolean {
  const plain = text
    .replace(/[\p{P}\p{S}ـ\u064B-\u0652]+/gu, " ")
    .replace(/\s+/gu, " ")
    .trim();
  // A long sentence that only begins so was really said.
  return plain.length <= 60 && INVENTED.some((pattern) => pattern.test(plain));
}
