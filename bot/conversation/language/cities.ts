import { CITY_TABLE } from "./lexicon/business-cities.ts";
import { plainText } from "./normalise.ts";
import { PhraseBook } from "./patterns.ts";
import type { PlacedFact, Stretch, Text } from "./text.ts";
import { claim, overlaps } from "./text.ts";

/** Every Saudi city we know by its English name, with its region. */
export const CITIES: Readonly<Record<string, { readonly region: string; readonly ar: string }>> =
  Object.fromEntries(
    CITY_TABLE.map((city) => [city.name, { region: city.region, ar: city.ar[0] ?? city.name }]),
  );

const book = new PhraseBook<string>({});
for (const city of CITY_TABLE) book.add(city.name, [...city.ar.map(written), ...city.en]);

/** An Arabic name as a phrase: alone or after "in", "from", "to", "and"; never with anything behind it. */
function written(name: string): string {
  const [first = "", ...rest] = plainText(name).split(" ");
  const bare = first.replace(/^ال/, "");
  const fronts = first === bare ? ["", "ب", "ل", "و", "وب", "ف"] : ["", "ب", "و", "وب", "ع", "ف"];
  const forms = [...fronts.map((front) => `=${front}${first}`), ...(first === bare ? [] : [`=لل${bare}`])];
  return [forms.join("|"), ...rest.map((word) => `=${word}`)].join(" ");
}

/** Names that are also everyday words: they need "in" or "from" before them, or the city to have been asked. */
const DOUBLE: ReadonlySet<string> = new Set([
  "Khobar",
  "Madinah",
  "Badr",
  "Ar Rass",
  "Duba",
  "Al-Baha",
  "Hail",
  "Thuwal",
  "Al Majmaah",
  "Turaif",
  "Al-Kharj",
  "Afif",
  "Hafar Al-Batin",
]);
const NEAR: ReadonlySet<string> = new Set(
  "في من ب فرع مقر مقرنا المقر فرعنا مكتبنا بمدينه مدينه حنا احنا اهل in from at based near located city المدينه وفي city: of".split(
    " ",
  ),
);
const HEAD_OFFICE: ReadonlySet<string> = new Set(
  "مقر المقر مقرنا الرييسي based headquartered headquarters".split(" "),
);

/** The city the person is in: the head office when several are named. */
export function findCity(text: Text, taken: readonly Stretch[]): PlacedFact | null {
  const { reading } = text;
  const places = reading.clauses
    .flatMap((clause) => book.find(reading, clause))
    .filter((place) => !taken.some((other) => overlaps(place, other)) && isMeant(text, place));
  const main = places.find((place) =>
    [1, 2, 3].some((back) => HEAD_OFFICE.has(formOf(text, place.from - back))),
  );
  const place = main ?? places[0];
  return place ? claim(text, "city", place.key, { from: place.from, to: place.to }, 0.9) : null;
}

function isMeant(text: Text, place: Stretch & { readonly key: string }): boolean {
  const { reading, context } = text;
  const word = reading.words[place.from];
  if (
    reading.clauses.some(
      (clause) =>
        clause.asks && clause.from <= place.from && place.from < clause.to && context.asked !== "city",
    )
  )
    return false;
  if (formOf(text, place.to) === ":") return false;
  if (context.asked === "city" || !DOUBLE.has(place.key) || place.to - place.from > 1) return true;
  if (reading.clauses.some((clause) => clause.from === place.from && clause.to === place.to)) return true;
  return NEAR.has(formOf(text, place.from - 1)) || /^[وف]?[بل]/.test(word?.fold ?? "");
}

function formOf(text: Text, at: number): string {
  return text.reading.words[at]?.fold ?? "";
}
