import type { BookingPage, UnsubscribePage } from "../contracts/commands.ts";
import type { Lane, Lanes } from "../contracts/lanes.ts";
import type { LetterLinks } from "../contracts/letter-links.ts";
import { chooseThree } from "../conversation/sales/choose-three.ts";
import type { TimeSlot } from "../conversation/state.ts";
import type { Click } from "../conversation/turn.ts";
import type { Mind } from "./mind.ts";
import { standingLane } from "./standing-lane.ts";
import { takeTurn } from "./turn.ts";

/** What the links in our letters need from outside; `links` is null where there is no public address. */
export interface LinkParts {
  readonly lanes: Lanes;
  readonly mind: Mind;
  readonly links: LetterLinks | null;
  announce(conversationId: string, what: "due" | "changed"): void;
}

const UNKNOWN = { state: "unknown" } as const;
const SLOTS_LOOKED_AT = 400;
/** Somebody else saved first: again, but not for ever. */
const TRIES = 8;

/** What the page of a booking link shows. Changes nothing: scanners open every link of a mail. */
export async function bookingPage(token: string, parts: LinkParts): Promise<BookingPage> {
  const found = await laneOf(token, parts);
  return found === null ? UNKNOWN : await pageOf(found, parts);
}

/** Books the time of the link, once, on the way of every turn: the talk's version and the time's uniqueness are its fences. */
export async function bookByLink(token: string, parts: LinkParts): Promise<BookingPage> {
  for (let tried = 0; tried < TRIES; tried += 1) {
    const found = await laneOf(token, parts);
    if (found === null) return UNKNOWN;
    const page = await pageOf(found, parts);
    if (page.state !== "offered") return page;
    const result = await click(found.lane, { what: "book", slot: found.slot }, parts);
    if (result === "saved") return { ...page, state: "booked", isNew: true };
  }
  throw new Error("a booking by link found its talk changed again and again");
}

/** What the page of an unsubscribe link shows. Changes nothing. */
export async function unsubscribePage(token: string, parts: LinkParts): Promise<UnsubscribePage> {
  const id = parts.links?.readUnsubscribe(token) ?? null;
  const lane = id === null ? null : await standingLane(id, parts.lanes);
  if (lane === null) return UNKNOWN;
  const { language } = lane.conversation;
  return { state: lane.optedOutAt === null ? "subscribed" : "unsubscribed", language };
}

/** Opts the person out on every channel; a second time nothing changes. */
export async function unsubscribeByLink(token: string, parts: LinkParts): Promise<UnsubscribePage> {
  const id = parts.links?.readUnsubscribe(token) ?? null;
  for (let tried = 0; tried < TRIES; tried += 1) {
    const lane = id === null ? null : await standingLane(id, parts.lanes);
    if (lane === null) return UNKNOWN;
    const { language } = lane.conversation;
    if (lane.optedOutAt !== null) return { state: "unsubscribed", language };
    // The person may have opted out elsewhere and in again since: the talk's own memory of it is not the person's.
    const { consent } = lane.conversation;
    const fresh = {
      ...lane,
      conversation: { ...lane.conversation, consent: { ...consent, optedOutAt: null } },
    };
    if ((await click(fresh, { what: "unsubscribe" }, parts)) === "saved")
      return { state: "unsubscribed", language };
  }
  throw new Error("an unsubscribe found its talk changed again and again");
}

interface Found {
  readonly lane: Lane;
  readonly slot: TimeSlot;
  readonly endsAt: number;
}

async function laneOf(token: string, { links, lanes }: LinkParts): Promise<Found | null> {
  const link = links?.readBooking(token) ?? null;
  if (link === null) return null;
  const lane = await standingLane(link.conversationId, lanes);
  return lane === null ? null : { lane, slot: link.slot, endsAt: link.endsAt };
}

async function pageOf({ lane, slot, endsAt }: Found, parts: LinkParts): Promise<BookingPage> {
  const { language, booking } = lane.conversation;
  if (booking?.status === "confirmed") return { state: "booked", language, slot: booking.slot, isNew: false };
  if (endsAt <= parts.mind.now()) return { state: "ended", language };
  const open = await parts.mind.calendar.openSlots({ from: slot.from, to: null, rep: null }, SLOTS_LOOKED_AT);
  const isHeld = booking?.status === "held" && booking.slot.id === slot.id;
  if (isHeld || open.some(({ id }) => id === slot.id)) return { state: "offered", language, slot };
  const others = chooseThree(open, { from: slot.from, to: null });
  const linked = others.map((other) => ({
    slot: other,
    url: parts.links?.booking(lane.conversation.id, other) ?? "",
  }));
  return { state: "taken", language, slot, others: linked };
}

async function click(lane: Lane, what: Click, { lanes, mind, announce }: LinkParts) {
  const occasion = { kind: "click", click: what, hearing: { heard: [], handled: [] } } as const;
  const record = await takeTurn(lane, occasion, mind, new AbortController().signal);
  const [result = "stale"] = await lanes.save([{ ...record, wake: true }]);
  if (result !== "saved") return result;
  announce(lane.conversation.id, "due");
  announce(lane.conversation.id, "changed");
  return result;
}
