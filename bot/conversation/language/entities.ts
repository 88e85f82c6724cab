import type { Entity, ReadingContext } from "../understanding.ts";
import { findMoments, type MomentFound } from "./dates.ts";
import { type DurationFound, findDurations } from "./durations.ts";
import { findMoney, type MoneyFound } from "./money.ts";
import type { Normalised } from "./normalise.ts";
import type { NumberFound } from "./number-found.ts";
import { findNumbers } from "./numbers.ts";
import { findOrdinals, type OrdinalFound } from "./ordinals.ts";
import { findPercents, type PercentFound } from "./percent.ts";
import type { Token } from "./tokens.ts";
import { type Sentence, sentenceOf } from "./words.ts";

/** Everything of numbers and time that a text says, each with its words; the finer results stay for the facts. */
export interface Quantities {
  readonly sentence: Sentence;
  readonly numbers: readonly NumberFound[];
  readonly ordinals: readonly OrdinalFound[];
  readonly money: readonly MoneyFound[];
  readonly moments: readonly MomentFound[];
  readonly durations: readonly DurationFound[];
  readonly percents: readonly PercentFound[];
}

/** What the texts around tell the reader of numbers and dates. */
export type QuantityContext = Pick<ReadingContext, "asked" | "now" | "city" | "offsetMinutes" | "weekBegins">;

const RIYADH_MINUTES = 180;
const MEETING_TOPICS = new Set(["appointment", "confirm"]);

/** Words `start` to `end` (not included) of a sentence. */
interface Stretch {
  readonly start: number;
  readonly end: number;
}

/**
 * Finds numbers, money, moments, durations and percents, each word in one of them as far as sense allows. `tokens` are
 * those of the text, where they are known.
 */
export function findQuantities(
  normalised: Normalised,
  context: QuantityContext,
  tokens?: readonly Token[],
): Quantities {
  const sentence = sentenceOf(normalised, tokens);
  const allNumbers = findNumbers(sentence);
  const percents = findPercents(sentence, allNumbers);
  const allMoney = findMoney(sentence, { askedBudget: context.asked === "budget" });
  const allMoments = findMoments(sentence, {
    now: context.now,
    offsetMinutes: context.offsetMinutes ?? RIYADH_MINUTES,
    city: context.city ?? "Riyadh",
    weekBegins: context.weekBegins ?? null,
    meeting: MEETING_TOPICS.has(context.asked ?? ""),
  });
  const money = allMoney.filter(
    (found) => !overlaps(found, percents) && !(found.currencyAssumed && overlaps(found, allMoments)),
  );
  const moments = allMoments.filter((found) => !overlaps(found, money));
  const durations = findDurations(sentence).filter(
    (found) => !overlaps(found, moments) && !overlaps(found, money),
  );
  return {
    sentence,
    numbers: allNumbers.filter(
      (found) =>
        !overlaps(found, moments) &&
        !overlaps(found, percents) &&
        !isInside(found, durations) &&
        !isPart(found, money),
    ),
    ordinals: findOrdinals(sentence).filter((found) => !overlaps(found, moments) && !overlaps(found, money)),
    money,
    moments,
    durations,
    percents,
  };
}

function overlaps(found: Stretch, others: readonly Stretch[]): boolean {
  return others.some((other) => found.start < other.end && other.start < found.end);
}

/** «ونص» of «ساعة ونص» is no number of its own; the three of «ثلاث سنوات» is. */
function isInside(found: Stretch, others: readonly Stretch[]): boolean {
  return others.some((other) => other.start < found.start && found.end <= other.end);
}

/** «ونص» of «مليون ريال ونص» belongs to the amount. */
function isPart(found: NumberFound, money: readonly MoneyFound[]): boolean {
  return found.value < 1 && isInside(found, money);
}

/** The same findings as the outside contract lists them, in the order of the text. */
export function quantityEntities(quantities: Quantities): Entity[] {
  const { sentence, numbers, ordinals, money, moments, durations, percents } = quantities;
  const span = (found: Stretch) => spanOf(sentence, found);
  const entities: Entity[] = [
    ...numbers.map((found): Entity => ({ kind: "number", ...span(found), value: found.value })),
    ...ordinals.map((found): Entity => ({ kind: "ordinal", ...span(found), value: found.value })),
    ...money.map(
      (found): Entity => ({
        kind: "money",
        ...span(found),
        value: { min: found.min, max: found.max, currency: found.currency },
      }),
    ),
    ...moments.map((found): Entity => ({ kind: "datetime", ...span(found), value: found.moment })),
    ...durations.map(
      (found): Entity => ({
        kind: "duration",
        ...span(found),
        value: { iso: found.iso, seconds: found.seconds },
      }),
    ),
    ...percents.map((found): Entity => ({ kind: "percent", ...span(found), value: found.value })),
  ];
  return entities.sort((left, right) => left.start - right.start || right.end - left.end);
}

function spanOf(sentence: Sentence, { start, end }: Stretch) {
  const from = sentence.words[start]?.token.rawStart ?? 0;
  const to = sentence.words[end - 1]?.token.rawEnd ?? from;
  return { text: sentence.normalised.raw.slice(from, to), start: from, end: to };
}
