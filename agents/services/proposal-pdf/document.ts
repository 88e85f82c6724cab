import type { ProposalRecord } from "../../../bot/contracts/records.ts";
import type { Company, InBoth, Rep } from "../../../bot/conversation/company.ts";
import type { Language } from "../../../bot/conversation/message.ts";
import type { Conversation } from "../../../bot/conversation/state.ts";

/** All that stands in a proposal. */
export interface ProposalDocument {
  readonly id: string;
  readonly version: number;
  /** A draft is marked as one on every page until a rep approves it. */
  readonly status: ProposalRecord["status"];
  /** The language of its first pages; the other language follows. */
  readonly language: Language;
  /** Digits of the Arabic pages. */
  readonly digits: Conversation["digits"];
  /** ISO dates, or times with offset. */
  readonly createdAt: string;
  readonly validUntil: string;
  readonly seller: Pick<Company, "name" | "about" | "crNumber" | "vatNumber" | "address"> &
    Pick<Company, "phone" | "email" | "website">;
  readonly contact: Pick<Rep, "name" | "phone" | "email"> | null;
  readonly prospect: {
    readonly company: string | null;
    readonly name: string | null;
  };
  /** In the prospect's own words. */
  readonly needs: readonly string[];
  readonly lines: readonly DocumentLine[];
  /** ISO 4217 */
  readonly currency: string;
  /** A fraction: 0.15. */
  readonly vatRate: number;
  readonly terms: InBoth;
}

export interface DocumentLine {
  readonly label: InBoth;
  /** What one unit is, null for a flat price. */
  readonly unit: InBoth | null;
  readonly quantity: number;
  readonly unitAmount: number;
  readonly per: "once" | "month" | "year";
}

export interface DocumentParts {
  readonly record: ProposalRecord;
  readonly company: Company;
  readonly contact: Rep | null;
  readonly prospect: ProposalDocument["prospect"];
  readonly digits: Conversation["digits"];
}

/** Saudi value added tax since 1 July 2020. */
const VAT_RATE = 0.15;

/** The document of a stored proposal: its amounts as drafted, its wording in both languages from the price list. */
export function proposalDocument(parts: DocumentParts): ProposalDocument {
  const { record, company } = parts;
  const offers = company.offers.flatMap((offer) => offer.prices.map((price) => ({ offer, price })));
  const entryOf = (priceId: string) => offers.find(({ price }) => price.id === priceId) ?? null;
  const lines = record.draft.lines.map((line): DocumentLine => {
    const entry = entryOf(line.priceId);
    const { quantity, unitAmount, per } = line;
    // A price taken off the list since keeps the words it was drafted with.
    if (entry === null)
      return { label: { ar: line.label, en: line.label }, unit: null, quantity, unitAmount, per };
    const { offer, price } = entry;
    const label = {
      ar: `${offer.name.ar} – ${price.label.ar}`,
      en: `${offer.name.en} – ${price.label.en}`,
    };
    return { label, unit: price.unit, quantity, unitAmount, per };
  });
  const [first] = record.draft.lines;
  return {
    id: record.id,
    version: record.version,
    status: record.status,
    language: record.draft.language,
    digits: parts.digits,
    createdAt: record.createdAt,
    validUntil: record.validUntil,
    seller: company,
    contact: parts.contact,
    prospect: parts.prospect,
    needs: record.draft.needs,
    lines,
    currency: (first === undefined ? null : entryOf(first.priceId))?.price.currency ?? "SAR",
    vatRate: VAT_RATE,
    terms: company.proposal.terms,
  };
}
