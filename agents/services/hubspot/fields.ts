import { createHash } from "node:crypto";
import type { CrmLead } from "../../../bot/contracts/crm.ts";
import type { LeadStatus } from "../../../bot/contracts/records.ts";
import type { HubSpotObject, ObjectType, Properties } from "./objects.ts";

/** Holds the lead's id, so that a note is made once however often that is tried. */
export const NOTE_ID = "majlis_note_id";

/** Our own fields: ids that HubSpot keeps unique, and what we found out. */
export const OWN_FIELDS: readonly {
  readonly on: ObjectType;
  readonly name: string;
  readonly label: string;
  readonly unique: boolean;
}[] = [
  { on: "contacts", name: "majlis_contact_id", label: "Majlis contact", unique: true },
  { on: "companies", name: "majlis_company_id", label: "Majlis company", unique: true },
  { on: "companies", name: "majlis_cr_number", label: "CR number", unique: false },
  { on: "companies", name: "majlis_vat_number", label: "VAT number", unique: false },
  { on: "0-3", name: "majlis_lead_id", label: "Majlis lead", unique: true },
  { on: "0-3", name: "majlis_fit", label: "Majlis fit (tier, 0 to 1)", unique: false },
  { on: "0-3", name: "majlis_bant", label: "Majlis BANT (of 4)", unique: false },
  { on: "notes", name: NOTE_ID, label: "Majlis note", unique: true },
];

/** Stages of HubSpot's own pipeline. Two known answers are an earlier stage than three. */
const STAGES: Readonly<Record<LeadStatus, string>> = {
  new: "appointmentscheduled",
  discovery: "qualifiedtobuy",
  qualified: "presentationscheduled",
  proposal: "decisionmakerboughtin",
  negotiation: "contractsent",
  won: "closedwon",
  lost: "closedlost",
  disqualified: "closedlost",
};

export type Stages = Readonly<Record<LeadStatus, string>>;

/** The stages in force: HubSpot's own but for those written as "won=123,lost=456". Throws a sentence for others. */
export function readStages(written: string | null): Stages {
  const stages = { ...STAGES };
  for (const pair of (written ?? "").split(",").filter((one) => one.trim() !== "")) {
    const [status = "", stage = ""] = pair.split("=").map((one) => one.trim());
    if (!(status in stages) || stage === "")
      throw new Error(
        `HUBSPOT_STAGES: "${pair}" is not status=stage with one of ${Object.keys(STAGES).join(", ")}`,
      );
    stages[status as LeadStatus] = stage;
  }
  return stages;
}

/** What the contact should say. What is not known is left out; an email is never made up. */
export function contactFields(lead: CrmLead, ownerId: string | null): Properties {
  const [first = "", ...rest] = (lead.name ?? "").trim().split(/\s+/u);
  return filled({
    ...{ majlis_contact_id: lead.contactId, email: lead.email, phone: lead.phone },
    ...{ firstname: first, lastname: rest.join(" "), jobtitle: lead.role, company: lead.company },
    ...{ city: lead.city, website: lead.website, lifecyclestage: "lead", hubspot_owner_id: ownerId },
  });
}

export function companyFields(lead: CrmLead, key: string): Properties {
  return filled({
    ...{ majlis_company_id: key, name: lead.company, domain: domainOf(lead), city: lead.city },
    ...{ majlis_cr_number: lead.crNumber ?? null, majlis_vat_number: lead.vatNumber ?? null },
    numberofemployees: lead.companySize?.min == null ? null : String(lead.companySize.min),
  });
}

/** The deal names the company, never the person: it may stay when the person is forgotten. */
export function dealFields(
  lead: CrmLead,
  { pipeline, stages }: { readonly pipeline: string; readonly stages: Stages },
  ownerId: string | null,
): Properties {
  return filled({
    ...{ majlis_lead_id: lead.leadId, dealname: lead.company ?? `Lead ${lead.leadId.slice(-6)}` },
    ...{ pipeline, dealstage: stages[lead.status], hubspot_owner_id: ownerId },
    amount: lead.amountSar === null ? null : String(lead.amountSar),
    majlis_fit: `${lead.tier} ${lead.fit.toFixed(2)}`,
    majlis_bant: String(lead.bantKnown),
  });
}

