/** The one whose value lies in the middle; of an even number the lower of the two. */
export function middleBy<One>(all: readonly One[], value: (one: One) => number): One | undefined {
  return all.toSorted((one, other) => value(one) - value(other))[Math.floor((all.length - 1) / 2)];
}
