import { findQuantities, quantityEntities } from "../../bot/conversation/language/entities.ts";
import { normalise } from "../../bot/conversation/language/normalise.ts";
import type { Entity, Moment, Money, Topic } from "../../bot/conversation/understanding.ts";

/** Sunday 22 November 2026, ten in the morning in Riyadh. */
export const SUNDAY_MORNING = Date.parse("2026-11-22T10:00:00+03:00");

/** What the language layer finds of numbers and time in a text, said at `now` in Riyadh. */
export function quantitiesOf(text: string, asked: Topic | null = null, now = SUNDAY_MORNING): Entity[] {
  return quantityEntities(findQuantities(normalise(text), { asked, now, city: null }));
}

export function numbersOf(text: string): number[] {
  return quantitiesOf(text).flatMap((entity) => (entity.kind === "number" ? [entity.value] : []));
}

export function moneyOf(text: string, asked: Topic | null = null): Money[] {
  return quantitiesOf(text, asked).flatMap((entity) => (entity.kind === "money" ? [entity.value] : []));
}

export function momentsOf(text: string, asked: Topic | null = null, now = SUNDAY_MORNING): Moment[] {
  return quantitiesOf(text, asked, now).flatMap((entity) =>
    entity.kind === "datetime" ? [entity.value] : [],
  );
}