/** Starts our one note on a deal, so that it is found again. */
export function noteMark(leadId: string): string {
  return `Majlis · ${leadId}`;
}

/** `twins` = other contacts in HubSpot that are this person. */
export function noteBody(lead: CrmLead, twins: readonly string[]): string {
  const lines = [
    noteMark(lead.leadId),
    ...twins.map((id) => `Same person: contact ${id}. Please merge it into this one.`),
    ...(lead.meetingAt === null ? [] : [`Meeting: ${lead.meetingAt}`]),
    ...(lead.amountSar === null ? [] : [`Amount: ${lead.amountSar} SAR`]),
    ...lead.summary.split("\n"),
  ];
  return lines.map(escaped).join("<br>").slice(0, 60_000);
}

/** What to write, what a person changed and keeps, and the hashes to remember. */
export interface Change {
  readonly write: Properties;
  readonly kept: readonly string[];
  readonly written: Readonly<Record<string, string>>;
}

/**
 * Field by field: blank is filled, ours is renewed, anything else was written by a person and stays. A field of an
 * object that we did not make counts as theirs.
 */
export function changeOf(
  wanted: Properties,
  current: HubSpotObject["properties"],
  before: Readonly<Record<string, string>>,
): Change {
  const write: Record<string, string> = {};
  const kept: string[] = [];
  const written: Record<string, string> = withoutPlans(before);
  for (const [name, value] of Object.entries(wanted)) {
    const there = current[name] ?? "";
    const isOurs = there === "" || [before[name], before[planOf(name)]].includes(hashOf(there));
    if (there !== value && !isOurs) kept.push(name);
    else written[name] = hashOf(value);
    if (there !== value && isOurs) write[name] = value;
  }
  return { write, kept, written };
}

/**
 * What is about to be written over `current`, to be remembered first: its answer may be lost, and then what is found there
 * is ours, whether it is the earlier value or this one.
 */
export function plansFor(
  properties: Properties,
  current: HubSpotObject["properties"] = {},
): Readonly<Record<string, string>> {
  const pairs = Object.entries(properties).flatMap(([name, value]) => {
    const there = current[name] ?? "";
    return [[planOf(name), hashOf(value)], ...(there === "" ? [] : [[name, hashOf(there)]])];
  });
  return Object.fromEntries(pairs);
}

const PLAN = "plan:";
const planOf = (name: string): string => `${PLAN}${name}`;

function withoutPlans(written: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(written).filter(([name]) => !name.startsWith(PLAN)));
}

/** Of everything in an object that we just made. */
export function hashesOf(properties: Properties): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, hashOf(value)]));
}

function hashOf(value: string): string {
  return createHash("sha256").update(value).digest("base64url").slice(0, 22);
}

const FREE_MAIL =
  /^(?:gmail|googlemail|hotmail|outlook|live|msn|yahoo|ymail|icloud|me|mac|aol|proton|protonmail|gmx|mail|zoho|yandex|tutanota|windowslive)\./u;

/** The company's domain: of its website, else of the person's address unless anybody can have one like it. */
export function domainOf({ website, email }: CrmLead): string | null {
  const site = website?.replace(/^[a-z]+:\/\//iu, "").split(/[/:?#]/u)[0];
  const host = (site || email?.split("@")[1] || "").toLowerCase().replace(/^www\./u, "");
  return host === "" || !host.includes(".") || FREE_MAIL.test(host) ? null : host;
}

function filled(values: Readonly<Record<string, string | null | undefined>>): Properties {
  return Object.fromEntries(
    Object.entries(values).filter((pair): pair is [string, string] => Boolean(pair[1])),
  );
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
