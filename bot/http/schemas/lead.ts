import { z } from "zod";
import { phoneNumber } from "../../conversation/language/contacts.ts";
import { factChanges, factsSchema } from "./facts.ts";
import { moment } from "./shared.ts";
import { taskSchema } from "./task.ts";
import { language, leadStatus, tier, urgency } from "./words.ts";

/** An empty text from a form field means that nothing was said. */
function optionalText(longest: number): z.ZodType<string | null> {
  return z
    .union([z.string().trim().max(longest), z.number().transform(String), z.null()])
    .default(null)
    .transform((value) => (value === "" ? null : value));
}

function required(longest: number): z.ZodType<string> {
  return z.string().trim().min(1, "must not be empty").max(longest);
}

const emptyAsNull = (value: unknown): unknown =>
  typeof value === "string" && value.trim() === "" ? null : value;

const email = z.preprocess(
  emptyAsNull,
  z.string().trim().toLowerCase().pipe(z.email("must be an email address").max(320)).nullable().default(null),
);

const phone = z.preprocess(
  emptyAsNull,
  z.string().trim().max(40).transform(internationalNumber).nullable().default(null),
);

/** One person is one number however it was typed: everything behind this compares E.164. */
function internationalNumber(written: string, problems: z.RefinementCtx): string {
  const number = phoneNumber(written) ?? dialled(written);
  if (number !== null) return number;
  problems.addIssue({
    code: "custom",
    message: "must be a phone number, with its country code when it is not Saudi",
  });
  return z.NEVER;
}

/** Number plans change faster than tables of them: what begins like an international number is believed. */
function dialled(written: string): string | null {
  const digits = /^(?:\+|00)([\d ()-]+)$/.exec(written)?.[1]?.replace(/\D/g, "") ?? "";
  return /^[1-9]\d{7,14}$/.test(digits) ? `+${digits}` : null;
}

const said = {
  company: required(200),
  name: required(200),
  email,
  phone,
  sector: optionalText(100),
  companySize: optionalText(100),
  region: optionalText(100),
  budget: optionalText(100),
  message: optionalText(4_000),
  locale: z.preprocess(emptyAsNull, language.nullable().default(null)),
};

/** A short name for where a lead came from. */
const source = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,39}$/, "must be a short name such as website, email or referral");

export const postLead = z
  .looseObject({
    ...said,
    source: source.default("website"),
    autoBook: z.boolean().default(true),
    autoProposal: z.boolean().default(false),
  })
  .meta({ id: "NewLead", description: "Other fields are kept with the lead and shown." });

/** The person's answers in a website's form. */
export const formLead = z.object(said);

export const leadFilter = z.object({
  status: leadStatus.optional(),
  tier: tier.optional(),
  source: z.string().min(1).max(40).optional(),
  phone: z.string().trim().min(1).max(40).optional(),
  email: z.string().trim().min(1).max(320).optional(),
  q: z.string().trim().min(1).max(200).optional().meta({ description: "Part of a name or company." }),
  updatedSince: moment.optional(),
});

export const leadChange = z
  .strictObject({ status: leadStatus.optional(), facts: factChanges.optional() })
  .refine((change) => Object.keys(change).length > 0, "must change something");

const interval = { least: z.number(), most: z.number() };
const dimension = z.object({ ...interval, because: z.string() });

export const fitSchema = z
  .object({
    ...interval,
    likely: z.number(),
    tier,
    dimensions: z.object({
      industry: dimension,
      size: dimension,
      region: dimension,
      budget: dimension,
      pain: dimension,
    }),
    reasons: z.array(z.string()),
  })
  .meta({ id: "Fit", description: "What is not known yet widens the score; it does not lower it." });

export const bantSchema = z.object({
  known: z.number().int().min(0).max(4),
  status: z.enum(["qualified", "discovery", "new"]),
});

export const leadSchema = z
  .object({
    id: z.string(),
    contactId: z.string(),
    source: z.string(),
    status: leadStatus,
    locale: language,
    conversationIds: z.array(z.string()),
    facts: factsSchema,
    bant: bantSchema,
    fit: fitSchema,
    pains: z.array(z.string()),
    urgency: urgency.nullable(),
    booking: z
      .object({
        id: z.string(),
        status: z.enum(["held", "confirmed", "cancelled"]),
        rep: z.string(),
        from: moment,
        to: moment,
      })
      .nullable(),
    proposal: z.object({ id: z.string(), version: z.number().int(), status: z.string() }).nullable(),
    crm: z.unknown(),
    tasks: z
      .array(taskSchema)
      .meta({ description: "What the team should do for them and has not done yet." }),
    createdAt: moment,
    updatedAt: moment,
  })
  .meta({ id: "Lead" });

export const postedLeadSchema = z
  .object({
    lead: leadSchema,
    extraction: z.unknown(),
    fit: z.unknown(),
    qualification: z.unknown(),
    crm: z.unknown(),
    booking: z.unknown(),
    proposal: z.unknown(),
    warnings: z.array(z.string()),
  })
  .meta({ id: "PostedLead" });
