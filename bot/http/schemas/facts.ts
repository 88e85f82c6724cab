import { z } from "zod";
import type { FactSubject, FactValues } from "../../conversation/understanding.ts";
import { moment } from "./shared.ts";
import { urgency } from "./words.ts";

const words = z.string().trim().min(1).max(1_000);
const amount = z.number().min(0).max(1e12).nullable();
const count = z.number().int().min(0).max(10_000_000).nullable();

/** The value of each fact, as a rep may set it and as the ledger shows it. */
const FACT_VALUES: { readonly [Subject in FactSubject]: z.ZodType<FactValues[Subject]> } = {
  name: words,
  company: words,
  need: words,
  role: z.strictObject({ title: words }),
  authority: z.strictObject({ decides: z.boolean().nullable(), needsApproval: z.boolean().nullable() }),
  budget: z.strictObject({
    min: amount,
    max: amount,
    currency: z.string().regex(/^[A-Z]{3}$/, "must be an ISO 4217 code such as SAR"),
    period: z.enum(["once", "month", "year"]).nullable(),
    approximate: z.boolean(),
  }),
  timeline: z.strictObject({ from: z.iso.date().nullable(), to: z.iso.date().nullable(), urgency }),
  companySize: z.strictObject({ min: count, max: count }),
  sector: words,
  city: words,
  phone: z.string().regex(/^\+\d{7,15}$/, "must be an international number such as +966501234567"),
  email: z.email(),
  website: words,
  crNumber: words,
  vatNumber: words,
  appointment: z.strictObject({ from: moment, to: moment.nullable(), exact: z.boolean() }),
};

const evidence = {
  state: z.enum(["claimed", "confirmed", "contradicted", "refused", "unknown", "open"]),
  quote: z.string().meta({ description: "The exact words that carry it." }),
  messageId: z.string(),
  confidence: z.number().min(0).max(1),
};

function entryOf(value: z.ZodType): z.ZodType {
  const evidenceSchema = z.object({ ...evidence, value: value.nullable() });
  return z.object({ ...evidence, value: value.nullable(), history: z.array(evidenceSchema) });
}

/** The ledger as the API shows it: only the topics about which something is known. */
export const factsSchema = z
  .object(
    Object.fromEntries(
      Object.entries(FACT_VALUES).map(([topic, value]) => [topic, entryOf(value).optional()]),
    ),
  )
  .meta({ id: "Facts", description: "By topic, with the quote that proves each." });

/** Facts that a rep sets by hand. */
export const factChanges = z.strictObject(
  Object.fromEntries(Object.entries(FACT_VALUES).map(([topic, value]) => [topic, value.optional()])),
);
