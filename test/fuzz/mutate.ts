/** Chance that can be repeated: the same seed gives the same numbers (mulberry32). */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0 to `below` - 1. */
  roll(below: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.roll(items.length)];
    if (item === undefined) throw new Error("nothing to pick from");
    return item;
  }
}

/** JSON texts that break careless readers. Texts, because JSON itself can say what JSON.stringify will not. */
const nasty: readonly string[] = [
  "null",
  "true",
  "0",
  "-1",
  "1e308",
  "1e999",
  "-0",
  "9007199254740993",
  "1".repeat(400),
  '""',
  '" "',
  '"\\u0000"',
  '"\\ud800"',
  '"\\udc00\\ud800"',
  '"\\u202e\\u200f\\ufeff"',
  '"__proto__"',
  '"constructor"',
  '"US.13491208655302741918"',
  `"${"9".repeat(600)}"`,
  `"${"ب".repeat(5_000)}"`,
  "[]",
  "{}",
  "[[[[]]]]",
  "[null,1,{}]",
  '{"__proto__":{"type":"text","id":"x"}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"toString":1,"hasOwnProperty":2,"length":-1}',
  `${"[".repeat(10_000)}${"]".repeat(10_000)}`,
  `${'{"edit":{"message":'.repeat(3_000)}1${"}}".repeat(3_000)}`,
];

const stamp = (index: number) => `@@nasty${index}@@`;

/** One body, changed in one to four places: in its structure, then perhaps in its bytes. */
export function mutated(body: string, others: readonly string[], dice: Dice): Buffer {
  const tree: unknown = JSON.parse(body);
  const root = { tree };
  const times = 1 + dice.roll(4);
  for (let count = 0; count < times; count++) changeTree(root, dice);
  const text = JSON.stringify(root.tree ?? null).replace(
    /"@@nasty(\d+)@@"/g,
    (_, index) => nasty[Number(index)] ?? "0",
  );
  const bytes = Buffer.from(text, "utf8");
  return dice.roll(3) === 0 ? withNoise(bytes, dice.pick(others), dice) : bytes;
}

type Holder = Record<string, unknown>;

function changeTree(root: Holder, dice: Dice): void {
  const places = placesOf(root);
  if (places.length === 0) return; // an earlier change took everything away
  const [holder, key] = dice.pick(places);
  const change = dice.pick(changes);
  change(holder, key, dice, places);
}

type Place = readonly [Holder, string];
type Change = (holder: Holder, key: string, dice: Dice, places: readonly Place[]) => void;

const changes: readonly Change[] = [
  (holder, key, dice) => put(holder, key, stamp(dice.roll(nasty.length))),
  (holder, key) =>
    Array.isArray(holder) ? holder.splice(Number(key), 1) : Reflect.deleteProperty(holder, key),
  (holder, key, dice, places) => {
    const [from, name] = dice.pick(places);
    put(holder, key, structuredClone(from[name]));
  },
  (holder, key) => put(holder, key, [holder[key]]),
  (holder, key) => put(holder, key, { [key]: holder[key] }),
  (holder, key) => put(holder, key, String(holder[key])),
  (holder, key, dice) => put(holder, `${key}${dice.pick(["", "s", "_id", "\u0000"])}x`, holder[key]),
  (holder, key, dice) => {
    if (Array.isArray(holder))
      for (let copy = dice.roll(60); copy > 0; copy--) holder.push(structuredClone(holder[Number(key)]));
  },
  (holder, _, dice) =>
    put(
      holder,
      dice.pick(["__proto__", "type", "errors", "group_id", "referral", "context"]),
      stamp(dice.roll(nasty.length)),
    ),
  (holder, key, dice) =>
    put(
      holder,
      key,
      dice.pick(["reaction", "edit", "system", "interactive", "nfm_reply", "unknown", "contacts", "failed"]),
    ),
];

/** Defines instead of assigning, so that "__proto__" becomes a key like any other. */
function put(holder: Holder, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true });
}

function placesOf(holder: Holder): readonly Place[] {
  const places: Place[] = [];
  const visit = (node: Holder) => {
    for (const key of Object.keys(node)) {
      places.push([node, key]);
      const inner = node[key];
      if (typeof inner === "object" && inner !== null && places.length < 3_000) visit(inner as Holder);
    }
  };
  visit(holder);
  return places;
}

function withNoise(bytes: Buffer, other: string, dice: Dice): Buffer {
  const at = dice.roll(bytes.length + 1);
  switch (dice.roll(5)) {
    case 0:
      return bytes.subarray(0, at);
    case 1:
      return Buffer.concat([bytes.subarray(0, at), Buffer.from(other).subarray(dice.roll(other.length))]);
    case 2:
      return Buffer.concat([
        bytes.subarray(0, at),
        Buffer.from([dice.roll(256), dice.roll(256)]),
        bytes.subarray(at),
      ]);
    case 3:
      return Buffer.concat([Buffer.from("\ufeff"), bytes]);
    default:
      return flipped(bytes, dice);
  }
}

function flipped(bytes: Buffer, dice: Dice): Buffer {
  const copy = Buffer.from(bytes);
  for (let count = 1 + dice.roll(8); count > 0 && copy.length > 0; count--)
    copy[dice.roll(copy.length)] = dice.roll(256);
  return copy;
}
