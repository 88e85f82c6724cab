import type { CrmLead, CrmResult, WholeCrm } from "../../../bot/contracts/crm.ts";
import type { CrmLink } from "../../../bot/contracts/crm-desk.ts";
import { objectsOver } from "./objects.ts";
import type { HubSpotParts } from "./parts.ts";
import { ownersOver, ownFields } from "./setup.ts";
import { type Told, tellCompany, tellContact, tellDeal, tellNote } from "./tell.ts";
import { twinsOf } from "./twins.ts";
import { HubSpotFailure, type Wire } from "./wire.ts";

const NAME = "hubspot";
const LIMIT_MS = 40_000;

/** HubSpot behind the CRM's seam. */
export function hubspot(parts: HubSpotParts): WholeCrm {
  const owners = ownersOver(parts.wire, parts.now);
  const ready = ownFields(parts.wire);
  return {
    name: NAME,
    sync: (lead) =>
      asResult(async () => {
        if (lead.email === null && lead.phone === null && lead.company === null)
          return refused("neither a person nor a company is known yet");
        const wire = withDeadline(parts.wire, parts.now, parts.limitMs ?? LIMIT_MS);
        const { noteId } = await ready();
        const ownerId = lead.ownerEmail ? await owners.idOf(lead.ownerEmail) : null;
        return await tellAll(lead, ownerId, { ...parts, noteId, objects: objectsOver(wire) });
      }),
    forget: (contactId) => asResult(() => forget(contactId, parts)),
    ownerEmail: (ownerId) => owners.emailOf(ownerId),
  };
}

async function tellAll(
  lead: CrmLead,
  ownerId: string | null,
  tools: HubSpotParts & Pick<Told, "objects" | "noteId">,
): Promise<CrmResult> {
  const warnings: string[] = [];
  const told: Told = { ...tools, lead, ownerId, warnings };
  const contactId = await tellContact(told);
  const twins = contactId === null ? [] : await twinsOf(told, contactId);
  const companyId = await tellCompany(told, contactId);
  const dealId = await tellDeal(told, contactId, companyId);
  await tellNote(told, { contactId, dealId, twins });
  return { synced: true, provider: NAME, contactId, companyId, dealId, warnings };
}

/** Looked up by our id as well: what was made just before a crash is in no memory. */
async function forget(contactId: string, { wire, memory }: HubSpotParts): Promise<CrmResult> {
  const objects = objectsOver(wire);
  const links = await memory.ofContact(contactId);
  const people = links.filter(({ kind }) => kind === "contact" || kind === "merged");
  const ids = new Set(people.map(({ theirId }) => theirId).filter((id) => id !== ""));
  for (const ourId of new Set([contactId, ...people.map((one) => one.ourId)])) {
    const unknown = await objects.get("contacts", ourId, ["email"], "majlis_contact_id");
    if (unknown !== null) ids.add(unknown.id);
  }
  for (const { theirId } of links.filter(isNote)) await objects.remove("notes", theirId);
  for (const objectId of ids) {
    for (const note of await objects.associated("contacts", objectId, "notes"))
      if (await isOurNote(note, objects)) await objects.remove("notes", note);
    await wire.call("POST", "/crm/v3/objects/contacts/gdpr-delete", { objectId }, [404]);
  }
  await memory.forget(contactId);
  return { synced: true, provider: NAME, contactId: null, companyId: null, dealId: null };
}

function isNote({ kind, theirId }: CrmLink): boolean {
  return kind === "note" && theirId !== "";
}

async function isOurNote(id: string, objects: ReturnType<typeof objectsOver>): Promise<boolean> {
  const note = await objects.get("notes", id, ["hs_note_body"]);
  return note?.properties.hs_note_body?.startsWith("Majlis · ") ?? false;
}

/** Nothing more is asked of HubSpot once another process may have the work. */
function withDeadline(wire: Wire, now: () => number, limitMs: number): Wire {
  const end = now() + limitMs;
  return {
    call: (...asked) => {
      if (now() > end) throw new HubSpotFailure("away", "HubSpot is too slow");
      return wire.call(...asked);
    },
  };
}

async function asResult(work: () => Promise<CrmResult>): Promise<CrmResult> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof HubSpotFailure)) throw cause;
    const { why, waitMs, message } = cause;
    const wait = waitMs === null ? {} : { waitMs };
    return { synced: false, provider: NAME, reason: message, why, ...wait };
  }
}

function refused(reason: string): CrmResult {
  return { synced: false, provider: NAME, reason, why: "refused" };
}
