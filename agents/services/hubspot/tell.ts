import type { CrmLead } from "../../../bot/contracts/crm.ts";
import type { CrmLink } from "../../../bot/contracts/crm-desk.ts";
import {
  changeOf,
  companyFields,
  contactFields,
  dealFields,
  hashesOf,
  NOTE_ID,
  noteBody,
  noteMark,
  plansFor,
} from "./fields.ts";
import { companyIdOf, findCompany, findContact } from "./find.ts";
import type { Association, HubSpotObject, Objects, ObjectType, Properties } from "./objects.ts";
import type { HubSpotParts } from "./parts.ts";
import { HubSpotFailure } from "./wire.ts";

/** One lead being told to HubSpot. */
export interface Told extends Pick<HubSpotParts, "memory" | "pipeline" | "stages" | "now"> {
  readonly objects: Objects;
  readonly lead: CrmLead;
  readonly ownerId: string | null;
  /** Whether notes can carry our id. */
  readonly noteId: boolean;
  /** Grows while we go. */
  readonly warnings: string[];
}

interface Wanted {
  readonly kind: CrmLink["kind"];
  readonly type: ObjectType;
  readonly ourId: string;
  readonly properties: Properties;
  readonly to?: readonly Association[];
  find(fields: readonly string[]): Promise<HubSpotObject | null>;
}

const TIES = { noteToContact: 202, noteToDeal: 214 } as const;

/** Id of the person in HubSpot; null when neither address nor number is known. */
export async function tellContact(told: Told): Promise<string | null> {
  const { lead, objects, memory } = told;
  if (lead.email === null && lead.phone === null) return null;
  const properties = contactFields(lead, told.ownerId);
  const find = async (fields: readonly string[]) =>
    (await mergedInto(told, fields)) ?? (await findContact(objects, lead, fields));
  const known = await memory.find("contact", lead.contactId);
  const { id } = await tell(
    told,
    { kind: "contact", type: "contacts", ourId: lead.contactId, properties, find },
    known,
  );
  return id;
}

/** Two of our contacts became one: the lead's deal still knows the person by the earlier. */
async function mergedInto({ lead, memory, objects }: Told, fields: readonly string[]) {
  const deal = await memory.find("deal", lead.leadId);
  if (deal === null || deal.contactId === lead.contactId) return null;
  const before = await memory.find("contact", deal.contactId);
  return before === null ? null : await objects.get("contacts", before.theirId, fields);
}

/** Id of the company in HubSpot; null when none is known. It is made and filled, and never renamed. */
export async function tellCompany(told: Told, contactId: string | null): Promise<string | null> {
  const { lead, objects, memory } = told;
  const id = companyIdOf(lead);
  if (id === null || lead.company === null) return null;
  const link = await memory.find("company", lead.leadId);
  // The lead's company was corrected: the earlier one stays as it is.
  const known = link?.written["our-id"] === id ? link : null;
  const properties = companyFields(lead, id);
  const find = (fields: readonly string[]) => findCompany(objects, lead, fields);
  const wanted = { kind: "company", type: "companies", ourId: lead.leadId, properties, find } as const;
  const company = await tell({ ...told, warnings: [] }, wanted, known, { "our-id": id });
  if (contactId !== null && company.isNew)
    await objects.associate("contacts", contactId, "companies", company.id);
  return company.id;
}

/** Id of the lead's deal in HubSpot. */
export async function tellDeal(
  told: Told,
  contactId: string | null,
  companyId: string | null,
): Promise<string> {
  const { lead, objects, memory } = told;
  const known = await memory.find("deal", lead.leadId);
  const properties = dealFields(lead, told, told.ownerId);
  const find = (fields: readonly string[]) => objects.get("0-3", lead.leadId, fields, "majlis_lead_id");
  const deal = await tell(told, { kind: "deal", type: "0-3", ourId: lead.leadId, properties, find }, known);
  const ties = { "tie-contact": contactId ?? "", "tie-company": companyId ?? "" };
  const link = await memory.find("deal", lead.leadId);
  if (link === null) return deal.id;
  // Remembered after it was done: a tie that is made twice is one tie.
  if (contactId !== null && link.written["tie-contact"] !== contactId)
    await objects.associate("0-3", deal.id, "contacts", contactId);
  if (companyId !== null && link.written["tie-company"] !== companyId)
    await objects.associate("0-3", deal.id, "companies", companyId);
  const isTied =
    link.written["tie-contact"] === ties["tie-contact"] &&
    link.written["tie-company"] === ties["tie-company"];
  if (!isTied) await memory.keep({ ...link, written: { ...link.written, ...ties } });
  return deal.id;
}

interface NotePlace {
  readonly contactId: string | null;
  readonly dealId: string;
  readonly twins: readonly string[];
}

