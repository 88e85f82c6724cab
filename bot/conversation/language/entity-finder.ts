import type { Entity, ReadingContext } from "../understanding.ts";
import { findContacts } from "./contacts.ts";
import { findQuantities, quantityEntities } from "./entities.ts";
import { normalise, plainText } from "./normalise.ts";
import { findNumbers } from "./numbers.ts";
import type { PlainReading, Reading } from "./reading.ts";
import type { Count } from "./text.ts";
import type { Sentence } from "./words.ts";

/** What a message says in numbers, times and addresses; and every bare number, whatever else it may be. */
export interface Findings {
  readonly entities: readonly Entity[];
  readonly counts: readonly Count[];
}

/** Numbers and times are looked for in so much of a text, in UTF-16 units, so that none takes long. */
const LONGEST = 2000;

/** Finds them all. Words that are not those of the `written` text were spelled for us: they are found at their raw place. */
export function findEntities(reading: Reading, written: PlainReading, context: ReadingContext): Findings {
  const contacts = findContacts(reading.raw);
  const way = reading === written ? null : respelling(reading);
  const quantities =
    way === null && reading.raw.length <= LONGEST
      ? findQuantities(written.normalised, context, written.tokens)
      : findQuantities(normalise((way?.text ?? reading.raw).slice(0, LONGEST)), context);
  const found = quantityEntities(quantities).map((entity) => (way ? way.back(entity) : entity));
  const apart = found.filter(
    (each) => !isIdentifier(each) && !contacts.some((other) => crosses(each, other)),
  );
  const counts = countsOf(quantities.sentence).map((count) => (way ? way.back(count) : count));
  return {
    entities: [...apart, ...contacts].sort((one, other) => one.start - other.start),
    counts: counts.filter((each) => !contacts.some((other) => crosses(each, other))),
  };
}

function countsOf(sentence: Sentence): Count[] {
  return findNumbers(sentence).map((found) => {
    const start = sentence.words[found.start]?.token.rawStart ?? 0;
    return { value: found.value, start, end: sentence.words[found.end - 1]?.token.rawEnd ?? start };
  });
}

interface Placed {
  readonly start: number;
  readonly end: number;
}

function crosses(one: Placed, other: Placed): boolean {
  return one.start < other.end && other.start < one.end;
}

/** Register, VAT and national id numbers are no amounts. */
function isIdentifier(entity: Entity): boolean {
  if (entity.kind !== "number" && entity.kind !== "money") return false;
  return /^(?:[1-57]\d{9}|3\d{13}3)$/.test(plainText(entity.text));
}

/** The respelled text, and the way back to where its words stand in the raw one. */
interface Respelling {
  readonly text: string;
  readonly back: <Found extends Placed>(found: Found) => Found;
}

function respelling({ raw, words }: Reading): Respelling {
  let text = "";
  const places: Placed[] = [];
  const copy = (piece: string, start: number, end: number) => {
    for (let unit = 0; unit < piece.length; unit++) places.push({ start, end });
    text += piece;
  };
  words.forEach((word, at) => {
    const before = words[at - 1];
    if (before && (before.end < word.start || before.start === word.start)) copy(" ", before.end, before.end);
    copy(word.fold, word.start, word.end);
  });
  const back = <Found extends Placed>(found: Found): Found => {
    const start = places[found.start]?.start ?? 0;
    const end = places[found.end - 1]?.end ?? raw.length;
    return { ...found, start, end, ...("text" in found ? { text: raw.slice(start, end) } : {}) };
  };
  return { text, back };
}
