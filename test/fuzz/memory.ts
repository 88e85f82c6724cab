/** What a process holds at one moment, in megabytes. */
export interface MemorySample {
  /** How many bodies it had got. */
  readonly tries: number;
  /** Of its pages, in the machine's memory; NaN = nobody could tell. */
  readonly resident: number;
  /** Of its objects, garbage not yet collected included; null = it could not be asked. */
  readonly objects: number | null;
}

/** What it held at the beginning and at the end, and whether that is the same but for the bounds. */
export interface MemoryVerdict {
  readonly resident: { readonly early: number; readonly late: number };
  readonly objects: { readonly early: number; readonly late: number };
  readonly isFlat: boolean;
}

/** Megabytes that the process may grow by, as the list of reliability tests asks for (S1). */
const MOST_GROWTH = 50;
/**
 * Megabytes that what stays alive may grow by. It is warm after a tenth; from then on the engine still makes machine
 * code of what runs often (2 to 3 MB of it), and the lowest of a tenth's figures lies a few above what is alive.
 */
const MOST_ALIVE = 15;

/**
 * Judges the last tenth of a run by its second one. Resident memory by the middle of each: a single body of 3 MB makes it
 * 30 MB more for a moment, so one figure from each end would judge chance. Objects by the lowest figure of each: that
 * is the one soon after a collection, nearest to what stays alive.
 */
export function memoryVerdict(samples: readonly MemorySample[]): MemoryVerdict {
  const all = samples.at(-1)?.tries ?? 0;
  const early = samples.filter(({ tries }) => tries > 0.1 * all && tries <= 0.2 * all);
  const late = samples.filter(({ tries }) => tries > 0.9 * all);
  const resident = { early: middle(early), late: middle(late) };
  const objects = { early: lowest(early), late: lowest(late) };
  const grown = (held: { readonly early: number; readonly late: number }) => held.late - held.early;
  const isMeasured = Number.isFinite(grown(resident)) && Number.isFinite(grown(objects));
  const isFlat = isMeasured && grown(resident) < MOST_GROWTH && grown(objects) < MOST_ALIVE;
  return { resident, objects, isFlat };
}

function middle(samples: readonly MemorySample[]): number {
  const sorted = samples
    .map(({ resident }) => resident)
    .filter(Number.isFinite)
    .toSorted((one, other) => one - other);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

function lowest(samples: readonly MemorySample[]): number {
  return Math.min(...samples.flatMap(({ objects }) => (objects === null ? [] : [objects])));
}
