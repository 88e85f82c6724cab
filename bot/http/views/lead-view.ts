import type { LeadRecord, TaskRecord } from "../../contracts/records.ts";
import type { Company } from "../../conversation/company.ts";
import { begin } from "../../conversation/evolve.ts";
import { mergeTalks } from "../../conversation/merge-talks.ts";
import { leadSummary } from "../../conversation/sales/lead-summary.ts";
import type { Conversation } from "../../conversation/state.ts";
import { tasksBeside } from "./task-view.ts";

/** A lead as the API shows it: everything its talks have brought to light, weighed against the company's ideal customer. */
export function leadView(
  lead: LeadRecord,
  company: Company,
  tasks: readonly TaskRecord[],
): Readonly<Record<string, unknown>> {
  const talk = mergeTalks(lead.conversations.map(({ state }) => state)) ?? silentTalk(lead);
  const { facts, bant, fit, pains, urgency } = leadSummary(talk, company);
  return {
    id: lead.id,
    contactId: lead.contactId,
    source: lead.source,
    status: lead.status,
    locale: lead.locale,
    conversationIds: lead.conversations.map(({ state }) => state.id),
    facts,
    bant,
    fit,
    pains,
    urgency,
    booking: bookingView(talk),
    proposal: talk.proposal,
    crm: lead.metadata.crm ?? null,
    tasks: tasksBeside(tasks.filter(({ leadId }) => leadId === lead.id)).tasks,
    createdAt: lead.createdAt,
    updatedAt: lead.updatedAt,
  };
}

/** A lead without any talk is a talk in which nothing was said. */
function silentTalk(lead: LeadRecord): Conversation {
  return begin({ id: lead.id, channel: "webform", contactId: lead.contactId, language: lead.locale });
}

function bookingView({ booking }: Conversation): Readonly<Record<string, unknown>> | null {
  if (booking === null) return null;
  const { rep, from, to } = booking.slot;
  return { id: booking.id, status: booking.status, rep, from, to };
}
