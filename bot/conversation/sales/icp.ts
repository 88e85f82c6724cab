import type { Company, IdealCustomer } from "../company.ts";
import { entryOf, known } from "../ledger.ts";
import type { Interval, Ledger } from "../state.ts";
import type { FactValues } from "../understanding.ts";
import { cueStrength, stems } from "./cues.ts";
import { GULF_COUNTRIES, placeOf } from "./regions.ts";

/**
 * How well a prospect fits the ideal customer, as an interval: what is not known yet widens it and never lowers it.
 *
 * | dimension (weight) | 1.0 | between | least | not known |
 * |---|---|---|---|---|
 * | industry .25 | a target sector | .8 a near sector | .2 any other | .2 to 1 |
 * | size .15 | inside sizeMin..sizeMax | a range across a bound: .4 to 1 | .4 outside | .4 to 1 |
 * | region .20 | a region or country served | .6 elsewhere in the Gulf | .2 abroad | .2 to 1 |
 * | budget .20 | inside budgetMin..budgetMax | .9 above; below: share of budgetMin, at least .2 | .2 | .2 to 1 |
 * | pain .20 | three of our pains | two .8 to 1, one .6 to .9, none of ours .3 to .6 | .3 | .3 to 1 |
 *
 * A refused or disputed answer is not known. An open budget is .9 to 1. Monthly budgets count twelve times.
 */
export interface Fit extends Interval {
  /** The middle of the interval; the tier and the gates go by it. */
  readonly likely: number;
  readonly tier: Tier;
  readonly dimensions: Readonly<Record<Dimension, DimensionFit>>;
  /** One plain sentence for each dimension, the widest gap first. */
  readonly reasons: readonly string[];
}

export interface DimensionFit extends Interval {
  readonly because: string;
}

export type Tier = "A" | "B" | "C" | "D";
export const DIMENSIONS = ["industry", "size", "region", "budget", "pain"] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export const WEIGHTS: Readonly<Record<Dimension, number>> = {
  industry: 0.25,
  size: 0.15,
  region: 0.2,
  budget: 0.2,
  pain: 0.2,
};

/** The fit of what is known so far; numbers are rounded to three decimals. */
export function fitOf(
  known: { readonly facts: Ledger; readonly pains: readonly string[] },
  company: Company,
): Fit {
  const { facts, pains } = known;
  if (latest?.facts === facts && latest.pains === pains && latest.company === company) return latest.fit;
  const { icp } = company;
  const fit = assemble({
    industry: industryFit(facts, icp),
    size: sizeFit(facts, icp),
    region: regionFit(facts, icp),
    budget: budgetFit(facts, icp),
    pain: painFit(facts, pains, icp),
  });
  latest = { facts, pains, company, fit };
  return fit;
}

/** One turn asks for the fit of the same facts several times; what is known is replaced, never changed. */
let latest: {
  readonly facts: Ledger;
  readonly pains: readonly string[];
  readonly company: Company;
  readonly fit: Fit;
} | null = null;

type Dimensions = Readonly<Record<Dimension, DimensionFit>>;

/** Weighs five dimensions into one fit. */
function assemble(dimensions: Dimensions): Fit {
  const score = scoreOf(dimensions);
  const byGap = DIMENSIONS.toSorted((one, other) => lost(dimensions, other) - lost(dimensions, one));
  return {
    ...score,
    tier: tierOf(score.likely),
    dimensions,
    reasons: byGap.map((name) => dimensions[name].because),
  };
}

/** The weighed interval of five dimensions and its middle. */
export function scoreOf(
  dimensions: Readonly<Record<Dimension, Interval>>,
): Pick<Fit, "least" | "most" | "likely"> {
  let least = 0;
  let most = 0;
  for (const name of DIMENSIONS) {
    least += WEIGHTS[name] * dimensions[name].least;
    most += WEIGHTS[name] * dimensions[name].most;
  }
  const ends = { least: rounded(least), most: rounded(most) };
  return { ...ends, likely: rounded((ends.least + ends.most) / 2) };
}

/** A from .8, B from .6, C from .4, else D. */
export function tierOf(score: number): Tier {
  if (score >= 0.8) return "A";
  if (score >= 0.6) return "B";
  return score >= 0.4 ? "C" : "D";
}

function lost(dimensions: Dimensions, name: Dimension): number {
  return WEIGHTS[name] * (1 - dimensions[name].least);
}

function rounded(score: number): number {
  return Math.round(score * 1000) / 1000;
}

const exactly = (score: number, because: string): DimensionFit => ({ least: score, most: score, because });
const between = (least: number, most: number, because: string): DimensionFit => ({ least, most, because });

