/** What a run is asked for on its command line. */
interface Options {
  readonly fast: boolean;
  /** Only what has this word in its name; undefined = all that the run is made of. */
  readonly only: string | undefined;
  readonly seed: number;
  readonly seeds: number;
  readonly crowded: number;
}

const NUMBERS = {
  seed: { least: 1, otherwise: 1 },
  seeds: { least: 1, otherwise: 1 },
  crowded: { least: 0, otherwise: 0 },
} as const;

/** Reads the words after the program's name; a sentence when they make no sense, for then nothing would be played and all be well. */
export function readOptions(words: readonly string[]): Options | string {
  const stranger = words.find((word) => !/^--(fast$|(only|seed|seeds|crowded)=)/.test(word));
  if (stranger !== undefined) return `${stranger} means nothing here`;
  const value = (name: string): string | undefined =>
    words.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
  const numbers = { seed: 0, seeds: 0, crowded: 0 };
  for (const name of ["seed", "seeds", "crowded"] as const) {
    const { least, otherwise } = NUMBERS[name];
    const said = value(name);
    numbers[name] = said === undefined ? otherwise : Number(said === "" ? Number.NaN : said);
    if (!Number.isSafeInteger(numbers[name]) || numbers[name] < least)
      return `--${name}=${said} is no whole number from ${least} on`;
  }
  return { fast: words.includes("--fast"), only: value("only"), ...numbers };
}
