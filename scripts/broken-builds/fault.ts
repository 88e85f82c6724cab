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
  /** Test files that run against the broken build. */
  readonly files: readonly string[];
  /** Only tests whose full name matches run (what parts a group from a test is left to `.*`); one of them must fail. */
  readonly tests: string;
  /** What a failing test says: so that a build that merely does not start counts as no catch. */
  readonly says: RegExp;
}

/** The test files that several faults are caught by. */
export const MODEL = ["test/model/model.test.ts"];
export const LANES = ["test/db/lanes.test.ts"];
