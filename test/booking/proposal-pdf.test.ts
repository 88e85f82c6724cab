import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { type ProposalDocument, proposalDocument } from "../../agents/services/proposal-pdf/document.ts";
import { money, proposalPages } from "../../agents/services/proposal-pdf/pages.ts";
import { printable } from "../../agents/services/proposal-pdf/printable.ts";
import { proposalPdf } from "../../agents/services/proposal-pdf/proposal-pdf.ts";
import { renderPdf } from "../../agents/services/proposal-pdf/render.ts";
import type { ProposalRecord } from "../../bot/contracts/records.ts";
import type { Company } from "../../bot/conversation/company.ts";
import { demoCompany } from "./demo-company.ts";

const company: Company = {
  ...demoCompany,
  offers: [
    {
      id: "pro",
      name: { ar: "الاحترافية", en: "Professional" },
      summary: { ar: "للعيادات", en: "For clinics" },
      cues: [],
      suits: { sizeMin: null, sizeMax: null, sectors: [] },
      prices: [
        {
          id: "pro-month",
          label: { ar: "اشتراك شهري", en: "monthly subscription" },
          amount: 1200,
          currency: "SAR",
          per: "month",
          unit: { ar: "فرع", en: "branch" },
        },
        {
          id: "pro-setup",
          label: { ar: "التهيئة", en: "set-up" },
          amount: 4500.5,
          currency: "SAR",
          per: "once",
          unit: null,
        },
      ],
    },
  ],
};

const record: ProposalRecord = {
  id: "0198f0aa-7c1e-7e1b-9d5e-0a1b2c3d4e5f",
  conversationId: "c1",
  leadId: "l1",
  version: 2,
  status: "draft",
  draft: {
    language: "ar",
    offerId: "pro",
    needs: ["التذكير اليدوي ياخذ وقت ويضيع مواعيد", "We lose 15% of visits"],
    lines: [
      { priceId: "pro-month", label: "اشتراك شهري", quantity: 2, unitAmount: 1200, per: "month" },
      { priceId: "pro-setup", label: "التهيئة", quantity: 1, unitAmount: 4500.5, per: "once" },
    ],
  },
  approvedBy: null,
  createdAt: "2026-11-22T22:30:00Z",
  validUntil: "2026-12-06T10:00:00+03:00",
};

const document = proposalDocument({
  record,
  company,
  contact: company.reps[0] ?? null,
  prospect: { company: "عيادات ابتسامة الرياض", name: "محمد العتيبي" },
  digits: "arabic-indic",
});

/** Pages of a PDF as its page tree counts them. */
const pageCount = (pdf: Uint8Array) =>
  Number(/\/Type\s*\/Pages\b[^>]*\/Count (\d+)/u.exec(Buffer.from(pdf).toString("latin1"))?.[1]);

describe("the document of a proposal", () => {
  it("is worded from the price list in both languages, priced as drafted", () => {
    expect(document.lines).toEqual([
      {
        label: { ar: "الاحترافية – اشتراك شهري", en: "Professional – monthly subscription" },
        unit: { ar: "فرع", en: "branch" },
        quantity: 2,
        unitAmount: 1200,
        per: "month",
      },
      {
        label: { ar: "الاحترافية – التهيئة", en: "Professional – set-up" },
        unit: null,
        quantity: 1,
        unitAmount: 4500.5,
        per: "once",
      },
    ]);
    expect([document.currency, document.vatRate]).toEqual(["SAR", 0.15]);
  });

  it("keeps the words of a price that has left the list", () => {
    const parts = {
      record,
      contact: null,
      prospect: { company: null, name: null },
      digits: "latin",
    } as const;
    expect(proposalDocument({ ...parts, company: demoCompany }).lines[1]?.label).toEqual({
      ar: "التهيئة",
      en: "التهيئة",
    });
  });
});

