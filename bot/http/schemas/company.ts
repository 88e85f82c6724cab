import { z } from "zod";
import type { Company, Hours } from "../../conversation/company.ts";

const words = z.string().trim().min(1).max(2_000);
const inBoth = z.strictObject({ ar: words, en: words });
const key = z.string().regex(/^[\w-]{1,60}$/, "must be a short name of letters, digits, - and _");
const cues = z.array(z.string().trim().min(1).max(200)).max(300);
const amount = z.number().min(0).max(1e9);
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time such as 09:00");

const span = z
  .strictObject({ from: clock, to: clock })
  .refine(({ from, to }) => from < to, { path: ["to"], message: "must be later than from" });

const hours: z.ZodType<Hours> = z
  .strictObject({
    days: z.array(z.number().int().min(0).max(6)).min(1).max(7),
    from: clock,
    to: clock,
    ramadan: span,
    closed: z.array(z.iso.date("must be a date such as 2026-12-31")).max(400),
  })
  .refine(({ from, to }) => from < to, { path: ["to"], message: "must be later than from" });

const price = z.strictObject({
  id: key,
  label: inBoth,
  amount,
  currency: z.string().regex(/^[A-Z]{3}$/, "must be an ISO 4217 code such as SAR"),
  per: z.enum(["once", "month", "year"]),
  unit: inBoth.nullable(),
});

const offer = z.strictObject({
  id: key,
  name: inBoth,
  summary: inBoth,
  cues,
  prices: z.array(price).max(100),
  suits: z.strictObject({
    sizeMin: z.number().int().min(0).nullable(),
    sizeMax: z.number().int().min(0).nullable(),
    sectors: z.array(key),
  }),
});

const claim = z.strictObject({
  id: key,
  kind: z.enum(["answer", "objection", "case", "aside"]),
  cues,
  text: inBoth,
});

const icp = z.strictObject({
  sectors: z.array(key),
  nearSectors: z.array(key),
  sizeMin: z.number().int().min(0),
  sizeMax: z.number().int().min(1),
  regions: z.array(words).max(100),
  budgetMin: amount,
  budgetMax: amount,
  pains: cues,
});

const minutes = (least: number, most: number) => z.number().int().min(least).max(most);

const rep = z.strictObject({
  id: key,
  name: inBoth,
  email: z.email().nullable(),
  phone: z.string().max(40).nullable(),
  hours: hours.nullable(),
  sectors: z.array(key),
});

/** The company's profile as it may be saved: every field there, nothing unknown, every id used once. */
export const companySchema: z.ZodType<Company> = z
  .strictObject({
    name: inBoth,
    about: inBoth,
    website: words.nullable(),
    phone: z.string().max(40).nullable(),
    email: z.email().nullable(),
    crNumber: z.string().max(40).nullable(),
    vatNumber: z.string().max(40).nullable(),
    address: inBoth.nullable(),
    hours,
    offers: z.array(offer).max(100),
    claims: z.array(claim).max(1_000),
    icp,
    meeting: z.strictObject({
      minutes: minutes(5, 480),
      bufferMinutes: minutes(0, 240),
      noticeMinutes: minutes(0, 20_160),
      horizonDays: z.number().int().min(1).max(120),
      title: inBoth,
      place: inBoth,
      remindMinutesBefore: minutes(0, 10_080),
    }),
    reps: z.array(rep).min(1, "must name at least one rep").max(200),
    proposal: z.strictObject({ validDays: z.number().int().min(1).max(365), terms: inBoth }),
    followUpDays: z.array(z.number().min(0).max(365)).max(20),
    privacy: z.strictObject({ notice: inBoth, url: z.url().nullable() }),
  })
  .superRefine((company, problems) => {
    for (const { path, message } of contradictions(company)) {
      problems.addIssue({ code: "custom", path: [...path], message });
    }
  })
  .meta({ id: "Company", description: "What the company has approved its assistant to know and say." });

interface Contradiction {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

function contradictions(company: Company): readonly Contradiction[] {
  const prices = company.offers.flatMap(({ prices: list }, at) =>
    list.map(({ id }, line) => ({ id, path: ["offers", at, "prices", line, "id"] as const })),
  );
  const lists = [
    company.offers.map(({ id }, at) => ({ id, path: ["offers", at, "id"] })),
    prices,
    company.claims.map(({ id }, at) => ({ id, path: ["claims", at, "id"] })),
    company.reps.map(({ id }, at) => ({ id, path: ["reps", at, "id"] })),
  ];
  const { icp: ideal } = company;
  const bounds: Contradiction[] = [];
  if (ideal.sizeMax < ideal.sizeMin)
    bounds.push({ path: ["icp", "sizeMax"], message: "must not be less than sizeMin" });
  if (ideal.budgetMax < ideal.budgetMin)
    bounds.push({ path: ["icp", "budgetMax"], message: "must not be less than budgetMin" });
  return [...lists.flatMap(repeated), ...bounds];
}

function repeated(
  entries: readonly { readonly id: string; readonly path: readonly (string | number)[] }[],
): readonly Contradiction[] {
  const seen = new Set<string>();
  return entries.flatMap(({ id, path }) => {
    const again = seen.has(id);
    seen.add(id);
    return again ? [{ path, message: `${id} is used twice` }] : [];
  });
}
