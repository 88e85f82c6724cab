import { NOTE_ID, OWN_FIELDS } from "./fields.ts";
import type { ObjectType } from "./objects.ts";
import { field, HubSpotFailure, type Wire } from "./wire.ts";

export interface Owners {
  /** HubSpot's id of the owner with this address; null when there is none. */
  idOf(email: string): Promise<string | null>;
  emailOf(id: string): Promise<string | null>;
}

const FRESH_MS = 600_000;
const PROPERTY_TYPES = { type: "string", fieldType: "text" } as const;
const GROUPS: Readonly<Record<Exclude<ObjectType, "notes">, string>> = {
  contacts: "contactinformation",
  companies: "companyinformation",
  "0-3": "dealinformation",
};

/** Which of our fields may be used. */
export interface OwnFields {
  /** False where the account lets nobody add a field to notes. */
  readonly noteId: boolean;
}

/** Makes our own fields where they are missing, once for each process that needs them. */
export function ownFields(wire: Wire): () => Promise<OwnFields> {
  let ready: Promise<OwnFields> | null = null;
  return () => {
    ready ??= makeFields(wire).catch((cause: unknown) => {
      ready = null;
      throw cause;
    });
    return ready;
  };
}

async function makeFields(wire: Wire): Promise<OwnFields> {
  let noteId = true;
  for (const field of OWN_FIELDS) {
    try {
      await makeField(wire, field);
    } catch (cause) {
      // Without its id a note is still found by its first line, only later; a lead untold would be worse.
      if (field.name !== NOTE_ID || !(cause instanceof HubSpotFailure) || cause.why === "away") throw cause;
      noteId = false;
    }
  }
  return { noteId };
}

async function makeField(
  { call }: Wire,
  { on, name, label, unique }: (typeof OWN_FIELDS)[number],
): Promise<void> {
  const there = await call("GET", `/crm/v3/properties/${on}/${name}`, undefined, [404]);
  if (there.status !== 404) return;
  const groupName = on === "notes" ? await noteGroup({ call }) : GROUPS[on];
  const property = { name, label, groupName, ...PROPERTY_TYPES, ...(unique ? { hasUniqueValue: true } : {}) };
  // 409: another process was quicker.
  await call("POST", `/crm/v3/properties/${on}`, property, [409]);
}

/** HubSpot documents no group of notes; the body's own is one. */
async function noteGroup({ call }: Wire): Promise<string> {
  const { body } = await call("GET", "/crm/v3/properties/notes/hs_note_body");
  return field(body, "groupName");
}

/** More owners than this are not remembered at once: the longest known is forgotten first. */
const MOST_OWNERS = 1_000;

/** Owners by address and by id, remembered for ten minutes. */
export function ownersOver({ call }: Wire, now: () => number): Owners {
  const known = new Map<string, { readonly at: number; readonly value: string | null }>();
  const remember = async (key: string, read: () => Promise<string | null>): Promise<string | null> => {
    const found = known.get(key);
    if (found !== undefined && now() - found.at < FRESH_MS) return found.value;
    const value = await read();
    known.delete(key);
    known.set(key, { at: now(), value });
    const [oldest] = known.keys();
    if (known.size > MOST_OWNERS && oldest !== undefined) known.delete(oldest);
    return value;
  };
  return {
    idOf: (email) =>
      remember(`email:${email}`, async () => {
        const query = new URLSearchParams({ email, limit: "1" });
        const { body } = await call("GET", `/crm/v3/owners?${query}`);
        const [owner] = (body as { results?: readonly unknown[] } | null)?.results ?? [];
        return field(owner, "id") || null;
      }),
    emailOf: (id) =>
      remember(`id:${id}`, async () => {
        const { status, body } = await call(
          "GET",
          `/crm/v3/owners/${encodeURIComponent(id)}`,
          undefined,
          [404],
        );
        return status === 404 ? null : field(body, "email").toLowerCase() || null;
      }),
  };
}
