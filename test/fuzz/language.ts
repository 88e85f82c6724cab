import { understand } from "../../bot/conversation/language/understand.ts";
import { TOPICS } from "../../bot/conversation/understanding.ts";
import { Dice } from "./mutate.ts";

export interface LanguageFuzzReport {
  readonly texts: number;
  readonly slowestMs: number;
  readonly faults: readonly string[];
}

const PIECES: readonly string[] = [
  "السلام عليكم",
  "عندنا ٥٠ ألف ريال",
  "الأحد الجاي الساعة ٣ العصر",
  "بين ٢٠ و ٣٠ موظف",
  "نبي نبدأ بعد رمضان",
  "khalid@ofuq.sa",
  "+966 50 123 4567",
  "3ndna 40 mowazaf bel riyadh",
  "50k-70k SAR",
  "next tuesday at 3pm",
  "١٢/١٣/٢٠٢٦",
  "٩".repeat(60),
  "1e309",
  "-0",
  "\u202e\u2068\u200f",
  "\ud83d",
  "👩‍👩‍👧‍👦",
  "ـــــ",
  "ًٌٍَُِّْ",
  "https://x.y/?q=%%%",
  "<script>",
  "'; drop table",
  "و".repeat(200),
  "واحد ".repeat(80),
  "مليون ".repeat(40),
  "(".repeat(300),
  "1,".repeat(300),
  "\u0000",
  "ألف ألف ألف",
  "نص ساعة إلا ربع",
  "٢٩ فبراير ٢٠٢٧",
  "30/2",
  "25:99",
];
/** Far above what a text takes, because other work shares the machine. */
const SLOWEST_MS = 1_000;

/** Reads `count` texts glued from hard pieces and torn letters: none may throw, hang or quote what was not written. */
export function fuzzLanguage(count: number, seed: number): LanguageFuzzReport {
  const dice = new Dice(seed);
  const faults: string[] = [];
  let slowestMs = 0;
  for (let at = 0; at < count; at++) {
    const text = torn(Array.from({ length: 1 + dice.roll(6) }, () => dice.pick(PIECES)).join(" "), dice);
    const asked = dice.roll(2) === 0 ? null : dice.pick(TOPICS);
    const started = performance.now();
    const fault = faultOf(text, asked);
    const tookMs = performance.now() - started;
    slowestMs = Math.max(slowestMs, tookMs);
    const wrong = fault ?? (tookMs > SLOWEST_MS ? `took ${Math.round(tookMs)} ms` : null);
    if (wrong !== null && faults.length < 20)
      faults.push(`${wrong}: ${JSON.stringify(text.slice(0, 300))} asked ${asked}`);
  }
  return { texts: count, slowestMs, faults };
}

function faultOf(text: string, asked: (typeof TOPICS)[number] | null): string | null {
  try {
    const now = Date.parse("2026-11-22T10:00:00+03:00");
    const { acts, facts, entities } = understand(text, {
      asked,
      now,
      profileName: null,
      language: null,
      city: null,
    });
    const quotes = [...acts.map(({ quote }) => quote), ...facts.map(({ quote }) => quote)];
    const unsaid = quotes.find((quote) => !text.includes(quote));
    if (unsaid !== undefined) return `quotes «${unsaid}», which was not written`;
    const misplaced = entities.find((entity) => text.slice(entity.start, entity.end) !== entity.text);
    if (misplaced !== undefined) return `places «${misplaced.text}» wrongly`;
    return null;
  } catch (thrown) {
    return `threw ${String(thrown)}`;
  }
}

function torn(text: string, dice: Dice): string {
  const letters = [...text];
  for (let times = dice.roll(4); times > 0 && letters.length > 1; times--) {
    const at = dice.roll(letters.length);
    if (dice.roll(2) === 0) letters.splice(at, 1);
    else letters.splice(at, 0, letters[dice.roll(letters.length)] ?? "");
  }
  return letters.join("");
}
