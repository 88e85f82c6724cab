import type { TimeSlot } from "../conversation/state.ts";

/** Addresses in our letters that do one thing with one click. Signed, so that nobody can make one up. */
export interface LetterLinks {
  /** Opens the page that books this time; ends with the day (UTC) a week from now, and when the time begins. */
  booking(conversationId: string, slot: TimeSlot): string;
  /** Opts the person of this talk out by one POST; never ends. */
  unsubscribe(conversationId: string): string;
  /** What a booking link stands for; null when it is not ours. */
  readBooking(token: string): BookingLink | null;
  /** The talk whose person an unsubscribe link opts out; null when it is not ours. */
  readUnsubscribe(token: string): string | null;
}

export interface BookingLink {
  readonly conversationId: string;
  readonly slot: TimeSlot;
  /** Epoch milliseconds. */
  readonly endsAt: number;
}
