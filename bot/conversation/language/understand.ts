import type { ReadingContext, Understanding } from "../understanding.ts";
import { findActs } from "./acts/find.ts";
import { detectLanguage, replyLanguage } from "./detect.ts";
import { read } from "./reading.ts";

/** What a text means, by rules alone. Total: any string gives an understanding, in bounded time. */
export function understand(text: string, context: ReadingContext): Understanding {
  const reading = read(text.slice(0, 4000));
  const language = detectLanguage(reading);
  return {
    language,
    replyLanguage: replyLanguage(language, reading, context.language),
    acts: findActs(reading, context),
    facts: [],
    entities: [],
  };
}
