import type { WordingKey } from "./wording/keys.ts";
import { variantsOf } from "./wording/say.ts";

/**
 * Whether a letter opens as each first letter of ours does, with our greeting and "I am the automated assistant of …":
 * a machine of our kind wrote it, whatever its headers say. Our opening deeper in a letter is a quotation and no sign.
 */
export function opensAsOurs(text: string): boolean {
  const head = text.slice(0, LONGEST_OPENING).replace(MARKS, "").replace(/\s+/gu, " ").trim();
  return OPENING.test(head);
}

const LONGEST_OPENING = 800;
/** Marks of direction that mail programs put between words. */
const MARKS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

const MANNERS = [
  { language: "en", register: "formal" },
  { language: "ar", register: "formal" },
  { language: "ar", register: "white" },
] as const;

function anyOf(keys: readonly WordingKey[]): string {
  const said = keys.flatMap((key) => MANNERS.flatMap((manner) => [...variantsOf(key, manner)]));
  return [...new Set(said)].map(shapeOf).join("|");
}

/** A sentence with anything, within reason, where a name stands. */
function shapeOf(template: string): string {
  return template
    .split(/\{\w+\}/u)
    .map((words) => words.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&"))
    .join(".{1,120}?");
}

const GREETINGS = anyOf(["letter.dear", "letter.dearAll", "letter.salam", "letter.salamTo"]);
const OPENING = new RegExp(`^(?:(?:${GREETINGS}) ?)?(?:${anyOf(["letter.intro"])})`, "u");
