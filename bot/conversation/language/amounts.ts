import { ABOUT, AT_LEAST, AT_MOST } from "./lexicon/business-phrases.ts";
import { PhraseBook } from "./patterns.ts";
import type { Stretch, Text } from "./text.ts";
import { wordsOf } from "./text.ts";

type Hedge = "least" | "most" | "about";

const hedges = new PhraseBook<Hedge>({}).add("least", AT_LEAST).add("most", AT_MOST).add("about", ABOUT);

/** A count or two with what was said around it: "فوق المية", "من ٢٠ الى ٣٠", "~50". */
export interface Amount {
  readonly min: number | null;
  readonly max: number | null;
  readonly approximate: boolean;
  readonly place: Stretch;
}

/** The plain numbers of the text as amounts: ranges joined, bounds and hedges read. */
export function amountsOf(text: Text): Amount[] {
  const numbers = text.counts.map((count) => ({ value: count.value, place: wordsOf(text.reading, count) }));
  const amounts: Amount[] = [];
  for (let at = 0; at < numbers.length; at++) {
    const number = numbers[at];
    if (!number) continue;
    const next = numbers[at + 1];
    const joined = next && isRange(text, number.place, next.place) && next.value >= number.value;
    if (joined) at++;
    amounts.push(
      hedged(text, joined ? scaled(number, next) : number.value, joined ? next.value : number.value, {
        from: number.place.from,
        to: joined ? next.place.to : number.place.to,
      }),
    );
  }
  return amounts;
}

/** "بين ٥٠ و ٧٠ ألف": the scale word of the second counts for the first, when the first has none and is smaller. */
function scaled(one: Placed, other: Placed): number {
  const hasScale = other.place.to - other.place.from > 1;
  const scale = other.value >= 1_000_000 ? 1_000_000 : 1000;
  const alone = one.place.to - one.place.from === 1 && one.value < 1000;
  return hasScale && alone && other.value >= 1000 && one.value <= other.value / scale
    ? one.value * scale
    : one.value;
}

interface Placed {
  readonly value: number;
  readonly place: Stretch;
}

const JOINS: ReadonlySet<string> = new Set(
  "الي ل لي لين حتي و او to and or - ~ – لغايه until ila".split(" "),
);

function isRange(text: Text, one: Stretch, other: Stretch): boolean {
  const { words } = text.reading;
  const between = words.slice(one.to, other.from).map((word) => word.fold);
  const opened = /^(?:من|بين|مابين|between|from|ما)$/.test(words[one.from - 1]?.fold ?? "");
  if (between.length === 0) return opened && /^[ولل]/.test(words[other.from]?.fold ?? "");
  const units = between.filter((fold) => !JOINS.has(fold));
  const plainAnd = between.every((fold) => fold === "و" || fold === "and");
  return units.length === 0 && between.length <= 2 && (opened || !plainAnd);
}

function hedged(text: Text, low: number, high: number, place: Stretch): Amount {
  const clause = text.reading.clauses.find((each) => each.from <= place.from && place.from < each.to) ?? {
    ...place,
    asks: false,
    turns: false,
  };
  const found = hedges.find(text.reading, clause).filter((hedge) => near(hedge, place));
  const has = (key: Hedge) => found.some((hedge) => hedge.key === key);
  const plus = text.reading.words[place.to]?.fold === "+";
  const from = found.reduce(
    (least, hedge) => (hedge.to === place.from ? Math.min(least, hedge.from) : least),
    place.from,
  );
  const span = { from, to: place.to };
  if (low === high && (has("least") || plus)) return { min: low, max: null, approximate: false, place: span };
  if (low === high && has("most")) return { min: null, max: high, approximate: false, place: span };
  return { min: low, max: high, approximate: has("about"), place: span };
}

function near(hedge: Stretch, place: Stretch): boolean {
  return (
    (hedge.to <= place.from && place.from - hedge.to <= 1) ||
    (hedge.from >= place.to && hedge.from - place.to <= 1)
  );
}
