import type { ProposalLine } from "../decide.ts";

export type QuoteLine = Pick<ProposalLine, "quantity" | "unitAmount" | "per">;

/** Riyals with at most two decimals; `total` = `subtotal` + `vat` to the halala. */
export interface Totals {
  readonly subtotal: number;
  readonly vat: number;
  readonly total: number;
}

/** What a list of lines costs. */
export interface Quote {
  /** quantity × unit amount of each line, in the order given, before VAT. */
  readonly amounts: readonly number[];
  /** What is paid once, each month and each year; null where no line is paid that way. */
  readonly recurring: Readonly<Record<QuoteLine["per"], Totals | null>>;
  /** The first year together: once + 12 months + one year. Sums of what is invoiced, so never a halala apart. */
  readonly firstYear: Totals;
  /**
   * The figure to lead with: the one payment when all lines are paid the same way, else the first year.
   * `per` says which.
   */
  readonly headline: Totals & { readonly per: QuoteLine["per"] | "first-year" };
}

/** Prices a proposal in whole halalas. `vatRate` is a fraction (0.15); VAT is rounded half up once per payment. */
export function quote(lines: readonly QuoteLine[], vatRate: number): Quote {
  const amounts = lines.map((line) => Math.round(line.quantity * halalas(line.unitAmount)));
  const once = paymentOf("once", lines, amounts, vatRate);
  const month = paymentOf("month", lines, amounts, vatRate);
  const year = paymentOf("year", lines, amounts, vatRate);
  const firstYear = totals(
    (once?.subtotal ?? 0) + 12 * (month?.subtotal ?? 0) + (year?.subtotal ?? 0),
    (once?.vat ?? 0) + 12 * (month?.vat ?? 0) + (year?.vat ?? 0),
  );
  const recurring = { once: inRiyals(once), month: inRiyals(month), year: inRiyals(year) };
  const kinds = (["once", "month", "year"] as const).filter((per) => recurring[per] !== null);
  const only = kinds.length === 1 ? kinds[0] : undefined;
  const single = only === undefined ? null : recurring[only];
  const whole = riyals(firstYear);
  return {
    amounts: amounts.map((amount) => amount / 100),
    recurring,
    firstYear: whole,
    headline:
      only !== undefined && single !== null ? { ...single, per: only } : { ...whole, per: "first-year" },
  };
}

function paymentOf(
  per: QuoteLine["per"],
  lines: readonly QuoteLine[],
  amounts: readonly number[],
  vatRate: number,
): Totals | null {
  if (!lines.some((line) => line.per === per)) return null;
  const subtotal = amounts.reduce(
    (sum, amount, index) => (lines[index]?.per === per ? sum + amount : sum),
    0,
  );
  return totals(subtotal, vatOf(subtotal, vatRate));
}

function totals(subtotal: number, vat: number): Totals {
  return { subtotal, vat, total: subtotal + vat };
}

// The rate becomes ten-thousandths first: 0.15 has no exact double, and 0.15 × 30 halalas must round up.
function vatOf(subtotal: number, vatRate: number): number {
  const rate = Math.round(vatRate * 10_000);
  return Math.floor((subtotal * rate + 5_000) / 10_000);
}

function halalas(amount: number): number {
  return Math.round(amount * 100);
}

function riyals(halala: Totals): Totals {
  return { subtotal: halala.subtotal / 100, vat: halala.vat / 100, total: halala.total / 100 };
}

function inRiyals(halala: Totals | null): Totals | null {
  return halala === null ? null : riyals(halala);
}
