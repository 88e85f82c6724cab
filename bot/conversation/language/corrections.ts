import type { Stretch, Text } from "./text.ts";

/** Words that take back the number before them and bring the right one. */
const TAKES_BACK =
  /^(?:قصدي|اقصد|نقصد|قصدنا|عفوا|تصحيح|بالاصح|الاصح|اسف|اسفه|meant|mean|wait|sorry|actually|correction|rather|make)$/;
const NOT_THIS = /^(?:مو|مب|موب|مهب|مش|ليس|وليس|not|isnt|بدل|بدال)$/;

/** Of several numbers for one thing the one meant: "٣٠، لا قصدي ٤٠ مو ٣٠" means forty. Order is kept. */
export function meant<Number extends { readonly place: Stretch }>(
  text: Text,
  numbers: readonly Number[],
): readonly Number[] {
  const { words } = text.reading;
  const kept = numbers.filter(({ place }) => !NOT_THIS.test(words[place.from - 1]?.fold ?? ""));
  const found = kept.length > 0 ? kept : numbers;
  const corrected = found.findLastIndex(({ place }) =>
    [1, 2, 3].some((back) => TAKES_BACK.test(words[place.from - back]?.fold ?? "")),
  );
  return corrected > 0 ? found.slice(corrected) : found;
}

/** Whether a number stands right behind words that correct an earlier one. */
export function isCorrected(text: Text, place: Stretch): boolean {
  return [1, 2, 3].some((back) => TAKES_BACK.test(text.reading.words[place.from - back]?.fold ?? ""));
}

/** "٨٠ ألف مو ٦٠", "80 thousand, not 60": one number is put in the place of another. */
export function contrasts({ reading: { words } }: Text): boolean {
  const isNumber = (place: number) => /^\d/.test(words[place]?.fold ?? "");
  const denied = words.findIndex(({ fold }, place) => NOT_THIS.test(fold) && isNumber(place + 1));
  return denied >= 0 && words.some((_, place) => place !== denied + 1 && isNumber(place));
}
