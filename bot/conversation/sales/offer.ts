import type { Claim, Company, Offer } from "../company.ts";
import { known } from "../ledger.ts";
import type { Conversation } from "../state.ts";
import { cueStrength, stems } from "./cues.ts";

/** The approved answers of these kinds that the words ask for, the most exact cue first. */
export function claimsAsked(
  text: string,
  company: Company,
  kinds: readonly Claim["kind"][],
): readonly Claim[] {
  const spoken = stems(text);
  return company.claims
    .filter((claim) => kinds.includes(claim.kind))
    .map((claim) => ({ claim, strength: strongest(spoken, claim.cues) }))
    .filter(({ strength }) => strength > 0)
    .sort((one, other) => other.strength - one.strength)
    .map(({ claim }) => claim);
}

/** The offers that the words name, the most exact cue first. */
export function offersNamed(text: string, company: Company): readonly Offer[] {
  const spoken = stems(text);
  return company.offers
    .map((offer) => ({ offer, strength: strongest(spoken, [...offer.cues, offer.name.ar, offer.name.en]) }))
    .filter(({ strength }) => strength > 0)
    .sort((one, other) => other.strength - one.strength)
    .map(({ offer }) => offer);
}

function strongest(spoken: readonly string[], cues: readonly string[]): number {
  return cues.reduce((best, cue) => Math.max(best, cueStrength(spoken, cue)), 0);
}

/** The one offer to recommend by their need, size and sector, or null while nothing points to one. */
export function offerFor(
  conversation: Pick<Conversation, "facts" | "pains">,
  company: Company,
): Offer | null {
  const need = [...conversation.pains, known(conversation.facts, "need") ?? ""].join("\n");
  const spoken = stems(need);
  const ranked = company.offers
    .map((offer) => ({ offer, worth: strongest(spoken, offer.cues) * 2 + suits(offer, conversation) }))
    .sort((one, other) => other.worth - one.worth);
  const [best, second] = ranked;
  if (best === undefined || best.worth <= 0) return null;
  return second !== undefined && second.worth === best.worth ? null : best.offer;
}

/** 1 for the right sector, 1 for the right size, less when the size is outside. */
function suits(offer: Offer, conversation: Pick<Conversation, "facts">): number {
  const sector = known(conversation.facts, "sector");
  const size = known(conversation.facts, "companySize");
  const people = size === null ? null : (size.max ?? size.min);
  const bySector = sector !== null && offer.suits.sectors.includes(sector) ? 1 : 0;
  if (people === null) return bySector;
  const fits =
    people >= (offer.suits.sizeMin ?? 0) && people <= (offer.suits.sizeMax ?? Number.POSITIVE_INFINITY);
  return bySector + (fits ? 1 : -2);
}
