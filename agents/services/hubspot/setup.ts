import { OWN_FIELDS } from "./fields.ts";
import { field, type Wire } from "./wire.ts";

export interface Owners {
  /** HubSpot's id of the owner with this address; null when there is none. */
  idOf(email: string): Promise<string | null>;
  emailOf(id: string): Promise<string | null>;
}

const FRESH_MS = 600_000;
const PROPERTY_TYPES = { type: "string", fieldType: "text" } as const;
const GROUPS = {
  contacts: "contactinformation",
  companies: "companyinformation",
  "0-3": "dealinformation",
} as const;

/** Makes our own fields where they are missing, once for each process that needs them. */
export function ownFields(wire: Wire): () => Promise<void> {
  let ready: Promise<void> | null = null;
  return () => {
    ready ??= makeFields(wire).catch((cause: unknown) => {
      ready = null;
      throw cause;
    });
    return ready;
  };
}

async function makeFields({ call }: Wire): Promise<void> {
  for (const { on, name, label, unique } of OWN_FIELDS) {
    const there = await call("GET", `/crm/v3/properties/${on}/${name}`, undefined, [404]);
    if (there.status !== 404) continue;
    const groupName = on === "notes" ? "" : GROUPS[on];
    const property = {
      name,
      label,
      groupName,
      ...PROPERTY_TYPES,
      ...(unique ? { hasUniqueValue: true } : {}),
    };
    // 409: another process was quicker.
    await call("POST", `/crm/v3/properties/${on}`, property, [409]);
  }
}

/** Owners by address and by id, remembered for ten minutes. */
export function ownersOver({ call }: Wire, now: () => number): Owners {
  const known = new Map<string, { readonly at: number; readonly value: string | null }>();
  const remember = async (key: string, read: () => Promise<string | null>): Promise<string | null> => {
    const found = known.get(key);
    if (found !== undefined && now() - found.at < FRESH_MS) return found.value;
    const value = await read();
    known.set(key, { at: now(), value });
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
