const MOST = 1000;

/**
 * The same function, that keeps up to a thousand of its answers: for what depends on nothing but the key, and is asked for
 * the same few dates with every search for free times.
 */
export function remembered<Key extends string | number, Value>(
  workOut: (key: Key) => Value,
): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const value = workOut(key);
    if (known.size >= MOST) known.clear();
    known.set(key, value);
    return value;
  };
}
