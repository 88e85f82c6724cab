/** No deal is worth more riyals than this: a larger number is a slip or a joke, and sums of such overflow. */
export const MOST_SAR = 1e12;

/** So many riyals as the worth of a deal; null when they are not known or cannot be meant. */
export function dealWorth(riyals: number | null): number | null {
  return riyals !== null && riyals <= MOST_SAR ? riyals : null;
}
