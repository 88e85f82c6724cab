import type { Advisor } from "../contracts/advisor.ts";
import type { Calendar } from "../contracts/calendar.ts";
import type { Senses } from "../contracts/senses.ts";
import type { LeadColumns } from "../contracts/turn-record.ts";
import type { Company } from "../conversation/company.ts";
import type { InboundMessage } from "../conversation/message.ts";
import type { Conversation } from "../conversation/state.ts";
import type { ConversationEvent, Decision, Pace, Say, Turn } from "../conversation/turn.ts";
import type { ReadingContext, Understanding } from "../conversation/understanding.ts";
import type { Grounds } from "./prove.ts";

/** What a turn thinks with. Everything that touches the world comes in here; tests hand in a small one. */
export interface Mind {
  /** The profile in force. */
  company(): Promise<Company>;
  /** What one text means, by rules; `signal` ends it when nobody waits for it any more. */
  understand(
    message: InboundMessage,
    context: ReadingContext,
    signal: AbortSignal,
  ): Understanding | Promise<Understanding>;
  /** Language models, for what they may add to a turn; null = rules alone, at no cost. */
  readonly advisor: Advisor | null;
  /** Listens to voice notes and looks at pictures; null or absent = nobody does. */
  readonly senses?: Senses | null;
  decide(conversation: Conversation, turn: Turn): Decision;
  evolve(conversation: Conversation, event: ConversationEvent): Conversation;
  /** What in a text no approved fact covers; empty = it may be said. */
  unproven(say: Say, grounds: Grounds): readonly string[];
  /** What lists of leads are filtered by; `before` is the talk before the turn. */
  leadColumns(conversation: Conversation, company: Company, before: Conversation): LeadColumns;
  /** How people write on that channel: letters where its limits say so; a chat when absent. */
  paceOf?(channel: string): Pace;
  readonly calendar: Calendar;
  /** Epoch milliseconds. */
  now(): number;
  newId(): string;
}
