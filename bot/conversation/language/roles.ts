import { ROLE_FIELDS, ROLE_FIELDS_EN, ROLE_HEADS } from "./lexicon/people-roles.ts";
import { plainText } from "./normalise.ts";
import type { Found } from "./patterns.ts";
import { PhraseBook } from "./patterns.ts";
import type { Clause } from "./reading.ts";
import { quoteOf } from "./reading.ts";
import type { PlacedFact, Stretch, Text } from "./text.ts";
import { claim, isOneOf, whole } from "./text.ts";

type Level = keyof typeof ROLE_HEADS;

const heads = new PhraseBook<Level>({});
for (const level of ["decides", "manages", "advises", "passes"] as const) heads.add(level, ROLE_HEADS[level]);
const headWords = new Set(
  Object.values(ROLE_HEADS)
    .flat()
    .flatMap((phrase) => plainText(phrase).split(/[\s|?]+/)),
);
const fields = new Set(plainText(ROLE_FIELDS).split(" "));
const fieldsEn = new Set(ROLE_FIELDS_EN.split(" "));
const own = new PhraseBook<true>({}).add(true, [
  "انا|بصفتي|وظيفتي|منصبي|المسمى|المسمي|الوظيفه|المنصب|صفتي|بوظيفه|بمنصب|دوري",
  "اشتغل|اعمل|شغال",
  "i am|work",
  "im",
  "as a|an|the",
  "^ title|role|position|job",
  "my role|title|position|job is",
  "ana",
]);
const BETWEEN: ReadonlySet<string> = new Set("a an the our هو هي is : - , ، | / كـ ك".split(" "));

/** The person's job title, and what they may decide when the title says it. `name` is where their name stands. */
export function findRole(text: Text, name: Stretch | null): PlacedFact[] {
  const found =
    afterCue(text, name) ?? (text.context.asked === "role" ? answered(text) : null) ?? signed(text, name);
  if (!found) return [];
  const place = extent(text, found);
  const title = quoteOf(text.reading, place.from, place.to);
  const role = claim(text, "role", { title }, place, 0.9);
  if (found.key !== "decides" && !isGeneral(title)) return [role];
  return [role, claim(text, "authority", { decides: true, needsApproval: null }, place, 0.8)];
}

function isGeneral(title: string): boolean {
  return /(?:^|\s)(?:ال)?(?:عام|تنفيذي|عامه|تنفيذيه)(?:\s|$)/.test(plainText(title).replace(/ه\b/g, "ه"));
}

/** The head word of each title of a clause ("manager" of "procurement manager"), without "my manager" and its like. */
export function rolesIn(text: Text, clause: Clause): Found<Level>[] {
  const found = heads.find(text.reading, clause);
  return found.filter((place) => {
    if (
      found.some(
        (other) => other.from === place.to && /^[a-z]/.test(text.reading.words[place.from]?.fold ?? ""),
      )
    )
      return false;
    const bare = (text.reading.words[place.from]?.fold ?? "").replace(/^و?(?:ال|ب|ل|ك)?/, "");
    const fold = text.reading.words[place.from]?.fold ?? "";
    return headWords.has(fold) || headWords.has(bare) || headWords.has(fold.replace(/^[وبلك]/, ""));
  });
}

function afterCue(text: Text, name: Stretch | null): Found<Level> | null {
  const { reading } = text;
  for (const clause of reading.clauses) {
    if (clause.asks) continue;
    const cues = own.find(reading, clause).map((cue) => cue.to);
    for (const role of rolesIn(text, clause)) {
      const start = startOf(text, role);
      if (cues.some((to) => to <= start && bridges(text, to, start, name)) && !isDecisionHolder(text, role))
        return role;
    }
  }
  return null;
}

/** Only articles and the person's own name may stand between "I am" and the title. */
function bridges(text: Text, from: number, to: number, name: Stretch | null): boolean {
  for (let at = from; at < to; at++) {
    const word = text.reading.words[at];
    const isName = name !== null && at >= name.from && at < name.to;
    if (!isName && !BETWEEN.has(word?.fold ?? "") && word?.kind !== "mark") return false;
  }
  return true;
}

/** "صاحب القرار" says who decides, it is no title. */
function isDecisionHolder(text: Text, role: Found<Level>): boolean {
  return (
    /^(?:القرار|قرار|decision)/.test(text.reading.words[role.to]?.fold ?? "") ||
    text.reading.words[role.to]?.fold === "عن"
  );
}

function answered(text: Text): Found<Level> | null {
  for (const clause of text.reading.clauses) {
    const role = clause.asks ? undefined : rolesIn(text, clause)[0];
    if (role) return role;
  }
  const all = whole(text.reading);
  const only =
    text.reading.clauses.length === 1 &&
    text.reading.words.slice(all.from, all.to).every((word) => word.kind === "word" && fields.has(word.fold));
  return only && all.to > all.from ? { key: "manages", from: all.from, to: all.to } : null;
}

/** "NAME - title", "NAME, title", or a line of its own in a signature. */
function signed(text: Text, name: Stretch | null): Found<Level> | null {
  if (!name) return null;
  for (const clause of text.reading.clauses) {
    for (const role of rolesIn(text, clause)) {
      const start = startOf(text, role);
      if (start >= name.to && start - name.to <= 3 && bridges(text, name.to, start, null)) return role;
    }
  }
  return null;
}

/** Where the title begins: "IT" of "IT manager". */
function startOf(text: Text, role: Found<Level>): number {
  const { words } = text.reading;
  let from = role.from;
  while (from > 0 && fieldsEn.has(words[from - 1]?.fold ?? "") && /[a-z]/.test(words[role.from]?.fold ?? ""))
    from--;
  return from;
}

function extent(text: Text, role: Found<Level>): Stretch {
  const { words } = text.reading;
  const from = startOf(text, role);
  let to = role.to;
  const latin = /[a-z]/.test(words[role.from]?.fold ?? "");
  while (
    to < words.length &&
    to - role.to < 3 &&
    (latin ? extendsLatin(text, to) : extendsArabic(text, role, to))
  )
    to++;
  return { from, to };
}

function extendsLatin(text: Text, at: number): boolean {
  const { words } = text.reading;
  const fold = words[at]?.fold ?? "";
  if (fold === "of" || fold === "and" || fold === "&") return fieldsEn.has(words[at + 1]?.fold ?? "");
  return fieldsEn.has(fold);
}

function extendsArabic(text: Text, role: Found<Level>, at: number): boolean {
  const word = text.reading.words[at];
  if (word?.kind !== "word" || /^(?:في|من|لدي|عند|بشركه|شركه|مركز|مجموعه|عيادات|موسسه)$/.test(word.fold))
    return false;
  if (
    at === role.to &&
    /^و?(?:ال)?(?:صاحب|صاحبه|راعي|راعيه|مالك|مالكه)$/.test(text.reading.words[role.from]?.fold ?? "")
  )
    return !/^(?:و|في|عندي|ابي|نبي)/.test(word.fold);
  return fields.has(word.fold) || (isOneOf(word, fields) && !word.fold.startsWith("ب"));
}
