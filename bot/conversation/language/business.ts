import type { FactSubject, FoundAct } from "../understanding.ts";
import { findBudget } from "./budget.ts";
import { findNeed } from "./need.ts";
import { findSector } from "./sectors.ts";
import { findSize } from "./sizes.ts";
import { findStances } from "./stances.ts";
import type { PlacedFact, Text } from "./text.ts";
import { timingFacts } from "./timing.ts";

/** Acts that end the talk of needs: what stands in them is no need. */
const ENDING: readonly string[] = [
  "opt-out",
  "erase-data",
  "wrong-number",
  "not-interested",
  "cancel",
  "reschedule",
  "complaint",
];

/** "صاحب مطعم" tells the sector; "مسؤول تقنية المعلومات" does not. */
const OWNER = /^(?:صاحب|مالك|راعي|owner|founder)/i;

/** What the company is and wants: size, sector, need, budget, timing, and what is refused or left open. `known` came before. */
export function businessFacts(
  text: Text,
  known: readonly PlacedFact[],
  acts: readonly FoundAct[],
): PlacedFact[] {
  const places = known.map((each) => each.place);
  const companies = known.filter((each) => each.fact.about === "company").map((each) => each.place);
  const roles = known
    .filter((each) => each.fact.about === "role" && !OWNER.test(each.fact.quote))
    .map((each) => each.place);
  const found = [
    findSize(text),
    findBudget(text),
    ...timingFacts(text, acts),
    findSector(text, roles, companies),
  ].filter((each) => each !== null);
  const ends = acts.some((act) => ENDING.includes(act.act));
  const stances = findStances(
    text,
    new Set<FactSubject>([...known, ...found].map((each) => each.fact.about)),
    acts,
  );
  // What corrects a fact in the same breath is no need of its own.
  const mends = acts.length > 0 && found.length + known.length > 0;
  const idle = acts.every((act) => act.act === "correction") && !mends && stances.length === 0;
  const need = ends
    ? null
    : findNeed(
        text,
        [...places, ...found.filter((each) => each.fact.about !== "sector").map((each) => each.place)],
        !idle,
      );
  return [...found, ...(need ? [need] : []), ...stances];
}
