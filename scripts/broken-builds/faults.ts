import type { Fault } from "./fault.ts";
import { KEEPING_FAULTS } from "./keeping-faults.ts";
import { SILENCE_FAULTS } from "./silence-faults.ts";
import { WAY_FAULTS } from "./way-faults.ts";

/**
 * The faults that systems like this one have shipped with. Each is a change of a few words, so that a test that catches
 * it would also catch a slip of that size.
 */
export const FAULTS: readonly Fault[] = [...WAY_FAULTS, ...KEEPING_FAULTS, ...SILENCE_FAULTS];
