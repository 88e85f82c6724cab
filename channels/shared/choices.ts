import type { Choice } from "../../bot/conversation/message.ts";

/** The choices as a numbered list below the text, for where there are no buttons; answered by number or in words. */
export function withNumberedChoices(text: string, choices: readonly Choice[]): string {
  if (withoutList(text, choices.length) !== text) return text;
  const lines = choices.map(({ label, description }, index) => {
    const more = description ? ` — ${description}` : "";
    return `${index + 1}. ${label}${more}`;
  });
  return [text, lines.join("\n")].filter((part) => part !== "").join("\n\n");
}

/** A line of a numbered list, whatever digits and marks of direction it is written with. */
const NUMBERED = /^[\u200e\u200f\u2066-\u2069\s]*([0-9]{1,2}|[\u0660-\u0669]{1,2})\. /u;

/** The text without its numbered list of so many lines, for where the choices hang on it as buttons; else the text as it is. */
export function withoutList(text: string, count: number): string {
  if (count === 0) return text;
  const lines = text.split("\n");
  const numbers = lines.map(numberOf);
  const from = numbers.findIndex((_, at) => isListAt(numbers, at, count));
  if (from < 0) return text;
  const rest = [...lines.slice(0, from), ...lines.slice(from + count)].join("\n").trim();
  return rest === "" ? text : rest;
}

function isListAt(numbers: readonly (number | null)[], at: number, count: number): boolean {
  const list = numbers.slice(at, at + count);
  const isOne = list.length === count && list.every((number, place) => number === place + 1);
  return isOne && numbers[at + count] !== count + 1;
}

function numberOf(line: string): number | null {
  const digits = NUMBERED.exec(line)?.[1];
  if (digits === undefined) return null;
  return Number(digits.replace(/[\u0660-\u0669]/gu, (digit) => String(digit.charCodeAt(0) & 0xf)));
}
