import { CITY_TABLE } from "./lexicon/business-cities.ts";
import { WEEKDAYS } from "./lexicon/date-words.ts";
import { FIRST_NAMES_AR, FIRST_NAMES_EN } from "./lexicon/people-names.ts";
import { COUNTRIES, PLACE_FILLERS } from "./lexicon/places-not-names.ts";
import { plainText } from "./normalise.ts";

const LONGEST = 4;
const listed = (text: string) => plainText(text).split(" ");

const FIRST_NAMES = new Set([...listed(FIRST_NAMES_AR), ...listed(FIRST_NAMES_EN)]);
const FILLERS = new Set(listed(PLACE_FILLERS));
const PLACES = new Set(
  [
    ...CITY_TABLE.flatMap((city) => [city.name, ...city.ar, ...city.en]),
    ...WEEKDAYS.flatMap(([, words]) => words.split(" ")).flatMap((day) => [day, `ال${day}`]),
    ...COUNTRIES.split(" ").map((country) => country.replaceAll("_", " ")),
  ].map((name) => plainText(name).replaceAll("-", " ")),
);

/**
 * Whether these words name nothing but a city, a country or a day, so that nobody is called by them. A first name that
 * is a city as well (رياض, بدر) is somebody's name, and so is a city's with a family name behind it.
 */
export function isPlaceOrDay(words: string): boolean {
  const all = plainText(words)
    .split(/[\s\-–,،.]+/u)
    .filter((word) => word !== "");
  let at = 0;
  let places = 0;
  while (at < all.length) {
    const word = all[at] ?? "";
    const taken = FIRST_NAMES.has(word) ? 0 : placeAt(all, at);
    if (taken === 0 && !FILLERS.has(word)) return false;
    places += taken;
    at += Math.max(taken, 1);
  }
  return places > 0;
}

/** How many words the place that begins here has; 0 = none does. */
function placeAt(words: readonly string[], at: number): number {
  for (let length = Math.min(LONGEST, words.length - at); length > 0; length -= 1) {
    const name = words.slice(at, at + length).join(" ");
    if (PLACES.has(name) || PLACES.has(name.replace(/^[بلو]/u, ""))) return length;
  }
  return 0;
}
