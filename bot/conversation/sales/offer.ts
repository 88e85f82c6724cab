import type { Claim, Company, Offer } from "../company.ts";
import { known } from "../ledger.ts";
import type { Conversation } from "../state.ts";
import { type CueBook, cueBook, stems } from "./cues.ts";
import { offerCalled } from "./offer-names.ts";

/** The approved answers of these kinds that the words ask for, the most exact cue first. */
export function claimsAsked(
  text: string,
  company: Company,
  kinds: readonly Claim["kind"][],
): readonly Claim[] {
  const strengths = booksOf(company).claims.found(stems(text));
  return strongestFirst(
    company.claims.filter((claim) => kinds.includes(claim.kind)),
    strengths,
  );
}

/** The offers that the words name, the most exact cue first. */
export function offersNamed(text: string, company: Company): readonly Offer[] {
  return strongestFirst(company.offers, booksOf(company).offers.found(stems(text)));
}

function strongestFirst<Thing>(things: readonly Thing[], strengths: ReadonlyMap<Thing, number>): Thing[] {
  return things
    .filter((thing) => strengths.has(thing))
    .sort((one, other) => (strengths.get(other) ?? 0) - (strengths.get(one) ?? 0));
}

interface Books {
  readonly claims: CueBook<Claim>;
  readonly offers: CueBook<Offer>;
  /** By their cues alone, without their names. */
  readonly needs: CueBook<Offer>;
}

/** Opened once a profile: the cues are the same for every message, and there are hundreds of them. */
const opened = new WeakMap<Company, Books>();

function booksOf(company: Company): Books {
  const known = opened.get(company);
  if (known !== undefined) return known;
  const { claims, offers } = company;
  const books = {
    claims: cueBook(claims.map((claim) => ({ thing: claim, cues: claim.cues }))),
    offers: cueBook(
      offers.map((offer) => ({ thing: offer, cues: [...offer.cues, offer.name.ar, offer.name.en] })),
    ),
    needs: cueBook(offers.map((offer) => ({ thing: offer, cues: offer.cues }))),
  };
  opened.set(company, books);
  return books;
}

/** The approved texts with these ids and of these kinds, in the order of the ids. */
export function claimsPicked(
  ids: readonly string[],
  company: Company,
  kinds: readonly Claim["kind"][],
): readonly Claim[] {
  return ids.flatMap((id) => company.claims.filter((claim) => claim.id === id && kinds.includes(claim.kind)));
}

/** The offers with these ids, in the order of the ids. */
export function offersPicked(ids: readonly string[], company: Company): readonly Offer[] {
  return ids.flatMap((id) => company.offers.filter((offer) => offer.id === id));
}

/** The one offer to recommend by their need, size and sector, or null while nothing points to one. */
export function offerFor(
  conversation: Pick<Conversation, "facts" | "pains">,
  company: Company,
): Offer | null {
  const need = [...conversation.pains, known(conversation.facts, "need") ?? ""].join("\n");
  const strengths = booksOf(company).needs.found(stems(need));
  const called = offerCalled(need, company.offers)?.offer;
  const worth = (offer: Offer) =>
    (strengths.get(offer) ?? 0) * 2 + suits(offer, conversation) + (offer === called ? BY_NAME : 0);
  const ranked = company.offers
    .map((offer) => ({ offer, worth: worth(offer) }))
    .sort((one, other) => other.worth - one.worth);
  const [best, second] = ranked;
  if (best === undefined || best.worth <= 0) return null;
  return second !== undefined && second.worth === best.worth ? null : best.offer;
}

/** Who calls an offer by its name wants that one, whatever else fits. */
const BY_NAME = 100;

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