describe("the pages", () => {
  const [arabic, english] = proposalPages(document);

  it("come in the proposal's own language first", () => {
    expect([arabic.language, english.language]).toEqual(["ar", "en"]);
    expect(proposalPages({ ...document, language: "en" }).map(({ language }) => language)).toEqual([
      "en",
      "ar",
    ]);
  });

  it("print the lines", () => {
    expect(arabic.lines.rows).toEqual([
      ["١", "الاحترافية – اشتراك شهري", "٢ × فرع", "١٬٢٠٠٫٠٠", "شهرياً", "٢٬٤٠٠٫٠٠"],
      ["٢", "الاحترافية – التهيئة", "١", "٤٬٥٠٠٫٥٠", "مرة واحدة", "٤٬٥٠٠٫٥٠"],
    ]);
    expect(english.lines.rows[0]).toEqual([
      "1",
      "Professional – monthly subscription",
      "2 × branch",
      "1,200.00",
      "monthly",
      "2,400.00",
    ]);
  });

  it("print VAT as a line of its own for each kind of payment, and the first year", () => {
    const printed = english.totals.map(({ heading, rows }) => [heading, ...rows.map(({ value }) => value)]);
    expect(printed).toEqual([
      ["Paid once", "4,500.50", "675.08", "5,175.58"],
      ["Paid monthly", "2,400.00", "360.00", "2,760.00"],
      ["First year in total", "33,300.50", "4,995.08", "38,295.58"],
    ]);
    expect(arabic.totals[1]?.rows.map(({ name, value }) => `${name}: ${value}`)).toEqual([
      "المجموع قبل الضريبة: ٢٬٤٠٠٫٠٠",
      "ضريبة القيمة المضافة ١٥٪: ٣٦٠٫٠٠",
      "الإجمالي شامل الضريبة: ٢٬٧٦٠٫٠٠",
    ]);
  });

  it("print one total when everything is paid once", () => {
    const once = { ...document, lines: document.lines.slice(1) };
    expect(proposalPages(once)[1].totals.map(({ heading }) => heading)).toEqual(["Paid once"]);
  });

  it("print number, version and dates, the Hijri date beside in Arabic", () => {
    expect(arabic.meta.map(({ name, value }) => `${name}: ${value}`)).toEqual([
      "رقم العرض: 2C3D4E5F",
      "الإصدار: ٢",
      "التاريخ: ٢٣ نوفمبر ٢٠٢٦ (١٣ جمادى الآخرة ١٤٤٨هـ)",
      "صالح حتى: ٦ ديسمبر ٢٠٢٦ (٢٦ جمادى الآخرة ١٤٤٨هـ)",
    ]);
    expect(english.meta.map(({ value }) => value)).toEqual([
      "2C3D4E5F",
      "2",
      "23 November 2026",
      "6 December 2026",
    ]);
  });

  it("print who sells, registered how, and to whom", () => {
    expect(arabic.seller.rows.map(({ name, value }) => `${name}|${value}`)).toEqual([
      "السجل التجاري|7001234567",
      "الرقم الضريبي|310123456700003",
      "|الرياض، حي الصحافة، طريق الملك فهد",
      "|+966110000000",
      "|sales@nassiq.example",
      "|https://nassiq.example",
    ]);
    expect([english.buyer.name, english.buyer.rows[0]?.value]).toEqual([
      "عيادات ابتسامة الرياض",
      "محمد العتيبي",
    ]);
  });

  it("quote needs in their own words and direction", () => {
    expect(english.needs.quotes).toEqual([
      { text: "التذكير اليدوي ياخذ وقت ويضيع مواعيد", rtl: true },
      { text: "We lose 15% of visits", rtl: false },
    ]);
  });

  it("are marked as a draft until approved", () => {
    expect([arabic.watermark, english.watermark]).toEqual(["مسودة", "DRAFT"]);
    const approved = proposalPages({ ...document, status: "approved" });
    expect(approved.map(({ watermark }) => watermark)).toEqual([null, null]);
  });
});

describe("what the page font can print", () => {
  it.each([
    ["هلا 👋🏽 عندنا عيادتين", "هلا عندنا عيادتين"],
    ["نبي CRM مع HubSpot – قبل ٣/٢", "نبي CRM مع HubSpot – قبل ٣/٢"],
    ["ميزانيتنا ٥٠٬٠٠٠ ريال، تقريباً ١٥٪؟", "ميزانيتنا ٥٠٬٠٠٠ ريال، تقريباً ١٥٪؟"],
    ["\u202eCafé\u0000  “Zoë”\t№", "Café “Zoë”"],
    ["first\nsecond", "first\nsecond"],
  ])("%j", (written, printed) => {
    expect(printable(written)).toBe(printed);
  });
});

