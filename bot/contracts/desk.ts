import type { TimeSlot } from "../conversation/state.ts";

/** What the office does beside the talks: settings, busy times, and forgetting people. */
export interface Desk {
  /** Keeps a setting's new version; the newest is in force. */
  putSetting(name: string, value: unknown, by: string): Promise<void>;
  /** Times that reps have held or promised, touching the span between two instants (epoch ms). */
  busy(from: number, to: number): Promise<readonly Pick<TimeSlot, "rep" | "from" | "to">[]>;
  /** Forgets a person everywhere; only the proof and the hashes that keep an opt-out remain. False = nobody there. */
  erase(contactId: string, by: string): Promise<boolean>;
  /** People who asked to be forgotten before that instant (epoch ms) and still are here. */
  eraseWanted(before: number): Promise<readonly string[]>;
  /** Marks a task as done; what was done stays as it is. False = there is no such task. */
  finishTask(id: string, by: string): Promise<boolean>;
  /** Adds a note to the open task that called a rep to a talk, and to the trace of that turn; nothing when there is none. */
  noteForRep(conversationId: string, note: string): Promise<void>;
}
