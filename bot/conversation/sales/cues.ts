import { normalise } from "../language/normalise.ts";

/** Whether a text says a cue: whole words in the same order, in any spelling, with or without Arabic particles. */
export function mentions(text: string, cue: string): boolean {
  return cueStrength([...words(text)], cue) > 0;
}

/** How many words of the cue the text says when it says all of them in order without a gap; 0 otherwise. */
export function cueStrength(textWords: readonly string[], cue: string): number {
  const wanted = words(cue);
  if (wanted.length === 0) return 0;
  for (let start = 0; start + wanted.length <= textWords.length; start++) {
    if (wanted.every((word, index) => sameWord(textWords[start + index] ?? "", word))) return wanted.length;
  }
  return 0;
}

/** The words of a text in their plain spelling. */
export function words(text: string): readonly string[] {
  return normalise(text).text.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** "العيادات" says "عيادات", "والدعم" says "دعم", "integrations" says "integration". */
function sameWord(said: string, wanted: string): boolean {
  if (said === wanted) return true;
  return bare(said) === bare(wanted);
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
