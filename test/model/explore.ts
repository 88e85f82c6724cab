import { createHash } from "node:crypto";
import type { World } from "./world.ts";

/** What an exploration of every interleaving found. */
export interface Explored {
  readonly states: number;
  readonly transitions: number;
  /** States in which nothing is sure to happen any more. */
  readonly ends: number;
  /** The steps that lead to what must not be, shortest first found; null = there is no such way. */
  readonly fault: { readonly what: string; readonly steps: readonly string[] } | null;
}

/** A way that was not gone yet: the steps to a state, one more, and which state that one leaves. */
interface Branch {
  readonly steps: readonly string[];
  readonly from: number | null;
}

/**
 * Goes every way from the beginning, depth first; a state that was met before is not gone on from. The world cannot be
 * copied (it runs real code), so each branch is played again from the beginning. The world itself says what is wrong in
 * a state, `endLaws` what is wrong where nothing is sure to happen any more. A state from which no such end can be reached
 * is a fault too.
 */
export async function explore(
  begin: () => World,
  endLaws: (world: World) => readonly string[],
  most = 100_000,
): Promise<Explored> {
  const map = new Atlas();
  const branches: Branch[] = [{ steps: [], from: null }];
  for (let branch = branches.pop(); branch !== undefined; branch = branches.pop()) {
    const fault = await follow(branch, begin(), endLaws, map, branches);
    if (fault !== null) return map.summary(fault);
    if (map.size > most) return map.summary({ what: `more than ${most} states`, steps: [] });
  }
  const stuck = map.stuck();
  return map.summary(stuck === 0 ? null : { what: `${stuck} states from which nothing ends`, steps: [] });
}

/** Plays a branch and goes on along first choices until a known state; the other choices become branches. */
async function follow(
  branch: Branch,
  world: World,
  endLaws: (world: World) => readonly string[],
  map: Atlas,
  branches: Branch[],
): Promise<Explored["fault"]> {
  const steps = [...branch.steps];
  for (const step of steps) await world.take(step);
  for (let { from } = branch; ; ) {
    const { place, isNew } = map.arrive(world.key(), from);
    if (!isNew) return null;
    const choices = world.choices();
    const ends = !choices.some(({ sure }) => sure);
    const wrong = [...world.wrong, ...(ends ? endLaws(world) : [])];
    if (wrong.length > 0) return { what: wrong.join(", "), steps };
    if (ends) map.ends.push(place);
    const [first, ...others] = choices;
    branches.push(...others.map(({ label }) => ({ steps: [...steps, label], from: place })));
    if (first === undefined) return null;
    from = place;
    steps.push(first.label);
    await world.take(first.label);
  }
}

/** The states that were met, and which lead to which. */
class Atlas {
  readonly ends: number[] = [];
  readonly #places = new Map<string, number>();
  readonly #before: number[][] = [];
  #transitions = 0;

  get size(): number {
    return this.#places.size;
  }

  arrive(key: string, from: number | null): { readonly place: number; readonly isNew: boolean } {
    const hash = createHash("sha1").update(key).digest("base64");
    const known = this.#places.get(hash);
    const place = known ?? this.#places.size;
    if (known === undefined) {
      this.#places.set(hash, place);
      this.#before.push([]);
    }
    if (from !== null) {
      this.#transitions += 1;
      this.#before[place]?.push(from);
    }
    return { place, isNew: known === undefined };
  }

  /** How many states lead to no end. */
  stuck(): number {
    const reached = new Set(this.ends);
    const open = [...this.ends];
    for (let place = open.pop(); place !== undefined; place = open.pop())
      for (const earlier of this.#before[place] ?? [])
        if (!reached.has(earlier)) {
          reached.add(earlier);
          open.push(earlier);
        }
    return this.size - reached.size;
  }

  summary(fault: Explored["fault"]): Explored {
    return { states: this.size, transitions: this.#transitions, ends: this.ends.length, fault };
  }
}