describe("money on paper", () => {
  it.each([
    [0, "0.00", "٠٫٠٠"],
    [999.9, "999.90", "٩٩٩٫٩٠"],
    [1_234_567.05, "1,234,567.05", "١٬٢٣٤٬٥٦٧٫٠٥"],
  ])("%d", (amount, latin, arabic) => {
    expect(money(amount, "latin")).toBe(latin);
    expect(money(amount, "arabic-indic")).toBe(arabic);
  });
});

describe("the PDF", () => {
  const folder = mkdtempSync(join(tmpdir(), "majlis-proposal-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("has a page for each language, and the same bytes for the same proposal", async () => {
    const pdf = await proposalPdf(document);
    expect(Buffer.from(pdf.slice(0, 5)).toString()).toBe("%PDF-");
    expect(pageCount(pdf)).toBe(2);
    await new Promise((later) => setTimeout(later, 1_100)); // PDF dates count seconds
    expect(Buffer.from(await proposalPdf(document)).equals(Buffer.from(pdf))).toBe(true);
  });

  it("prints long lists on further pages", async () => {
    const lines = Array.from({ length: 40 }, () => document.lines).flat();
    expect(pageCount(await proposalPdf({ ...document, lines }))).toBeGreaterThanOrEqual(6);
  });

  it("never takes what a person wrote for markup, nor breaks on it", async () => {
    const hostile = fc.string({
      unit: fc.oneof(
        fc.constantFrom(
          "#",
          "$",
          "*",
          "`",
          "[",
          "]",
          "<",
          "\\",
          '"',
          "@",
          "\n",
          "ع",
          "لا",
          "٣",
          "a",
          "(",
          "👋",
          "𝒳",
        ),
        fc.constantFrom("\u202e", "\u2067", "\u200f", "\u200d", "\u0000", "\ud800", "\u0651", "\u0301"),
        fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(hostile, { minLength: 60, maxLength: 60 }), async (texts) => {
        const written: ProposalDocument = {
          ...document,
          needs: [...texts, '#panic("run")', "$ x $"],
          prospect: { company: `#read("/etc/passwd") ${texts[0]}`, name: texts[1] ?? "" },
          terms: { ar: texts.slice(2, 20).join(""), en: texts.slice(20, 40).join("") },
        };
        expect(pageCount(await proposalPdf(written))).toBeGreaterThanOrEqual(2);
      }),
      { numRuns: 8 },
    );
  });

  it.each([
    ["a mark that turns the direction", "\u202ea$["],
    ["another font's letter after an Arabic digit", "٣𝒳%\u200c1"],
    ["an emoji among Arabic", "هلا 👋🏽 عندنا ٣ فروع 👨‍👩‍👧"],
  ])("survives %s, on which the compiler is known to abort or print boxes", async (_name, need) => {
    expect(pageCount(await proposalPdf({ ...document, needs: [need] }))).toBe(2);
  });

  it("that cannot be made is a rejection, and the assistant lives on", async () => {
    await expect(renderPdf("no pages")).rejects.toThrow(/^the proposal could not be rendered \(1\): /u);
    const abort = JSON.stringify(
      proposalPages({ ...document, prospect: { company: "\u202ea$[", name: null } }),
    );
    await expect(renderPdf(abort)).rejects.toThrow(/^the proposal could not be rendered \(SIGABRT\): /u);
    expect(pageCount(await proposalPdf(document))).toBe(2);
  });

  it("holds the words and figures a reader can copy", async (test) => {
    const file = join(folder, "proposal.pdf");
    writeFileSync(file, await proposalPdf({ ...document, needs: ['#import "x" *as it is*'] }));
    let text: string;
    try {
      text = execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" });
    } catch (problem) {
      // That it cannot read what we made is no reason to skip.
      if ((problem as NodeJS.ErrnoException).code !== "ENOENT") throw problem;
      return test.skip("pdftotext (poppler-utils) is not installed");
    }
    const [, english = ""] = text.split("\f");
    for (const words of ["38,295.58", "VAT 15%", "7001234567", "6 December 2026", '#import "x" *as it is*'])
      expect(english).toContain(words);
  });
});
