import type { Actor, CommandResult } from "../contracts/commands.ts";
import type { Lane, Lanes } from "../contracts/lanes.ts";
import type { BookingRecord, Records } from "../contracts/records.ts";
import type { OutboxRow, TurnRecord } from "../contracts/turn-record.ts";
import type { InBoth } from "../conversation/company.ts";
import { slotInWords } from "../conversation/sales/date-words.ts";
import type { ConversationEvent } from "../conversation/turn.ts";
import { emptyRecord } from "./carry-out.ts";
import type { Mind } from "./mind.ts";
import { conflict, noSuch } from "./refusals.ts";
import { standingLane } from "./standing-lane.ts";
import { waitingRow } from "./waiting-row.ts";

/** What they hear of it; the calendar entry that goes along takes the meeting out of their calendar. */
const WORDS: InBoth = {
  ar: "نعتذر لكم، فقد اضطررنا إلى إلغاء موعدنا {when}. يسعدنا ترتيب وقت آخر يناسبكم.",
  en: "We are sorry, we have to cancel our meeting on {when}. We would be glad to find another time that suits you.",
};

/** Cancels a meeting from outside the talk; the talk knows of it, the person is told, and its reminder is off. */
export async function cancelBooking(
  id: string,
  by: Actor,
  parts: {
    readonly records: Pick<Records, "bookings">;
    readonly lanes: Lanes;
    readonly mind: Mind;
    announce(conversationId: string, what: "due" | "changed"): void;
  },
): Promise<CommandResult> {
  while (true) {
    const booking = await parts.records.bookings.get(id);
    const lane = booking === null ? null : await standingLane(booking.conversationId, parts.lanes);
    if (booking === null || lane === null) return noSuch("booking");
    if (booking.status === "cancelled" || booking.status === "expired")
      return conflict(`this booking is ${booking.status} already`);
    const [result] = await parts.lanes.save([turnOf(lane, booking, by, parts.mind)]);
    if (result !== "saved") continue;
    parts.announce(lane.conversation.id, "due");
    parts.announce(lane.conversation.id, "changed");
    return { ok: true, value: undefined };
  }
}

function turnOf(lane: Lane, booking: BookingRecord, by: Actor, mind: Mind): TurnRecord {
  const { id } = booking;
  const now = mind.now();
  const { told, tasks } = tellingOf(lane, booking, mind);
  // Merged with another talk, it may have a meeting of its own beside this one.
  const { booking: own } = lane.conversation;
  const hasAnother = own?.status === "confirmed" && own.id !== id;
  const events: ConversationEvent[] = [
    { happened: "meeting-cancelled", bookingId: id },
    ...(lane.conversation.outcome === "booked" && !hasAnother
      ? [{ happened: "outcome-reached", outcome: null } as const]
      : []),
    ...told.map(() => ({ happened: "spoke", at: now, wordings: [`cancelled-by-office:${id}`] }) as const),
  ];
  const after = events.reduce((conversation, event) => mind.evolve(conversation, event), lane.conversation);
  return {
    ...emptyRecord(lane, after, now),
    ...{ because: `${by.id} cancelled the meeting`, events, outbox: told, tasks, wake: told.length > 0 },
    ...{ bookings: [{ do: "cancel", id }], timers: hasAnother ? [] : [{ kind: "reminder", at: null }] },
  };
}

/** A hold was promised to nobody; who opted out hears nothing; and where a rep holds the talk the rep tells them. */
function tellingOf(
  lane: Lane,
  { id, slot, status }: BookingRecord,
  mind: Mind,
): { readonly told: readonly OutboxRow[]; readonly tasks: TurnRecord["tasks"] } {
  const { language, digits, register, owner } = lane.conversation;
  const now = mind.now();
  if (status !== "confirmed" || Date.parse(slot.to) <= now || lane.optedOutAt !== null)
    return { told: [], tasks: [] };
  const when = slotInWords(slot, language, { digits, register, hijri: false, now, lasting: true });
  if (owner === "bot") {
    const text = WORDS[language].replace("{when}", when);
    return { told: [rowOf(lane, id, text, mind.newId())], tasks: [] };
  }
  const summary = `The meeting was cancelled, please tell them: ${when}`;
  return { told: [], tasks: [{ kind: "ask-team", reason: null, summary, rep: lane.conversation.rep }] };
}

function rowOf(lane: Lane, bookingId: string, text: string, id: string): OutboxRow {
  const reference = `/files/bookings/${bookingId}.ics`;
  return waitingRow(lane, {
    ...{ id, author: "bot", rep: null, text, icsOf: bookingId },
    attachments: [{ kind: "document", mediaType: "text/calendar", fileName: "meeting.ics", reference }],
  });
}
