/** Keeps the last `most` entries of a map or a set, as they were put in: names from outside must not fill the memory. */
export function forgetOldest<Name>(
  kept: { readonly size: number; keys(): Iterable<Name>; delete(name: Name): boolean },
  most: number,
): void {
  for (const oldest of kept.keys()) {
    if (kept.size <= most) return;
    kept.delete(oldest);
  }
}
