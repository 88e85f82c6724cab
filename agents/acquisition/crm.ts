import { z } from "zod";
import type { CrmLead, CrmResult } from "../../bot/contracts/crm.ts";
import type { LeadRecord } from "../../bot/contracts/records.ts";
import type { Company } from "../../bot/conversation/company.ts";
import { known } from "../../bot/conversation/ledger.ts";
import { mergeTalks } from "../../bot/conversation/merge-talks.ts";
import { leadSummary, summaryForRep } from "../../bot/conversation/sales/lead-summary.ts";
import type { Conversation } from "../../bot/conversation/state.ts";
import { type Agent, done, failed } from "../agent.ts";

const input = z.object({ leadId: z.string().min(1).max(200) });

const output = z.object({
  synced: z.boolean(),
  provider: z.string().nullable(),
  contactId: z.string().nullable(),
  companyId: z.string().nullable(),
  dealId: z.string().nullable(),
  reason: z.string().nullable().meta({ description: "Why it was not synced." }),
});

export type CrmAnswer = z.output<typeof output>;

/** Brings the CRM to what is known of a lead; without one it says so. */
export const crm: Agent<z.output<typeof input>, CrmAnswer> = {
  name: "crm",
  description: "Tells the CRM of a lead: one contact, one company and one deal, however often it is told.",
  input,
  output,
  run: async ({ leadId }, tools) => {
    if (tools.crm === null) return done(NOT_SET_UP);
    const lead = await tools.records.leads.get(leadId);
    if (lead === null) return failed("not-found", "there is no such lead");
    const talk = mergeTalks(lead.conversations.map(({ state }) => state));
    if (talk === null) return failed("conflict", "nothing is known of this lead yet");
    const result = await tools.crm.sync(crmLead(lead, talk, await tools.company()));
    const warnings = result.synced ? (result.warnings ?? []) : [result.reason];
    return done(
      answerOf(result),
      warnings.map((one) => `crm: ${one}`),
    );
  },
};

const NOTHING = { contactId: null, companyId: null, dealId: null } as const;
const NOT_SET_UP: CrmAnswer = { synced: false, provider: null, ...NOTHING, reason: "no CRM is set up" };

function answerOf(result: CrmResult): CrmAnswer {
  if (!result.synced) return { synced: false, provider: result.provider, ...NOTHING, reason: result.reason };
  const { provider, contactId, companyId, dealId } = result;
  return { synced: true, provider, contactId, companyId, dealId, reason: null };
}

/** A lead as a CRM is told of it: only what was said, nothing made up. */
export function crmLead(lead: LeadRecord, talk: Conversation, company: Company): CrmLead {
  const { facts, fit, bant, pains, urgency } = leadSummary(talk, company);
  const budget = known(facts, "budget");
  const { booking } = talk;
  return {
    ...{
      leadId: lead.id,
      contactId: lead.contactId,
      source: lead.source,
      status: lead.status,
      locale: lead.locale,
    },
    ...{ name: known(facts, "name") ?? talk.profileName, company: known(facts, "company") },
    ...{
      role: known(facts, "role")?.title ?? null,
      email: known(facts, "email"),
      phone: known(facts, "phone") ?? phoneOf(lead),
    },
    ...{ crNumber: known(facts, "crNumber"), vatNumber: known(facts, "vatNumber") },
    ownerEmail: ownerOf(talk, company),
    ...{ website: known(facts, "website"), sector: known(facts, "sector"), city: known(facts, "city") },
    companySize: known(facts, "companySize"),
    amountSar: budget?.currency === "SAR" ? (budget.max ?? budget.min) : null,
    ...{ tier: fit.tier, fit: fit.likely, bantKnown: bant.known, urgency, pains },
    meetingAt: booking?.status === "confirmed" ? booking.slot.from : null,
    summary: summaryForRep(talk, company),
  };
}

/** Who writes on WhatsApp has told their number by that, unless the platform hides it. */
function phoneOf({ conversations }: LeadRecord): string | null {
  for (const { state, handle } of conversations) {
    const digits = /^\+?(\d{8,15})$/u.exec(handle)?.[1];
    if (state.channel === "whatsapp" && digits !== undefined) return `+${digits}`;
  }
  return null;
}

function ownerOf({ owner, rep, booking }: Conversation, { reps }: Company): string | null {
  const id = (owner === "rep" ? rep : null) ?? booking?.slot.rep ?? null;
  return reps.find((one) => one.id === id)?.email?.toLowerCase() ?? null;
}
