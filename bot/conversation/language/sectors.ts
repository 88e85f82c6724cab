import { SECTOR_TABLE } from "./lexicon/business-sectors.ts";
import { PhraseBook } from "./patterns.ts";
import type { PlacedFact, Stretch, Text } from "./text.ts";
import { claim, overlaps } from "./text.ts";

/** Every sector by its key, with its name in both languages. */
export const SECTORS: Readonly<Record<string, { readonly ar: string; readonly en: string }>> =
  Object.fromEntries(SECTOR_TABLE.map((sector) => [sector.key, { ar: sector.ar, en: sector.en }]));

const book = new PhraseBook<string>({});
for (const sector of SECTOR_TABLE) book.add(sector.key, sector.cues);

const own = new PhraseBook<true>({}).add(true, [
  "عندي|عندنا|لدينا|لدي|نحن|احنا|حنا|شركه|شركتنا|شركتي|موسسه|موسستنا|مجال|مجالنا|قطاع|نشاط|نشاطنا|نشتغل|شغلنا|نعمل|نبيع|ندير|صاحب|مالك|مكتب|مصنعنا|متجري|للعيادات|اشتغل|اعمل|تخصصنا|نقدم|وكاله|مجموعه",
  "we|our|i run|are|own|have|operate|sell|manage|company|business|clinic|clinics",
  "im|i_am .. owner",
  "from|at|company",
  "were|weve|its",
  "^ a|an",
  "im|i_am a|an",
  "3ndna|3ndi|3indna|3indi|3endna|3endi|endna|endi|sharikatna|shrktna|7na|i7na",
  "انا مزارع|فلاح|محامي|طبيب|دكتور|مدرب|مقاول|تاجر",
  "^ for a|an|my|our",
  "صاحبه|مالكه|مديره|مدير|منسق|منسقه|عياده|عيادات|معهد|ورشه|صالون",
]);

/** The sector whose words the text uses of its own company. */
export function findSector(
  text: Text,
  taken: readonly Stretch[],
  companies: readonly Stretch[],
): PlacedFact | null {
  const { reading, context } = text;
  for (const clause of reading.clauses) {
    if (clause.asks && context.asked !== "sector") continue;
    const places = book.find(reading, clause).filter((place) => {
      const inCompany = companies.some((other) => overlaps(place, other));
      return inCompany || !taken.some((other) => overlaps(place, other));
    });
    const place = [...places].sort((one, other) => other.to - other.from - (one.to - one.from))[0];
    if (!place) continue;
    const sure = context.asked === "sector" || companies.some((other) => overlaps(place, other));
    if (!sure && own.find(reading, clause).length === 0) continue;
    return claim(text, "sector", place.key, place, sure ? 0.9 : 0.75);
  }
  return null;
}
