import { z } from "zod";
import type { LeadRecord } from "../../bot/contracts/records.ts";
import type { Company } from "../../bot/conversation/company.ts";
import { decide } from "../../bot/conversation/decide.ts";
import { begin, evolve } from "../../bot/conversation/evolve.ts";
import { phoneNumber } from "../../bot/conversation/language/contacts.ts";
import { understand } from "../../bot/conversation/language/understand.ts";
import { mergeTalks } from "../../bot/conversation/merge-talks.ts";
import type { InboundMessage, Language } from "../../bot/conversation/message.ts";
import { leadFacts, leadLanguage } from "../../bot/conversation/sales/lead-facts.ts";
import type { Conversation } from "../../bot/conversation/state.ts";
import { type AgentFailure, type AgentTools, failed } from "../agent.ts";

const text = (longest: number) =>
  z
    .union([z.string().trim().max(longest), z.number().transform(String)])
    .nullish()
    .transform((value) => (value === undefined || value === null || value === "" ? null : value));

/** What is said of a lead; every field may be missing, and an empty text says nothing. */
export const prospectFields = {
  company: text(200),
  name: text(200),
  email: text(320),
  phone: text(40),
  sector: text(100),
  companySize: text(100),
  region: text(100),
  budget: text(100),
  message: text(4_000),
  locale: z
    .enum(["ar", "en"])
    .nullish()
    .transform((value) => value ?? null),
  source: text(40),
};

/** A lead we have, by its id, or what is said of one. With an id the stored facts count and the fields are left aside. */
export const prospectInput = z.object({
  leadId: z
    .string()
    .min(1)
    .max(200)
    .nullish()
    .transform((value) => value ?? null)
    .meta({
      description: "A lead of ours; what its talks brought to light is used, and the other fields are not.",
    }),
  ...prospectFields,
});

export type ProspectInput = z.output<typeof prospectInput>;

/** Somebody who may buy, as far as we know them. */
export interface Prospect {
  /** null when we only were told of them. */
  readonly lead: LeadRecord | null;
  /** What all their talks say together. */
  readonly talk: Conversation;
  readonly company: Company;
}

/** The prospect behind an agent's input: from the stored talks, or from the fields by the same rules as a posted lead. */
export async function prospectOf(input: ProspectInput, tools: AgentTools): Promise<Prospect | AgentFailure> {
  const company = await tools.company();
  if (input.leadId === null) return { lead: null, talk: talkFrom(input, company, tools.now()), company };
  const lead = await tools.records.leads.get(input.leadId);
  if (lead === null) return failed("not-found", "there is no such lead");
  const talk = mergeTalks(lead.conversations.map(({ state }) => state)) ?? emptyTalk(lead.locale);
  return { lead, talk, company };
}

/** Tells a failure from a prospect. */
export function isFailure(value: Prospect | AgentFailure): value is AgentFailure {
  return "ok" in value;
}

/** The talk that these fields alone would make: the heart decides, and nothing is kept or sent. */
export function talkFrom(
  fields: Pick<ProspectInput, Exclude<keyof typeof prospectFields, "source">>,
  company: Company,
  now: number,
): Conversation {
  const language = leadLanguage(fields);
  const start = emptyTalk(language);
  const said = fields.message ?? "";
  const context = { asked: null, now, profileName: null, language: null, city: null };
  const heard =
    said === "" ? [] : [{ message: formMessage(said, now), understanding: understand(said, context) }];
  const facts = leadFacts(
    { ...fields, phone: fields.phone === null ? null : phoneNumber(fields.phone) },
    now,
  );
  const decision = decide(start, {
    trigger: { kind: "lead", facts, heard },
    ...{ company, openSlots: [], now, seed: 1, newIds: { booking: "none", proposal: "none" } },
  });
  const known = decision.events.filter(({ happened }) => KNOWLEDGE.has(happened));
  return { ...known.reduce(evolve, start), language };
}

/** Events that tell of the person; what we would say, ask or offer is left out. */
const KNOWLEDGE: ReadonlySet<string> = new Set(["fact-learned", "fact-contradicted", "pain-named", "heard"]);

function emptyTalk(language: Language): Conversation {
  return begin({ id: "none", channel: "webform", contactId: "none", language });
}

function formMessage(words: string, now: number): InboundMessage {
  return {
    ...{
      id: "form",
      from: { channel: "webform", account: "api", handle: "lead" },
      alsoKnownAs: [],
      senderName: null,
    },
    ...{ kind: "form", text: words, choice: null, attachments: [], about: null, origin: null, sentAt: now },
  };
}
