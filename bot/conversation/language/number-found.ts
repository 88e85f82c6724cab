/** A number of a text: words `start` to `end` (not included) of the sentence. */
export interface NumberFound {
  readonly value: number;
  readonly start: number;
  readonly end: number;
  readonly form: "digits" | "words";
  /** The last scale it carries (1000 for «خمسين ألف»), or 1. */
  readonly scale: number;
  /** «ال» stands before it: «العشرين». */
  readonly definite: boolean;
  /** The value before its scale, for sharing the scale with a neighbour («بين ٥٠ و ٧٠ ألف»). */
  readonly mantissa: number;
  /** A range because it was said vaguely: «كم وسبعين», «سبعين وشوي». */
  readonly vague?: { readonly min: number; readonly max: number | null };
}