function industryFit(facts: Ledger, icp: IdealCustomer): DimensionFit {
  const sector = known(facts, "sector");
  if (sector === null) return between(0.2, 1, "the sector is not known yet");
  if (icp.sectors.includes(sector)) return exactly(1, `${sector} is a target sector`);
  if (icp.nearSectors.includes(sector)) return exactly(0.8, `${sector} is near our target sectors`);
  return exactly(0.2, `${sector} is not a sector we aim at`);
}

function sizeFit(facts: Ledger, icp: IdealCustomer): DimensionFit {
  const size = known(facts, "companySize");
  if (size === null || (size.min === null && size.max === null)) {
    return between(0.4, 1, "the company's size is not known yet");
  }
  const least = size.min ?? 0;
  const most = size.max ?? Number.POSITIVE_INFINITY;
  const bounds = `${icp.sizeMin} to ${icp.sizeMax} employees`;
  if (least >= icp.sizeMin && most <= icp.sizeMax) return exactly(1, `the size is within ${bounds}`);
  if (most < icp.sizeMin || least > icp.sizeMax) return exactly(0.4, `the size is outside ${bounds}`);
  return between(0.4, 1, `the size may be within ${bounds}`);
}

function regionFit(facts: Ledger, icp: IdealCustomer): DimensionFit {
  const city = known(facts, "city");
  if (city === null) return between(0.2, 1, "the city is not known yet");
  const place = placeOf(city);
  const served = icp.regions.map((region) => placeOf(region));
  const isServed = served.some((area) =>
    area.region === null
      ? area.country !== null && area.country === place.country
      : area.region === place.region,
  );
  if (isServed) return exactly(1, `${city} is in a region we serve`);
  if (place.country === null) return exactly(0.2, `${city} is not in a region we know`);
  if (GULF_COUNTRIES.includes(place.country))
    return exactly(0.6, `${city} is in the Gulf but outside our regions`);
  return exactly(0.2, `${city} is outside our regions`);
}

function budgetFit(facts: Ledger, icp: IdealCustomer): DimensionFit {
  const entry = entryOf(facts, "budget");
  if (entry?.state === "open") return between(0.9, 1, "the budget is open");
  if (entry?.state === "refused") return between(0.2, 1, "they prefer not to say the budget");
  const budget = known(facts, "budget");
  const rate = budget === null ? undefined : RIYALS[budget.currency];
  if (budget === null || rate === undefined) return between(0.2, 1, "the budget is not known yet");
  const [least, most] = bounds(budget, rate);
  const ends = [least, most].map((amount) => amountFit(amount, icp));
  const because = `a budget of ${least === most ? least : `${least} to ${most}`} SAR against ${icp.budgetMin} to ${icp.budgetMax}`;
  return between(Math.min(...ends), Math.max(...ends), because);
}

/** Riyals for one unit: only currencies with an official peg; any other is not converted. */
const RIYALS: Readonly<Record<string, number>> = {
  SAR: 1,
  USD: 3.75,
  AED: 1.02,
  QAR: 1.03,
  BHD: 9.97,
  OMR: 9.74,
};

function bounds(budget: FactValues["budget"], rate: number): readonly [number, number] {
  const times = rate * (budget.period === "month" ? 12 : 1);
  const least = (budget.min ?? budget.max ?? 0) * times;
  const most = (budget.max ?? budget.min ?? 0) * times;
  return [Math.round(least), Math.round(most)];
}

function amountFit(amount: number, icp: IdealCustomer): number {
  if (amount > icp.budgetMax) return 0.9;
  if (amount >= icp.budgetMin) return 1;
  return rounded(Math.max(0.2, amount / icp.budgetMin));
}

function painFit(facts: Ledger, pains: readonly string[], icp: IdealCustomer): DimensionFit {
  const need = known(facts, "need");
  const entry = entryOf(facts, "need");
  const told = [...pains, ...(need === null ? [] : [need]), entry?.quote ?? ""].join("\n");
  if (need === null && pains.length === 0) return between(0.3, 1, "the need is not known yet");
  const words = stems(told);
  const matched = icp.pains.filter((pain) => cueStrength(words, pain) > 0).length;
  if (matched >= 3) return exactly(1, `${matched} of their pains are ones we cure`);
  if (matched === 2) return between(0.8, 1, "two of their pains are ones we cure");
  if (matched === 1) return between(0.6, 0.9, "one of their pains is one we cure");
  return between(0.3, 0.6, "their need is not one of the pains we know");
}
