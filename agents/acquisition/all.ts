import { type AnyAgent, anyAgent } from "../registry.ts";
import { booking } from "./booking.ts";
import { crm } from "./crm.ts";
import { followUp } from "./follow-up.ts";
import { icpMatcher } from "./icp-matcher.ts";
import { intake } from "./intake.ts";
import { outreach } from "./outreach.ts";
import { painExtractor } from "./pain-extractor.ts";
import { proposal } from "./proposal.ts";
import { qualification } from "./qualification.ts";

/** The nine that turn a stranger into a meeting and an offer, in the order of the work. */
export const ACQUISITION: readonly AnyAgent[] = [
  anyAgent(intake),
  anyAgent(painExtractor),
  anyAgent(icpMatcher),
  anyAgent(qualification),
  anyAgent(crm),
  anyAgent(booking),
  anyAgent(proposal),
  anyAgent(outreach),
  anyAgent(followUp),
];
