import type { Company, InBoth, Offer, Price } from "../company.ts";
import type { Language } from "../message.ts";
import { quote } from "./quote.ts";
import { daysAr } from "./scripts.ts";

const VAT_RATE = 0.15;

export interface ProposalWishes {
  readonly companyName: string;
  readonly sector: string;
  readonly painPoints: readonly string[];
  readonly outcomes: readonly string[];
  readonly budgetHint: string | null;
  readonly locale: Language;
  /** Better words for two parts, already held against the approved facts. */
  readonly prose?: { readonly summary: string; readonly solution: string } | null;
}

export interface ProposalText {
  readonly bodyMarkdown: string;
  /** The first year's cost of one unit before VAT, by the cheapest and the dearest way to pay. */
  readonly budgetMin: number;
  readonly budgetMax: number;
  readonly currency: string;
}

/** A proposal in words, made of the approved profile only: every amount is a line of the price list or a sum of lines. */
export function proposalText(company: Company, wishes: ProposalWishes): ProposalText | null {
  const offer = bestOffer(company.offers, wishes);
  if (offer === null) return null;
  const costs = yearlyCosts(offer.prices);
  const named = { ...wishes, companyName: oneLine(wishes.companyName), sector: oneLine(wishes.sector) };
  return {
    bodyMarkdown: WRITERS[wishes.locale](company, offer, named).join("\n\n"),
    budgetMin: Math.min(...costs),
    budgetMax: Math.max(...costs),
    currency: offer.prices[0]?.currency ?? "SAR",
  };
}

/** The offer whose cues their words name most often; then one that suits the sector; then the first. */
function bestOffer(offers: readonly Offer[], wishes: ProposalWishes): Offer | null {
  const words = [...wishes.painPoints, ...wishes.outcomes].join("\n").toLowerCase();
  const score = ({ cues, suits }: Offer): number => {
    const named = cues.filter((cue) => words.includes(cue.toLowerCase())).length;
    return named * 2 + (suits.sectors.includes(wishes.sector) ? 1 : 0);
  };
  const priced = offers.filter(({ prices }) => prices.length > 0);
  const [best] = priced.toSorted((one, other) => score(other) - score(one));
  return best ?? null;
}

/** What a first year costs with each way of paying, one unit of each line, before VAT. */
function yearlyCosts(prices: readonly Price[]): readonly number[] {
  const line = (price: Price) => ({ quantity: 1, unitAmount: price.amount, per: price.per });
  const once = prices.filter(({ per }) => per === "once").map(line);
  const ways = (["month", "year"] as const)
    .map((per) => prices.filter((price) => price.per === per).map(line))
    .filter((lines) => lines.length > 0);
  const plans = ways.length === 0 ? [once] : ways.map((lines) => [...once, ...lines]);
  return plans.map((lines) => quote(lines, VAT_RATE).firstYear.subtotal);
}

type Writer = (company: Company, offer: Offer, wishes: ProposalWishes) => readonly string[];

const PER: Readonly<Record<Price["per"], InBoth>> = {
  once: { ar: "مرة واحدة", en: "once" },
  month: { ar: "شهرياً", en: "per month" },
  year: { ar: "سنوياً", en: "per year" },
};

const WRITERS: Readonly<Record<Language, Writer>> = {
  ar: (us, offer, { companyName, sector, painPoints, outcomes, budgetHint, prose }) => [
    `# عرض ${us.name.ar} لـ${companyName}`,
    `## الملخص\n${prose?.summary ?? `${us.about.ar}. نقترح لكم **${offer.name.ar}**، ونوضح هنا ما تشمله وتكلفتها.`}`,
    `## احتياجكم\n${bullets([...(sector ? [`القطاع: ${sector}`] : []), ...painPoints, ...(budgetHint ? [`الميزانية التي ذكرتموها: ${budgetHint}`] : [])])}`,
    ...(outcomes.length > 0 ? [`## ما تريدون الوصول إليه\n${bullets(outcomes)}`] : []),
    `## الحل\n${prose?.solution ?? `**${offer.name.ar}**: ${offer.summary.ar}.`}`,
    `## الأسعار\n${priceTable(offer.prices, "ar")}\n\nالأسعار بدون ضريبة القيمة المضافة (${percent(VAT_RATE)})، وهي مبينة في عمود مستقل.`,
    `## الشروط\n${us.proposal.terms.ar}`,
    `## الخطوة التالية\nنتفق على موعد قصير لتأكيد الأعداد، ثم يصلكم العرض النهائي. العرض ساري ${daysAr(us.proposal.validDays)}.`,
  ],
  en: (us, offer, { companyName, sector, painPoints, outcomes, budgetHint, prose }) => [
    `# Proposal of ${us.name.en} for ${companyName}`,
    `## Summary\n${prose?.summary ?? `${us.about.en}. We suggest **${offer.name.en}**; what it contains and costs is set out here.`}`,
    `## What you need\n${bullets([...(sector ? [`Sector: ${sector}`] : []), ...painPoints, ...(budgetHint ? [`The budget you named: ${budgetHint}`] : [])])}`,
    ...(outcomes.length > 0 ? [`## What you want to reach\n${bullets(outcomes)}`] : []),
    `## Solution\n${prose?.solution ?? `**${offer.name.en}**: ${offer.summary.en}.`}`,
    `## Prices\n${priceTable(offer.prices, "en")}\n\nPrices are without VAT (${percent(VAT_RATE)}), which has its own column.`,
    `## Terms\n${us.proposal.terms.en}`,
    `## Next step\nA short meeting to settle the quantities, then the final proposal. This one is valid for ${us.proposal.validDays} days.`,
  ],
};

const HEADS: Readonly<Record<Language, string>> = {
  ar: "| البند | السعر | الضريبة | الدفع |",
  en: "| Item | Price | VAT | Paid |",
};

function priceTable(prices: readonly Price[], language: Language): string {
  const rows = prices.map((price) => {
    const { amounts, headline } = quote(
      [{ quantity: 1, unitAmount: price.amount, per: price.per }],
      VAT_RATE,
    );
    const unit = price.unit === null ? "" : ` / ${price.unit[language]}`;
    const money = (amount: number) => `${amount.toLocaleString("en-US")} ${price.currency}`;
    return `| ${cell(price.label[language])} | ${money(amounts[0] ?? 0)}${unit} | ${money(headline.vat)} | ${PER[price.per][language]} |`;
  });
  return [HEADS[language], "|---|---|---|---|", ...rows].join("\n");
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${oneLine(line)}`).join("\n");
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

function cell(text: string): string {
  return text.replaceAll("|", "/");
}

function percent(rate: number): string {
  return `${Math.round(rate * 100)}%`;
}
