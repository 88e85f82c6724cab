import type { Actor, CommandResult } from "../contracts/commands.ts";
import type { Lanes } from "../contracts/lanes.ts";
import type { Records } from "../contracts/records.ts";
import type { ConversationEvent } from "../conversation/turn.ts";
import { emptyRecord } from "./carry-out.ts";
import type { Mind } from "./mind.ts";

/** Cancels a meeting from outside the talk; the talk knows of it, and its reminder is off. */
export async function cancelBooking(
  id: string,
  by: Actor,
  parts: {
    readonly records: Pick<Records, "bookings">;
    readonly lanes: Lanes;
    readonly mind: Mind;
    announce(conversationId: string, what: "changed"): void;
  },
): Promise<CommandResult> {
  while (true) {
    const booking = await parts.records.bookings.get(id);
    const lane = booking === null ? null : await parts.lanes.read(booking.conversationId);
    if (booking === null || lane === null)
      return { ok: false, problem: "not-found", detail: "there is no such booking" };
    if (booking.status === "cancelled" || booking.status === "expired")
      return { ok: false, problem: "conflict", detail: `this booking is ${booking.status} already` };
    const cancelled: ConversationEvent = { happened: "meeting-cancelled", bookingId: id };
    const [result] = await parts.lanes.save([
      {
        ...emptyRecord(lane, parts.mind.evolve(lane.conversation, cancelled), parts.mind.now()),
        ...{ because: `${by.id} cancelled the meeting`, events: [cancelled] },
        ...{ bookings: [{ do: "cancel", id }], timers: [{ kind: "reminder", at: null }] },
      },
    ]);
    if (result !== "saved") continue;
    parts.announce(lane.conversation.id, "changed");
    return { ok: true, value: undefined };
  }
}
