import type { Lane } from "../contracts/lanes.ts";

/** The lanes that a worker holds, and which of them were called for while it held them. */
export class InHand {
  readonly #work = new Set<Promise<void>>();
  readonly #held = new Map<string, number>();
  readonly #calledFor = new Set<string>();
  #claiming = false;
  #arriving = 0;

  get size(): number {
    return this.#work.size;
  }

  /** Those in hand and those that were claimed together and are just being taken. */
  get crowd(): number {
    return this.#work.size + this.#arriving;
  }

  /** The conversations whose lanes are held now. */
  get ids(): readonly string[] {
    return [...this.#held.keys()];
  }

  /**
   * Claims lanes and takes each in hand until its work ends; then `ended` is told whether it was called for meanwhile.
   * A call that comes while the claim is under way is not lost. Answers how many were claimed.
   */
  async claim(
    claimed: () => Promise<readonly Lane[]>,
    take: (lane: Lane) => Promise<void>,
    ended: (calledFor: boolean) => void,
  ): Promise<number> {
    this.#claiming = true;
    try {
      const lanes = await claimed();
      this.#arriving = lanes.length;
      for (const lane of lanes) {
        this.#hold(lane.conversation.id, take(lane), ended);
        this.#arriving -= 1;
      }
      return lanes.length;
    } finally {
      this.#claiming = false;
      for (const id of this.#calledFor) if (!this.#held.has(id)) this.#calledFor.delete(id);
    }
  }

  /**
   * Lanes became due (none named = too many to name). Answers whether there may be one to claim now: a held one can
   * only be claimed once it was given back.
   */
  callFor(ids: readonly string[]): boolean {
    const called = ids.length === 0 ? this.#held.keys() : ids;
    for (const id of called) if (this.#claiming || this.#held.has(id)) this.#calledFor.add(id);
    return ids.length === 0 || ids.some((id) => !this.#held.has(id));
  }

  /** Resolves when nothing is held any more of what is held now. */
  async settled(): Promise<void> {
    await Promise.all([...this.#work]);
  }

  #hold(id: string, work: Promise<void>, ended: (calledFor: boolean) => void): void {
    this.#held.set(id, (this.#held.get(id) ?? 0) + 1);
    const done = work.finally(() => {
      this.#work.delete(done);
      const others = (this.#held.get(id) ?? 1) - 1;
      if (others === 0) this.#held.delete(id);
      else this.#held.set(id, others);
      ended(this.#calledFor.delete(id));
    });
    this.#work.add(done);
  }
}
