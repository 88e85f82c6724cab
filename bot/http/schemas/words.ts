import { z } from "zod";
import type { LeadStatus } from "../../contracts/records.ts";
import type { ChannelName, MessageKind } from "../../conversation/message.ts";
import type { Outcome, StageName } from "../../conversation/state.ts";
import { TOPICS } from "../../conversation/understanding.ts";

/** A list that holds every member of a union, or it does not compile. */
export function all<Name extends string>(names: Readonly<Record<Name, true>>): [Name, ...Name[]] {
  return Object.keys(names) as [Name, ...Name[]];
}

export const channelName = z.enum(
  all<ChannelName>({ whatsapp: true, email: true, webform: true, telegram: true, linkedin: true }),
);

export const stageName = z.enum(
  all<StageName>({
    greeting: true,
    qualifying: true,
    booking: true,
    proposing: true,
    "with-rep": true,
    closed: true,
  }),
);

export const outcome = z.enum(
  all<Outcome>({
    booked: true,
    handover: true,
    "opted-out": true,
    "not-interested": true,
    nurture: true,
    "wrong-number": true,
    erased: true,
    "not-a-fit": true,
    won: true,
  }),
);

export const leadStatus = z.enum(
  all<LeadStatus>({
    new: true,
    qualified: true,
    discovery: true,
    proposal: true,
    negotiation: true,
    won: true,
    lost: true,
    disqualified: true,
  }),
);

export const messageKind = z.enum(
  all<MessageKind>({
    text: true,
    choice: true,
    image: true,
    video: true,
    audio: true,
    voice: true,
    document: true,
    sticker: true,
    location: true,
    contacts: true,
    order: true,
    form: true,
    reaction: true,
    edit: true,
    revoke: true,
    system: true,
    unsupported: true,
    welcome: true,
  }),
);

export const language = z.enum(["ar", "en"]);
export const owner = z.enum(["bot", "rep"]);
export const tier = z.enum(["A", "B", "C", "D"]);
export const topic = z.enum(TOPICS);
export const urgency = z.enum(["now", "soon", "later", "exploring"]);
