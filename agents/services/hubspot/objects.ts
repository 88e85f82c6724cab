import { field, HubSpotFailure, type Wire } from "./wire.ts";

/** As HubSpot's paths name them; "0-3" are deals. */
export type ObjectType = "contacts" | "companies" | "0-3" | "notes";

export type Properties = Readonly<Record<string, string>>;

export interface HubSpotObject {
  readonly id: string;
  readonly properties: Readonly<Record<string, string | null>>;
}

export interface Objects {
  /** By HubSpot's id or by a unique property; null when there is none. */
  get(
    type: ObjectType,
    id: string,
    fields: readonly string[],
    by?: string | null,
  ): Promise<HubSpotObject | null>;
  /** Any of the groups, all filters of a group. Fresh objects appear here seconds later. */
  search(
    type: ObjectType,
    groups: readonly Properties[],
    fields: readonly string[],
  ): Promise<readonly HubSpotObject[]>;
  /** `conflict` = one with such a unique value is there already; `existing` = its id, where HubSpot tells it. */
  create(
    type: ObjectType,
    properties: Properties,
    to?: readonly Association[],
  ): Promise<
    { readonly made: HubSpotObject } | { readonly conflict: true; readonly existing: string | null }
  >;
  update(type: ObjectType, id: string, properties: Properties): Promise<void>;
  remove(type: ObjectType, id: string): Promise<void>;
  associate(from: ObjectType, fromId: string, to: ObjectType, toId: string): Promise<void>;
  /** Ids of what hangs on an object. */
  associated(from: ObjectType, fromId: string, to: ObjectType): Promise<readonly string[]>;
}

export interface Association {
  readonly id: string;
  /** HubSpot's number of the kind of tie. */
  readonly typeId: number;
}

const PAGE = 20;

/** CRM objects of any type, as the rest of this folder speaks of them. */
export function objectsOver({ call }: Wire): Objects {
  const base = (type: ObjectType) => `/crm/v3/objects/${type}`;
  const at = (type: ObjectType, id: string) => `${base(type)}/${encodeURIComponent(id)}`;
  const ties = (type: ObjectType, id: string) => `/crm/v4/objects/${type}/${id}/associations`;
  return {
    get: async (type, id, fields, by = null) => {
      const query = new URLSearchParams({ properties: fields.join(",") });
      if (by !== null) query.set("idProperty", by);
      const { status, body } = await call("GET", `${at(type, id)}?${query}`, undefined, [404]);
      return status === 404 ? null : objectIn(body);
    },
    search: async (type, groups, fields) => {
      const filterGroups = groups.map((group) => ({
        filters: Object.entries(group).map(([propertyName, value]) => ({
          propertyName,
          value,
          operator: "EQ",
        })),
      }));
      const request = {
        filterGroups,
        ...{ properties: [...fields], limit: PAGE, after: "0", sorts: ["createdate"] },
      };
      const { body } = await call("POST", `${base(type)}/search`, request);
      return listIn(body).map(objectIn);
    },
    create: async (type, properties, to = []) => {
      const associations = to.map(({ id, typeId }) => ({
        to: { id },
        types: [{ associationCategory: "HUBSPOT_DEFINED", associationTypeId: typeId }],
      }));
      const { status, body } = await call("POST", base(type), { properties, associations }, [400, 409]);
      if (status < 300) return { made: objectIn(body) };
      return { conflict: true, existing: conflictIn(status, body) };
    },
    update: async (type, id, properties) => {
      await call("PATCH", at(type, id), { properties });
    },
    remove: async (type, id) => {
      await call("DELETE", at(type, id), undefined, [404]);
    },
    associate: async (from, fromId, to, toId) => {
      await call(
        "PUT",
        `${ties(from, fromId).replace(/associations$/u, "associations/default")}/${to}/${toId}`,
      );
    },
    associated: async (from, fromId, to) => {
      const { body } = await call("GET", `${ties(from, fromId)}/${to}?limit=100`, undefined, [404]);
      return listIn(body).map((one) => field(one, "toObjectId"));
    },
  };
}

function objectIn(body: unknown): HubSpotObject {
  const properties = (body as { properties?: HubSpotObject["properties"] } | null)?.properties ?? {};
  return { id: field(body, "id"), properties };
}

function listIn(body: unknown): readonly unknown[] {
  const results = (body as { results?: unknown } | null)?.results;
  return Array.isArray(results) ? results : [];
}

/** The id of what stands in the way. A 400 that is no conflict is a refusal. */
function conflictIn(status: number, body: unknown): string | null {
  const message = field(body, "message");
  const isUnique = /already (?:has|exists)|unique|conflict/iu.test(`${message} ${field(body, "category")}`);
  if (status === 400 && !isUnique)
    throw new HubSpotFailure("refused", `create: 400 ${field(body, "category")}`);
  return /Existing ID:\s*(\d+)/iu.exec(message)?.[1] ?? null;
}
