import type { Company } from "../company.ts";
import type { Conversation } from "../state.ts";
import { type Fit, fitOf } from "./icp.ts";

/** From this likely fit on a meeting is offered. */
export const BOOKING_GATE = 0.5;
/** From this likely fit on a proposal is drafted, when they ask for one. */
export const PROPOSAL_GATE = 0.7;

/** Where a prospect stands against the gates. */
export interface Gates {
  readonly fit: Fit;
  readonly mayBook: boolean;
  readonly mayPropose: boolean;
  /** Not even the best that could still turn out would open the booking gate. */
  readonly cannotFit: boolean;
}

export function gatesOf(conversation: Pick<Conversation, "facts" | "pains">, company: Company): Gates {
  const fit = fitOf(conversation, company);
  return {
    fit,
    mayBook: fit.likely >= BOOKING_GATE,
    mayPropose: fit.likely >= PROPOSAL_GATE,
    cannotFit: fit.most < BOOKING_GATE,
  };
}
