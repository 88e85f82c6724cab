import type { SlotQuery } from "../conversation/decide.ts";
import type { TimeSlot } from "../conversation/state.ts";

/** Whose free times are offered. The built-in calendar answers from bookings and hours; others add their busy times. */
export interface Calendar {
  /** Free times, soonest first, at most `limit`; never one that is held, booked, closed or in the past. */
  openSlots(query: SlotQuery, limit: number): Promise<readonly TimeSlot[]>;
}
