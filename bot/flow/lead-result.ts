import type { PostedLeadResult } from "../contracts/commands.ts";
import type { Company } from "../conversation/company.ts";
import { leadSummary } from "../conversation/sales/lead-summary.ts";
import { nextQuestion } from "../conversation/sales/next-question.ts";
import type { Conversation } from "../conversation/state.ts";

/** What the rules made of a posted lead, step by step; a step that is not set up says so instead of pretending. */
export function leadResult(
  conversation: Conversation,
  company: Company,
): Omit<PostedLeadResult, "leadId" | "duplicate"> {
  const { pains, urgency, fit, bant } = leadSummary(conversation, company);
  const { booking, proposal } = conversation;
  return {
    extraction: { pains, urgency, method: "rules" },
    fit,
    qualification: { ...bant, asksNext: nextQuestion(conversation, company) },
    crm: { synced: false, reason: "no CRM is set up" },
    booking,
    proposal,
    warnings: ["crm: no CRM is set up, so this lead stays in Majlis only"],
  };
}