/** Our one note on the deal, renewed when there is more to tell. */
export async function tellNote(told: Told, { contactId, dealId, twins }: NotePlace): Promise<void> {
  const { lead, memory, noteId } = told;
  const known = await memory.find("note", lead.leadId);
  const find = (fields: readonly string[]) => findNote(told, dealId, fields);
  const to = [
    { id: dealId, typeId: TIES.noteToDeal },
    ...(contactId === null ? [] : [{ id: contactId, typeId: TIES.noteToContact }]),
  ];
  const properties = { hs_note_body: noteBody(lead, twins), ...(noteId ? { [NOTE_ID]: lead.leadId } : {}) };
  const wanted = { kind: "note", type: "notes", ourId: lead.leadId, properties, find, to } as const;
  await tell(told, wanted, known);
}

/** By our id; one that was made before notes had it, by its first line. */
async function findNote(
  { lead, objects, noteId }: Told,
  dealId: string,
  fields: readonly string[],
): Promise<HubSpotObject | null> {
  const ours = noteId ? await objects.get("notes", lead.leadId, fields, NOTE_ID) : null;
  if (ours !== null) return ours;
  for (const id of await objects.associated("0-3", dealId, "notes")) {
    const note = await objects.get("notes", id, fields);
    if (note?.properties.hs_note_body?.startsWith(noteMark(lead.leadId))) return note;
  }
  return null;
}

/** Finds or makes the object, changes what is ours to change, and remembers both. */
async function tell(
  told: Told,
  wanted: Wanted,
  known: CrmLink | null,
  marks: Readonly<Record<string, string>> = {},
): Promise<{ readonly id: string; readonly isNew: boolean }> {
  const { objects, lead, warnings, memory } = told;
  const { kind, type, ourId, properties } = wanted;
  const { found, before } = await foundOrMade(told, wanted, known);
  const change = changeOf(properties, found.properties, before);
  const link = { kind, ourId, theirId: found.id, contactId: lead.contactId };
  if (Object.keys(change.write).length > 0) {
    const plans = plansFor(change.write, found.properties);
    await memory.keep({ ...link, written: { ...before, ...plans } });
    await objects.update(type, found.id, change.write);
  }
  const kept = change.kept.filter((name) => !QUIET.has(name));
  if (kept.length > 0) warnings.push(`${kind}: ${kept.join(", ")} left as a person wrote it in HubSpot`);
  const written = { ...change.written, ...marks };
  const isNew = known?.theirId !== found.id;
  if (
    isNew ||
    known.contactId !== lead.contactId ||
    Object.keys(change.write).length > 0 ||
    !isSame(known.written, written)
  )
    await memory.keep({ ...link, written });
  return { id: found.id, isNew };
}

/** The object, and what of it is ours: all that we just made, what we remember, or what we were about to make. */
async function foundOrMade(
  told: Told,
  wanted: Wanted,
  known: CrmLink | null,
): Promise<{ readonly found: HubSpotObject; readonly before: Readonly<Record<string, string>> }> {
  const { objects } = told;
  const { type, properties } = wanted;
  const fields = Object.keys(properties);
  const isPlanned = known?.theirId === PLANNED;
  const linked = known === null || isPlanned ? null : await objects.get(type, known.theirId, fields);
  if (linked !== null) return { found: linked, before: known?.written ?? {} };
  const there = (await wanted.find(fields)) ?? (await make(told, wanted, fields));
  if ("isMade" in there) return { found: { ...there, properties }, before: hashesOf(properties) };
  return { found: there, before: isPlanned ? known.written : {} };
}

/** Not a person's edit worth a word: how far they are with us, and who of ours they are. */
const QUIET: ReadonlySet<string> = new Set([
  "lifecyclestage",
  "majlis_contact_id",
  "majlis_company_id",
  NOTE_ID,
]);

/** Their id of an object that is about to be made. */
const PLANNED = "";

/** Makes it; when another process or person was quicker, theirs is taken. */
async function make(
  { objects, now, memory, lead }: Told,
  { kind, type, ourId, properties, to, find }: Wanted,
  fields: readonly string[],
): Promise<HubSpotObject & { readonly isMade?: true }> {
  const stamped =
    type === "notes" ? { ...properties, hs_timestamp: new Date(now()).toISOString() } : properties;
  // Nobody else makes what carries a lead's id: whoever finds it later finds what is ours.
  if (kind === "deal" || kind === "note") {
    const { contactId } = lead;
    await memory.keep({ kind, ourId, theirId: PLANNED, contactId, written: plansFor(properties) });
  }
  const created = await objects.create(type, stamped, to);
  if ("made" in created) return { ...created.made, isMade: true };
  const there = created.existing === null ? null : await objects.get(type, created.existing, fields);
  const found = there ?? (await find(fields));
  if (found === null)
    throw new HubSpotFailure("away", `${type}: one is there already and cannot be found yet`);
  return found;
}

function isSame(one: Readonly<Record<string, string>>, two: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(two).length && names.every((name) => one[name] === two[name]);
}
