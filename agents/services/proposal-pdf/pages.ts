import type { Language } from "../../../bot/conversation/message.ts";
import { fullDate, hijriInWords, inDigits } from "../../../bot/conversation/sales/date-words.ts";
import { type Quote, quote, type Totals } from "../../../bot/conversation/sales/quote.ts";
import { riyadhDate } from "../../../bot/conversation/sales/riyadh.ts";
import type { Conversation } from "../../../bot/conversation/state.ts";
import type { ProposalDocument } from "./document.ts";
import { printable } from "./printable.ts";
import { WORDS } from "./words.ts";

type Digits = Conversation["digits"];
/** A name with its value; `ltr` values (numbers, addresses of the net) keep left-to-right order in Arabic text. */
interface Row {
  readonly name: string;
  readonly value: string;
  readonly ltr: boolean;
}

/** One language's pages, every word and figure as it will be printed: the template only places them. */
export interface ProposalPages {
  readonly language: Language;
  readonly title: string;
  readonly watermark: string | null;
  readonly seller: {
    readonly heading: string;
    readonly name: string;
    readonly about: string;
    readonly rows: readonly Row[];
  };
  readonly buyer: { readonly heading: string; readonly name: string; readonly rows: readonly Row[] };
  readonly contact: { readonly heading: string; readonly name: string; readonly rows: readonly Row[] } | null;
  readonly meta: readonly Row[];
  readonly needs: {
    readonly heading: string;
    readonly quotes: readonly { readonly text: string; readonly rtl: boolean }[];
  };
  readonly lines: {
    readonly heading: string;
    readonly note: string;
    readonly columns: readonly string[];
    readonly rows: readonly (readonly string[])[];
  };
  readonly totals: readonly {
    readonly heading: string | null;
    readonly rows: readonly (Row & { readonly strong: boolean })[];
  }[];
  readonly terms: { readonly heading: string; readonly text: string };
  readonly acceptance: { readonly heading: string; readonly fields: readonly string[] };
  readonly footer: {
    readonly seller: string;
    readonly page: string;
    readonly of: string;
    readonly digits: Digits;
  };
}

/** What a proposal prints: the pages of its own language first, then the other's. */
export function proposalPages(document: ProposalDocument): readonly [ProposalPages, ProposalPages] {
  const other = document.language === "ar" ? "en" : "ar";
  return [pagesIn(document.language, document), pagesIn(other, document)];
}

function pagesIn(language: Language, document: ProposalDocument): ProposalPages {
  const digits = language === "ar" ? document.digits : "latin";
  const { seller, prospect } = document;
  return {
    language,
    title: WORDS.title[language],
    watermark: document.status === "draft" ? WORDS.draft[language] : null,
    seller: {
      heading: WORDS.preparedBy[language],
      name: seller.name[language],
      about: seller.about[language],
      rows: sellerRows(language, document),
    },
    buyer: {
      heading: WORDS.preparedFor[language],
      name: prospect.company ?? prospect.name ?? "",
      rows:
        prospect.company === null || prospect.name === null
          ? []
          : [row(WORDS.attention[language], prospect.name)],
    },
    contact: contactOf(language, document),
    meta: metaRows(language, document, digits),
    needs: {
      heading: WORDS.needs[language],
      quotes: document.needs
        .map((need) => printable(need).replaceAll("\n", " "))
        .filter((need) => need !== "")
        .map((text) => ({ text, rtl: startsArabic(text) })),
    },
    lines: linesOf(language, document, digits),
    totals: totalsOf(language, document, digits),
    terms: { heading: WORDS.terms[language], text: document.terms[language] },
    acceptance: {
      heading: WORDS.acceptance[language],
      fields: [WORDS.signatoryName[language], WORDS.signature[language], WORDS.date[language]],
    },
    footer: { seller: seller.name[language], page: WORDS.page[language], of: WORDS.of[language], digits },
  };
}

function sellerRows(language: Language, { seller }: ProposalDocument): readonly Row[] {
  return [
    optionalRow(WORDS.crNumber[language], seller.crNumber),
    optionalRow(WORDS.vatNumber[language], seller.vatNumber),
    seller.address === null ? [] : [row("", seller.address[language])],
    [seller.phone, seller.email, seller.website].flatMap((value) => optionalRow("", value)),
  ].flat();
}

