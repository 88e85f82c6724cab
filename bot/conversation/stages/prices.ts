import type { Offer, Price } from "../company.ts";
import { plainText } from "../language/normalise.ts";
import type { Reading } from "../reading.ts";
import type { Reply } from "../reply.ts";
import { offerFor, offersNamed } from "../sales/offer.ts";
import { priceInWords } from "../wording/amounts.ts";
import { asksForProposal } from "./propose.ts";

/** A price was asked for, or a bare "and yearly?" after prices were said. */
export function asksForPrice(reply: Reply, reading: Reading): boolean {
  if (asksForProposal(reading)) return false;
  if (reading.acts.has("ask-price")) return true;
  const wasSaid = reply.before.said.some((id) => id.startsWith("price:"));
  const isShort = reading.text.trim().split(/\s+/u).length <= 5;
  const isFollowUp = periodNamed(reading.text) !== null || UNIT.test(plainText(reading.text));
  return wasSaid && isShort && isFollowUp && reading.facts.length === 0;
}

/** "Per user?", «لكل فرع؟» */
const UNIT = /(?:per|each|every) \w+|لكل \S+|للواحد|للفرع|للمستخدم|للموظف/u;

/** The approved prices of what they mean: the offer they named, the one that suits them, else the first price of each. */
export function sayPrices(reply: Reply, reading: Reading): void {
  const { company } = reply;
  const priced = company.offers.filter((offer) => offer.prices.length > 0);
  if (priced.length === 0) {
    reply.say("price.unknown", {});
    reply.act({ do: "ask-team", question: reading.text });
    return;
  }
  const named = offersNamed(reading.text, company);
  const last = reply.before.said.findLast((id) => id.startsWith("price:"));
  const inTalk = priced.filter((offer) => offer.prices.some((price) => `price:${price.id}` === last));
  const period = periodNamed(reading.text);
  const one = named[0] ?? (period === null ? null : inTalk[0]) ?? offerFor(reply.now, company);
  reply.say(last === undefined ? "price.lead" : "price.again", {});
  if (one === null || one === undefined || one.prices.length === 0) {
    for (const offer of priced.slice(0, MOST_OFFERS))
      sayOffer(reply, offer, offer.prices.slice(0, 1), period);
  } else {
    sayOffer(reply, one, one.prices, period);
  }
  reply.say("price.vat", {});
}

const MOST_OFFERS = 3;

function sayOffer(reply: Reply, offer: Offer, prices: readonly Price[], period: Price["per"] | null): void {
  const { language } = reply.now;
  const ofPeriod = period === null ? [] : offer.prices.filter((price) => price.per === period);
  const shown = ofPeriod.length > 0 ? ofPeriod : prices;
  const regular = shown.filter((price) => price.per !== "once").map((price) => priceInWords(price, language));
  const once = shown
    .filter((price) => price.per === "once")
    .map(
      (price) => `${price.label[language]}${language === "ar" ? " " : ": "}${priceInWords(price, language)}`,
    );
  const or = language === "ar" ? "، أو " : ", or ";
  const parts = [regular.join(or), ...once].filter((part) => part !== "");
  const text = `${offer.name[language]}: ${parts.join(language === "ar" ? "، و" : "; ")}`;
  for (const price of shown) reply.mark(`price:${price.id}`);
  reply.quote(text, `price:${shown[0]?.id ?? offer.id}`);
}

function periodNamed(text: string): Price["per"] | null {
  const plain = plainText(text);
  if (/سنوي|بالسنه|في السنه|yearly|annual|per year/u.test(plain)) return "year";
  return /شهري|بالشهر|في الشهر|monthly|per month/u.test(plain) ? "month" : null;
}
