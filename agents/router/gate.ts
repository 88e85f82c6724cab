/** So many calls at a time; whoever comes later waits in line. */
export interface Gate {
  /** Resolves true once inside, false when the signal ended the wait. */
  enter(signal: AbortSignal): Promise<boolean>;
  leave(): void;
  readonly inside: number;
}

/** A gate with this many places. */
export function gate(places: number): Gate {
  let inside = 0;
  const line: (() => void)[] = [];
  const wait = (signal: AbortSignal) =>
    new Promise<boolean>((decided) => {
      const giveUp = (): void => {
        line.splice(line.indexOf(letIn), 1);
        decided(false);
      };
      const letIn = (): void => {
        signal.removeEventListener("abort", giveUp);
        decided(true);
      };
      line.push(letIn);
      signal.addEventListener("abort", giveUp, { once: true });
    });
  return {
    get inside() {
      return inside;
    },
    enter: async (signal) => {
      if (signal.aborted) return false;
      if (inside >= places) return await wait(signal); // the place is handed over, not freed
      inside += 1;
      return true;
    },
    leave: () => {
      const next = line.shift();
      if (next === undefined) inside -= 1;
      else next();
    },
  };
}
