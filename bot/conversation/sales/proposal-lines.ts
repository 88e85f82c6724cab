import type { Offer, Price } from "../company.ts";
import { plainText } from "../language/normalise.ts";
import { known } from "../ledger.ts";
import type { Conversation } from "../state.ts";
import type { ProposalLine } from "../turn.ts";

/** The lines of a draft from the price list: the period they named (monthly else), and what is paid once. */
export function proposalLines(
  offer: Offer,
  conversation: Pick<Conversation, "facts" | "language">,
  text: string,
): readonly ProposalLine[] {
  const told = [text, ...Object.values(conversation.facts).map((entry) => entry?.quote ?? "")].join("\n");
  const wanted: Price["per"] = /سنوي|بالسنه|yearly|annual/u.test(plainText(told)) ? "year" : "month";
  const ofPeriod = offer.prices.filter((price) => price.per === wanted);
  const recurring = ofPeriod.length > 0 ? ofPeriod : offer.prices.filter((price) => price.per !== "once");
  const once = offer.prices.filter((price) => price.per === "once");
  return [...recurring, ...once].map((price) => ({
    priceId: price.id,
    label: price.label[conversation.language],
    quantity: quantityOf(price, conversation, told),
    unitAmount: price.amount,
    per: price.per,
  }));
}

/** Users count heads, branches count branches; what was not said counts once and the rep corrects it. */
function quantityOf(price: Price, conversation: Pick<Conversation, "facts">, told: string): number {
  if (price.unit === null) return 1;
  if (/branch|location|site/iu.test(price.unit.en)) return branchesIn(told) ?? 1;
  const size = known(conversation.facts, "companySize");
  return size === null ? 1 : (size.max ?? size.min ?? 1);
}

function branchesIn(told: string): number | null {
  const plain = plainText(told);
  if (/فرعين|two branches/u.test(plain)) return 2;
  const match = /(\d{1,3})\s*(?:فرع|فروع|branch)/u.exec(plain);
  return match === null ? null : Number(match[1]);
}
