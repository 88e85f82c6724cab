import { plainText } from "../language/normalise.ts";

/** How many words of the cue a text (as `stems`) says when it says all of them in order without a gap; 0 otherwise. */
export function cueStrength(said: readonly string[], cue: string): number {
  const wanted = stemsOfCue(cue);
  const [first] = wanted;
  if (first === undefined) return 0;
  for (let start = said.indexOf(first); start >= 0; start = said.indexOf(first, start + 1)) {
    if (wanted.every((stem, index) => said[start + index] === stem)) return wanted.length;
  }
  return 0;
}

/** Things that are asked for by cues, ready to be found in a text without trying every cue. */
export interface CueBook<Thing> {
  /** What the words (as `stems`) ask for, each with the length of its longest cue. */
  found(said: readonly string[]): ReadonlyMap<Thing, number>;
}

/** Opens the cues of all things at their first word: a text is then compared with the few that begin in it. */
export function cueBook<Thing>(
  things: readonly { readonly thing: Thing; readonly cues: readonly string[] }[],
): CueBook<Thing> {
  const entries = things.flatMap(({ thing, cues }) => cues.map((cue) => ({ thing, wanted: stems(cue) })));
  const pages = Map.groupBy(entries, ({ wanted }) => wanted[0] ?? "");
  let latest: { readonly said: readonly string[]; readonly strengths: ReadonlyMap<Thing, number> } | null =
    null;
  return {
    found: (said) => {
      // One turn looks the same words up several times.
      if (latest?.said === said) return latest.strengths;
      const strengths = strengthsIn(said, pages);
      latest = { said, strengths };
      return strengths;
    },
  };
}

type Pages<Thing> = ReadonlyMap<
  string,
  readonly { readonly thing: Thing; readonly wanted: readonly string[] }[]
>;

function strengthsIn<Thing>(said: readonly string[], pages: Pages<Thing>): ReadonlyMap<Thing, number> {
  const strengths = new Map<Thing, number>();
  for (const [start, stem] of said.entries()) {
    for (const { thing, wanted } of pages.get(stem) ?? []) {
      if (!wanted.every((each, index) => said[start + index] === each)) continue;
      strengths.set(thing, Math.max(wanted.length, strengths.get(thing) ?? 0));
    }
  }
  return strengths;
}

/** The words of a text in plain spelling, bare: "العيادات" says "عيادات", "والدعم" says "دعم", "integrations" "integration". */
export function stems(text: string): readonly string[] {
  if (latest?.text === text) return latest.stems;
  const stems = words(text).map(bare);
  latest = { text, stems };
  return stems;
}

/** One turn asks for the words of the same text several times. */
let latest: { readonly text: string; readonly stems: readonly string[] } | null = null;

/** The words of a text in their plain spelling. */
export function words(text: string): readonly string[] {
  return plainText(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** A company's cues are the same for every message, and there are hundreds of them. */
const known = new Map<string, readonly string[]>();
const MOST_KNOWN = 20_000;

function stemsOfCue(cue: string): readonly string[] {
  const found = known.get(cue);
  if (found !== undefined) return found;
  const made = stems(cue);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(cue, made);
  return made;
}

/** Without the particles and endings that Arabic and English glue to a word; short words stay as they are. */
function bare(word: string): string {
  if (/^[a-z]+$/u.test(word)) return word.length > 4 ? word.replace(/(?<!s)s$/u, "") : word;
  const peeled = PARTICLES.find(
    (particle) => word.startsWith(particle) && word.length - particle.length >= 3,
  );
  const stem = peeled === undefined ? word : word.slice(peeled.length);
  const ending = ENDINGS.find((end) => stem.endsWith(end) && stem.length - end.length >= 3);
  return ending === undefined ? stem : stem.slice(0, -ending.length);
}

/** Longest first, in the plain spelling of `normalise`. */
const PARTICLES = ["وبال", "وال", "بال", "فال", "كال", "عال", "هال", "ولل", "ال", "لل"];
const ENDINGS = ["كم", "نا", "هم"];
