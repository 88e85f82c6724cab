import type { LeadStatus } from "../contracts/records.ts";
import type { LeadColumns } from "../contracts/turn-record.ts";
import type { Company } from "../conversation/company.ts";
import { known } from "../conversation/ledger.ts";
import { bantOf } from "../conversation/sales/bant.ts";
import { companyKey } from "../conversation/sales/company-key.ts";
import { dealWorth } from "../conversation/sales/deal-worth.ts";
import { fitOf } from "../conversation/sales/icp.ts";
import type { Conversation } from "../conversation/state.ts";

/** What lists of leads are filtered by, from what the talk has shown so far; `before` is the talk before this turn. */
export function leadColumns(conversation: Conversation, company: Company, before: Conversation): LeadColumns {
  const { facts } = conversation;
  const fit = fitOf(conversation, company);
  const budget = known(facts, "budget");
  const isUntold = Object.keys(facts).length === 0;
  const status = statusOf(conversation);
  return {
    status,
    statusIsNew: status !== statusOf(before),
    name: known(facts, "name") ?? conversation.profileName,
    company: known(facts, "company"),
    companyKey: keyOf(known(facts, "company")),
    sector: known(facts, "sector"),
    tier: isUntold ? null : fit.tier,
    scoreLeast: fit.least,
    scoreMost: fit.most,
    valueSar: budget !== null && budget.currency === "SAR" ? dealWorth(budget.max ?? budget.min) : null,
  };
}

function keyOf(company: string | null): string | null {
  return company === null ? null : companyKey(company) || null;
}

/** An outcome says more than an offer, and an offer more than the answers; the status a rep set stays otherwise. */
function statusOf({ outcome, proposal, facts }: Conversation): LeadStatus | null {
  if (outcome === "won") return "won";
  if (outcome === "not-interested") return "lost";
  if (outcome === "not-a-fit" || outcome === "wrong-number") return "disqualified";
  if (proposal !== null && proposal.status !== "draft" && proposal.status !== "superseded") return "proposal";
  const { status } = bantOf(facts);
  return status === "new" ? null : status;
}