function contactOf(language: Language, { contact }: ProposalDocument): ProposalPages["contact"] {
  if (contact === null) return null;
  const reachable = [contact.phone, contact.email].flatMap((value) => optionalRow("", value));
  return { heading: WORDS.contact[language], name: contact.name[language], rows: reachable };
}

function metaRows(language: Language, document: ProposalDocument, digits: Digits): readonly Row[] {
  const date = (iso: string) => {
    const day = riyadhDate(Date.parse(iso));
    return language === "en"
      ? fullDate(day, language, digits)
      : `${fullDate(day, language, digits)} (${hijriInWords(day, language, digits)}هـ)`;
  };
  return [
    { ...row(WORDS.number[language], shortId(document.id)), ltr: true },
    row(WORDS.version[language], inDigits(String(document.version), digits)),
    row(WORDS.date[language], date(document.createdAt)),
    row(WORDS.validUntil[language], date(document.validUntil)),
  ];
}

/** Time-ordered ids begin alike, so the end tells two proposals apart. */
function shortId(id: string): string {
  return id.length > 12 ? id.slice(-8).toUpperCase() : id;
}

function linesOf(language: Language, document: ProposalDocument, digits: Digits): ProposalPages["lines"] {
  const { amounts } = quote(document.lines, document.vatRate);
  return {
    heading: WORDS.lines[language],
    note: document.currency === "SAR" ? WORDS.amountsIn[language] : document.currency,
    columns: [
      "",
      WORDS.item[language],
      WORDS.quantity[language],
      WORDS.unitPrice[language],
      WORDS.period[language],
      WORDS.amount[language],
    ],
    rows: document.lines.map((line, index) => [
      inDigits(String(index + 1), digits),
      line.label[language],
      `${grouped(String(line.quantity), digits)}${line.unit === null ? "" : ` × ${line.unit[language]}`}`,
      money(line.unitAmount, digits),
      WORDS[line.per][language],
      money(amounts[index] ?? 0, digits),
    ]),
  };
}

function totalsOf(language: Language, document: ProposalDocument, digits: Digits): ProposalPages["totals"] {
  const price = quote(document.lines, document.vatRate);
  const rate = inDigits(String(Math.round(document.vatRate * 10_000) / 100), digits);
  const vatName = `${WORDS.vat[language]} ${language === "ar" ? `${rate}٪` : `${rate}%`}`;
  const rows = ({ subtotal, vat, total }: Totals) => [
    { ...row(WORDS.subtotal[language], money(subtotal, digits)), strong: false },
    { ...row(vatName, money(vat, digits)), strong: false },
    { ...row(WORDS.total[language], money(total, digits)), strong: true },
  ];
  return paymentsOf(price).map(({ heading, totals }) => ({
    heading: WORDS[heading][language],
    rows: rows(totals),
  }));
}

type Heading = "paidOnce" | "paidMonthly" | "paidYearly" | "firstYear";

function paymentsOf({
  recurring,
  firstYear,
}: Quote): readonly { readonly heading: Heading; readonly totals: Totals }[] {
  const payments = [
    { heading: "paidOnce", totals: recurring.once },
    { heading: "paidMonthly", totals: recurring.month },
    { heading: "paidYearly", totals: recurring.year },
  ] as const;
  const made = payments.flatMap(({ heading, totals }) => (totals === null ? [] : [{ heading, totals }]));
  const needsSum = made.length > 1 || recurring.month !== null;
  return needsSum ? [...made, { heading: "firstYear", totals: firstYear }] : made;
}

/** Two decimals, thousands set apart: "1,200.50", «١٬٢٠٠٫٥٠». */
export function money(amount: number, digits: Digits): string {
  const [whole = "0", rest = "00"] = amount.toFixed(2).split(".");
  return `${grouped(whole, digits)}${digits === "arabic-indic" ? "٫" : "."}${inDigits(rest, digits)}`;
}

function grouped(whole: string, digits: Digits): string {
  return inDigits(whole.replace(/\B(?=(\d{3})+$)/gu, digits === "arabic-indic" ? "٬" : ","), digits);
}

function startsArabic(text: string): boolean {
  const letter = /\p{L}/u.exec(text);
  return letter !== null && /\p{Script=Arabic}/u.test(letter[0]);
}

function row(name: string, value: string): Row {
  return { name, value, ltr: false };
}

// Registration numbers and phones keep the digits in which people look them up and dial them.
function optionalRow(name: string, value: string | null): readonly Row[] {
  return value === null ? [] : [{ name, value, ltr: true }];
}
