import type { Reply } from "../reply.ts";
import type { TimeSlot } from "../state.ts";
import type { Click, Decision } from "../turn.ts";
import { bookNow } from "./book.ts";
import { close, releaseHold } from "./steps.ts";

/** A signed link out of one of our letters was used: what it says is done at once, or nothing is. */
export function onClick(reply: Reply, click: Click): Decision {
  switch (click.what) {
    case "book":
      return bookByLink(reply, click.slot);
    case "unsubscribe":
      return unsubscribe(reply);
  }
}

/** The time is booked as if they had chosen and confirmed it; a second click, or a link of an older offer, changes nothing. */
function bookByLink(reply: Reply, slot: TimeSlot): Decision {
  const { booking } = reply.before;
  if (booking?.status === "confirmed")
    return reply.finish("a meeting is booked already, so the link does nothing");
  const { openSlots } = reply.turn;
  const isHeld = booking?.status === "held" && booking.slot.id === slot.id;
  if (openSlots === null) return reply.needs({ from: slot.from, to: null, rep: slot.rep });
  if (!isHeld && !openSlots.some((open) => open.id === slot.id))
    return reply.finish("the time of the link is taken, so its page shows others");
  if (!isHeld) releaseHold(reply);
  reply.note({ happened: "wish-voiced", wish: "meeting" });
  return bookNow(reply, slot, "they booked the time with one click in our letter");
}

/** The page tells them, so nothing is said; a second time nothing changes. */
function unsubscribe(reply: Reply): Decision {
  if (reply.before.consent.optedOutAt !== null)
    return reply.finish("they had unsubscribed before, so nothing changes");
  close(reply, "opted-out");
  reply.setTimer("reminder", null);
  reply.note({ happened: "opted-out", at: reply.turn.now });
  reply.act({ do: "opt-out" });
  return reply.finish("they unsubscribed by the link in our letter");
}
