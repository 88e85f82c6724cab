import { z } from "zod";
import type { Company } from "../../bot/conversation/company.ts";
import { chooseThree } from "../../bot/conversation/sales/choose-three.ts";
import { suitable } from "../../bot/conversation/sales/choose-times.ts";
import { slotInWords } from "../../bot/conversation/sales/date-words.ts";
import type { Conversation, TimeSlot } from "../../bot/conversation/state.ts";
import { type Agent, type AgentTools, done } from "../agent.ts";
import { isFailure, prospectInput, prospectOf } from "./prospect.ts";
import { filledIn, invitation } from "./wording.ts";

const input = prospectInput.extend({
  time: z.iso
    .datetime({ offset: true })
    .nullish()
    .transform((value) => value ?? null)
    .meta({
      description: "A time agreed with them: booked and confirmed at once if it is free. Needs leadId.",
    }),
  rep: z
    .string()
    .min(1)
    .max(100)
    .nullish()
    .transform((value) => value ?? null),
});

const slot = z.object({ id: z.string(), rep: z.string(), from: z.string(), to: z.string() });

const output = z.object({
  status: z.enum(["booked", "held", "offered", "available", "none"]).meta({
    description:
      "booked = confirmed; held = read back to them, waiting for a yes; offered = sent to them to choose from; available = free, nobody was written to; none = no free time, or the fit is below the gate.",
  }),
  times: z.array(slot),
  booking: z.object({ id: z.string(), slot }).nullable(),
  minutes: z.number().int(),
  invitation: z.object({ ar: z.string(), en: z.string() }),
  reason: z.string().nullable(),
});

export type Booking = z.output<typeof output>;

/** Finds times in the reps' real calendars, offers them to a lead or books the one that was agreed. */
export const booking: Agent<z.output<typeof input>, Booking> = {
  name: "booking",
  description:
    "Offers a lead three really free times, or books the agreed one; says honestly when it did neither.",
  input,
  output,
  run: async (given, tools) => {
    const prospect = await prospectOf(given, tools);
    if (isFailure(prospect)) return prospect;
    const { lead, talk, company } = prospect;
    if (lead === null) {
      const reason = given.time === null ? null : "booking a time needs a leadId";
      return done(await availableTimes(talk, company, given.rep, reason, tools));
    }
    const meeting = given.time === null ? ("offer" as const) : { at: given.time, rep: given.rep };
    if (meeting === "offer" && isUnderWay(talk)) return done(bookingOf(talk, company, tools.now(), null));
    const served = await tools.commands.serveLead(lead.id, { meeting, proposal: false }, tools.by);
    if (!served.ok) return served;
    return done(bookingOf(served.value, company, tools.now(), null));
  },
};

function isUnderWay({ booking: made, offered }: Conversation): boolean {
  return offered.length > 0 || (made !== null && made.status !== "cancelled");
}

/** What a talk has come to: booked, held, offered or nothing, with the words for it. */
export function bookingOf(talk: Conversation, company: Company, now: number, reason: string | null): Booking {
  const { booking: made, offered } = talk;
  const status =
    made?.status === "confirmed"
      ? "booked"
      : made?.status === "held"
        ? "held"
        : offered.length > 0
          ? "offered"
          : "none";
  const agreed = made !== null && made.status !== "cancelled" ? made : null;
  return {
    status,
    times: [...offered],
    booking: agreed === null ? null : { id: agreed.id, slot: agreed.slot },
    minutes: company.meeting.minutes,
    invitation: invitationOf(status, agreed?.slot ?? null, offered, company, now),
    reason: status === "none" ? (reason ?? "nothing was offered") : null,
  };
}

async function availableTimes(
  talk: Conversation,
  company: Company,
  rep: string | null,
  reason: string | null,
  tools: AgentTools,
): Promise<Booking> {
  const open = await tools.commands.availability({ from: null, to: null, rep });
  const times = [...chooseThree(suitable(open, talk, company), null)];
  const status = times.length > 0 ? "available" : "none";
  return {
    ...{ status, times, booking: null, minutes: company.meeting.minutes },
    invitation: invitationOf(status, null, times, company, tools.now()),
    reason: reason ?? (status === "none" ? "no time is free within the horizon" : null),
  };
}

function invitationOf(
  status: Booking["status"],
  agreed: TimeSlot | null,
  times: readonly TimeSlot[],
  company: Company,
  now: number,
): Booking["invitation"] {
  const { title, place, minutes } = company.meeting;
  const words = status === "offered" || status === "available" ? invitation.offer : invitation[status];
  const inLanguage = (language: "ar" | "en") => {
    const manner = { digits: "latin", register: "white", hijri: false, now } as const;
    const inWords = (time: TimeSlot) => slotInWords(time, language, manner);
    const list = times.map((time, at) => `${at + 1}. ${inWords(time)}`).join("\n");
    const when = agreed === null ? "" : inWords(agreed);
    return filledIn(words[language], {
      ...{ list, when, minutes: String(minutes), title: title[language], place: place[language] },
    });
  };
  return { ar: inLanguage("ar"), en: inLanguage("en") };
}
