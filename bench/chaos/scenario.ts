import type { Stage } from "./stage.ts";

/** What a scenario counted; everything that breaks a promise stands in `faults`. */
export interface Verdict {
  readonly sent: number;
  readonly answered: number;
  readonly lost: number;
  readonly twice: number;
  readonly outOfOrder: number;
  /** What else was measured, in a few words. */
  readonly note: string;
  readonly faults: readonly string[];
}

/** One way of breaking Majlis, and what must hold all the same. */
export interface Scenario {
  /** Its file's name and its own: `--only=` looks in here. */
  readonly name: string;
  /** Belongs to the short selection that every change runs. */
  readonly fast?: boolean;
  /** Makes processes end by themselves, which breaks a promise everywhere else. */
  readonly ends?: boolean;
  /** Plays on a stage of its own, which is cleared afterwards whatever happens. */
  play(stage: Stage): Promise<Verdict>;
}
