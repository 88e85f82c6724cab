import { z } from "zod";
import type { LeadRecord } from "../../bot/contracts/records.ts";
import { phoneNumber } from "../../bot/conversation/language/contacts.ts";
import { companyKey } from "../../bot/conversation/sales/company-key.ts";
import { leadFacts, leadLanguage } from "../../bot/conversation/sales/lead-facts.ts";
import type { Fact, FactSubject, FactValues } from "../../bot/conversation/understanding.ts";
import { type Agent, type AgentTools, done } from "../agent.ts";
import { prospectFields } from "./prospect.ts";

/** Names under which forms and other systems send the same thing. */
const ALIASES: Readonly<Record<string, string>> = {
  ...{ company_name: "company", companyName: "company", organization: "company", organisation: "company" },
  ...{ contact_name: "name", contactName: "name", full_name: "name", fullName: "name" },
  ...{ contact_email: "email", contactEmail: "email", contact_phone: "phone", contactPhone: "phone" },
  ...{ mobile: "phone", phone_number: "phone", phoneNumber: "phone", company_size: "companySize" },
  ...{ city: "region", language: "locale", notes: "message", industry: "sector" },
};

const input = z.preprocess(byOurNames, z.looseObject(prospectFields)).meta({
  description:
    "A lead as it came; other names of the fields (company_name, contact_name, mobile …) are understood.",
});

/** The first name that says something wins; our own name before any other. */
function byOurNames(given: unknown): unknown {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return given;
  const fields: Record<string, unknown> = { ...given };
  for (const [alias, name] of Object.entries(ALIASES)) {
    if (fields[name] === undefined || fields[name] === null || fields[name] === "")
      fields[name] = fields[alias];
    delete fields[alias];
  }
  return fields;
}

const range = z.object({ min: z.number().nullable(), max: z.number().nullable() });

const output = z.object({
  company: z.string().nullable(),
  companyKey: z.string().nullable().meta({ description: "One key for the spellings of one company's name." }),
  name: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable().meta({ description: "E.164" }),
  contactChannel: z.enum(["email", "phone"]).nullable().meta({ description: "How they are reached best." }),
  sector: z.string().nullable(),
  companySize: range.nullable(),
  region: z.string().nullable(),
  budget: range
    .extend({ currency: z.string(), period: z.enum(["once", "month", "year"]).nullable() })
    .nullable(),
  message: z.string().nullable(),
  locale: z.enum(["ar", "en"]),
  source: z.string(),
  status: z.literal("new"),
  duplicate: z
    .object({ leadId: z.string().nullable(), sameCompany: z.array(z.string()) })
    .meta({ description: "A lead of the same person, and leads of the same company under other people." }),
});

type Intake = z.output<typeof output>;

/** Brings a lead into one shape and says whether we know the person or the company; keeps nothing. */
export const intake: Agent<z.output<typeof input>, Intake> = {
  name: "intake",
  description:
    "Brings a lead into one shape: names, numbers, language; finds whether person or company are known.",
  input,
  output,
  run: async (given, tools) => {
    const phone = given.phone === null ? null : phoneNumber(given.phone);
    const email = addressOf(given.email);
    const facts = leadFacts({ ...given, phone, email }, tools.now());
    const key = given.company === null ? null : companyKey(given.company) || null;
    const person = await samePerson(phone, email, tools);
    const company = key === null ? [] : (await tools.records.leads.list({ companyKey: key }, FEW)).data;
    const value: Intake = {
      ...{ company: given.company, companyKey: key, name: given.name, email, phone },
      contactChannel: email !== null ? "email" : phone !== null ? "phone" : null,
      sector: claimedIn(facts, "sector"),
      companySize: claimedIn(facts, "companySize"),
      region: claimedIn(facts, "city"),
      budget: budgetOf(facts),
      message: given.message,
      locale: leadLanguage(given),
      source: given.source ?? "api",
      status: "new",
      duplicate: {
        leadId: person?.id ?? null,
        sameCompany: company.filter(({ contactId }) => contactId !== person?.contactId).map(({ id }) => id),
      },
    };
    return done(value, warningsOf(given, value));
  },
};

const FEW = { limit: 20, cursor: null };

function addressOf(written: string | null): string | null {
  const plain = written?.trim().toLowerCase() ?? "";
  return z.email().max(320).safeParse(plain).success ? plain : null;
}

async function samePerson(
  phone: string | null,
  email: string | null,
  { records }: Pick<AgentTools, "records">,
): Promise<LeadRecord | null> {
  const byPhone = phone === null ? null : await records.leads.list({ phone }, { ...FEW, limit: 1 });
  const byEmail = email === null ? null : await records.leads.list({ email }, { ...FEW, limit: 1 });
  return byPhone?.data[0] ?? byEmail?.data[0] ?? null;
}

function claimedIn<Subject extends FactSubject>(
  facts: readonly Fact[],
  about: Subject,
): FactValues[Subject] | null {
  // A fact under a subject always carries that subject's value.
  return (facts.find((fact) => fact.about === about)?.value as FactValues[Subject] | undefined) ?? null;
}

function budgetOf(facts: readonly Fact[]): Intake["budget"] {
  const budget = claimedIn(facts, "budget");
  if (budget === null) return null;
  const { min, max, currency, period } = budget;
  return { min, max, currency, period };
}

/** What was written and could not be read, by field. */
function warningsOf(given: z.output<typeof input>, value: Intake): readonly string[] {
  const fields = ["email", "phone", "sector", "companySize", "region", "budget"] as const;
  return fields
    .filter((field) => given[field] !== null && value[field] === null)
    .map((field) => `${field}: what was written could not be read, so it counts as not known`);
}
