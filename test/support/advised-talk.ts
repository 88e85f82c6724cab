import { advisor } from "../../agents/dialogue/advisor.ts";
import type { Models } from "../../agents/router/models.ts";
import type { Lane } from "../../bot/contracts/lanes.ts";
import type { TurnRecord } from "../../bot/contracts/turn-record.ts";
import type { Company } from "../../bot/conversation/company.ts";
import { decide } from "../../bot/conversation/decide.ts";
import { begin, evolve } from "../../bot/conversation/evolve.ts";
import { understand } from "../../bot/conversation/language/understand.ts";
import type { InboundMessage } from "../../bot/conversation/message.ts";
import { freeSlots } from "../../bot/conversation/sales/slots.ts";
import type { Conversation } from "../../bot/conversation/state.ts";
import type { TimerKind } from "../../bot/conversation/turn.ts";
import type { Fact } from "../../bot/conversation/understanding.ts";
import { leadColumns } from "../../bot/flow/lead-columns.ts";
import type { Mind } from "../../bot/flow/mind.ts";
import type { Occasion } from "../../bot/flow/occasion.ts";
import { unprovenIn } from "../../bot/flow/prove.ts";
import { takeTurn } from "../../bot/flow/turn.ts";

export interface AdvisedStart {
  readonly company: Company;
  /** null = rules alone. */
  readonly models: Models | null;
  /** Epoch ms. */
  readonly now: number;
  readonly phrasing?: boolean;
  readonly turnMs?: number;
}

/** A talk over the real turn (understand, decide, evolve, word, prove), with storage and platform left out. */
export class AdvisedTalk {
  conversation: Conversation;
  readonly records: TurnRecord[] = [];
  private now: number;
  private ids = 0;
  private readonly mind: Mind;
  private readonly busy: { rep: string; from: string; to: string }[] = [];

  constructor({ company, models, now, phrasing = true, turnMs = 6_000 }: AdvisedStart) {
    this.now = now;
    this.conversation = begin({ id: "talk", channel: "whatsapp", contactId: "person", language: "ar" });
    this.mind = {
      ...{ decide, evolve, leadColumns, company: async () => company, unproven: unprovenIn },
      understand: (message, context) => understand(message.text, context),
      advisor: models === null ? null : advisor({ models, now: () => Date.now(), turnMs, phrasing }),
      calendar: {
        openSlots: async (query, limit) =>
          freeSlots({ company, query, busy: this.busy, now: this.now }).slice(0, limit),
      },
      now: () => this.now,
      newId: () => {
        this.ids += 1;
        return `id-${this.ids}`;
      },
    };
  }

  /** One turn of these bubbles; a text, or a message with anything set. */
  async hear(...bubbles: readonly (string | Partial<InboundMessage>)[]): Promise<TurnRecord> {
    this.now += 40_000;
    const heard = bubbles.map((bubble) =>
      this.message(typeof bubble === "string" ? { text: bubble } : bubble),
    );
    return await this.take({ kind: "messages", hearing: { heard, handled: [] } });
  }

  /** A posted form: facts in its fields, words in its message. */
  async posted(facts: readonly Fact[], words: string): Promise<TurnRecord> {
    const heard = [this.message({ text: words, kind: "form" })];
    return await this.take({ kind: "lead", facts, hearing: { heard, handled: [] } });
  }

  async ring(timer: TimerKind): Promise<TurnRecord> {
    return await this.take({ kind: "timer", timer, hearing: { heard: [], handled: [] } });
  }

  private async take(occasion: Occasion): Promise<TurnRecord> {
    const record = await takeTurn(this.lane(), occasion, this.mind, new AbortController().signal);
    this.records.push(record);
    this.conversation = { ...record.conversation, version: record.before + 1 };
    for (const change of record.bookings) if (change.do !== "cancel") this.busy.push(change.slot);
    return record;
  }

  private lane(): Lane {
    return {
      ...{ conversation: this.conversation, account: "us", handle: "+966500000001", alsoKnownAs: [] },
      ...{ leadId: "lead", attempts: 1, lastInboundAt: this.now, optedOutAt: null, eraseWanted: false },
      ...{ waiting: [], unsent: [], timers: [] },
    };
  }

  private message(change: Partial<InboundMessage>): InboundMessage {
    this.ids += 1;
    return {
      ...{ id: `m-${this.ids}`, from: { channel: "whatsapp", account: "us", handle: "+966500000001" } },
      ...{ alsoKnownAs: [], senderName: null, kind: "text", text: "", choice: null, attachments: [] },
      ...{ about: null, origin: null, sentAt: this.now },
      ...change,
    };
  }
}
