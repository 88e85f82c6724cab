/** One small change of one file. The old text must stand in it exactly once. */
export interface Patch {
  readonly file: string;
  readonly old: string;
  readonly new: string;
}

/** A build that is broken on purpose, and who has to notice. */
export interface Fault {
  readonly name: string;
  readonly patches: readonly Patch[];
  /** Test files that run against the broken build; each of them must catch it. */
  readonly files: readonly string[];
  /** Only tests whose full name matches run (what parts a group from a test is left to `.*`); one of each file must fail. */
  readonly tests: string;
  /** What a failing test says: so that a build that merely does not start counts as no catch. */
  readonly says: RegExp;
}

/** The test files that several faults are caught by. */
export const MODEL = ["test/model/model.test.ts"];
export const LANES = ["test/db/lanes.test.ts"];
export const STORIES = ["test/model/stories.test.ts"];
export const CRASH = ["test/flow/crash.test.ts"];
export const RACES = ["test/flow/races.test.ts"];
