import type { SaveResult, TurnRecord } from "../contracts/turn-record.ts";
import type { Counters } from "./counters.ts";
import type { Mind } from "./mind.ts";
import type { Patience } from "./patience.ts";
import type { PostRoom } from "./post-room.ts";
import type { Thinking } from "./thinking.ts";

/** What working on a lane needs. */
export interface LaneTools {
  readonly mind: Mind;
  readonly room: PostRoom;
  readonly save: (turn: TurnRecord) => Promise<SaveResult>;
  readonly worker: string;
  readonly counters: Counters;
  /** Whether bubbles that waited together are one turn. */
  readonly merge: boolean;
  /** Called with the talk's id when something in it changed. */
  readonly changed: (conversationId: string) => void;
  /** Forgets the person of a talk; called once our last words to them have left. */
  readonly erase: (contactId: string) => Promise<void>;
  /** Begins what a rep should know of a talk just handed over; never awaited, its failures are reported. */
  readonly brief: (record: TurnRecord, heard: readonly string[]) => void;
  readonly thinking: Thinking;
  /** How many lanes this worker holds; absent = this one alone. */
  readonly lanesInHand?: () => number;
  /** With failures that were storage's and say nothing about the lane; absent = none ever is. */
  readonly patience?: Patience;
  /** Hears why a turn failed; see `WorkerParts.report`. */
  readonly report?: (what: string, cause: unknown) => void;
  readonly signal: AbortSignal;
}
