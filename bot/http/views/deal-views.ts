import type { BookingRecord, ProposalRecord } from "../../contracts/records.ts";
import { quote } from "../../conversation/sales/quote.ts";
import type { TimeSlot } from "../../conversation/state.ts";

/** Saudi value added tax. */
const VAT_RATE = 0.15;

/** A meeting as the API shows it. */
export function bookingView(booking: BookingRecord): Readonly<Record<string, unknown>> {
  const { id, conversationId, leadId, slot, status, createdAt } = booking;
  return { id, conversationId, leadId, rep: slot.rep, from: slot.from, to: slot.to, status, createdAt };
}

/** A free time as the API shows it. */
export function slotView({ id, rep, from, to }: TimeSlot): Readonly<Record<string, unknown>> {
  return { id, rep, from, to };
}

/** A proposal as the API shows it, with what it comes to. */
export function proposalView(proposal: ProposalRecord): Readonly<Record<string, unknown>> {
  const { draft } = proposal;
  const { amounts, recurring, firstYear } = quote(draft.lines, VAT_RATE);
  return {
    id: proposal.id,
    conversationId: proposal.conversationId,
    leadId: proposal.leadId,
    version: proposal.version,
    status: proposal.status,
    language: draft.language,
    offerId: draft.offerId,
    needs: draft.needs,
    lines: draft.lines.map(({ priceId, label, quantity, unitAmount, per }, at) => ({
      priceId,
      label,
      quantity,
      unitAmount,
      per,
      amount: amounts[at] ?? 0,
    })),
    currency: "SAR",
    vatRate: VAT_RATE,
    totals: recurring,
    firstYear,
    approvedBy: proposal.approvedBy,
    validUntil: proposal.validUntil,
    createdAt: proposal.createdAt,
  };
}
