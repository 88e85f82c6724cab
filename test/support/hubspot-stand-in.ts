import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { complaintsOfHubSpot } from "./hubspot-contracts.ts";

export interface StoredObject {
  readonly id: string;
  readonly type: string;
  readonly properties: Record<string, string>;
}

export interface HubSpotRequest {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

/** What to do with one request instead of serving it; null = serve it. `after` = serve it first, then fail. */
export type Trouble =
  | { readonly status: number; readonly retryAfter?: number; readonly after?: boolean }
  | "hang"
  | { readonly slowMs: number };

/** HubSpot on loopback: keeps objects, refuses what its OpenAPI files do not know, and can be told to fail. */
export interface HubSpotStandIn {
  readonly url: string;
  readonly objects: Map<string, StoredObject>;
  readonly requests: HubSpotRequest[];
  /** What HubSpot's own contracts would have refused; must stay empty. */
  readonly complaints: string[];
  /** "deals:1>contacts:2" */
  readonly ties: Set<string>;
  readonly forgotten: string[];
  trouble: (request: HubSpotRequest) => Trouble | null;
  of(type: string): readonly StoredObject[];
  close(): Promise<void>;
}

export const HUBSPOT_TOKEN = "hubspot-token-of-a-test";
export const OWNERS = [{ id: "77", email: "Sara@nassiq.example" }];

const NAMES: Readonly<Record<string, string>> = { "0-1": "contacts", "0-2": "companies", "0-3": "deals" };
const TYPE_NAMES: Readonly<Record<number, string>> = { 202: "contacts", 214: "deals" };
/** As HubSpot knows them before anybody adds one; `true` = unique. */
const FIELDS: Readonly<Record<string, Readonly<Record<string, boolean>>>> = {
  contacts: {
    ...{ email: true, phone: false, mobilephone: false, firstname: false, lastname: false, jobtitle: false },
    ...{ company: false, city: false, website: false, lifecyclestage: false, hubspot_owner_id: false },
    ...{ hs_searchable_calculated_phone_number: false },
  },
  companies: { name: false, domain: false, city: false, numberofemployees: false },
  deals: { dealname: false, pipeline: false, dealstage: false, amount: false, hubspot_owner_id: false },
  notes: { hs_note_body: false, hs_timestamp: false },
};

class Refusal {
  readonly status: number;
  readonly body: object;
  constructor(status: number, message: string, category = "VALIDATION_ERROR") {
    this.status = status;
    this.body = { status: "error", message, category, correlationId: "c-1" };
  }
}

/** Starts it on a free port. */
export async function startHubSpot(): Promise<HubSpotStandIn> {
  const objects = new Map<string, StoredObject>();
  const ties = new Set<string>();
  const fields = new Map(
    Object.entries(FIELDS).map(([type, known]) => [type, new Map(Object.entries(known))]),
  );
  let made = 100;
  const stand = {
    ...{ url: "", objects, ties, requests: [] as HubSpotRequest[], complaints: [] as string[] },
    ...{ forgotten: [] as string[], trouble: (_: HubSpotRequest): Trouble | null => null },
    of: (type: string) => [...objects.values()].filter((one) => one.type === type),
    close: async () => undefined,
  };

  const known = (type: string): Map<string, boolean> => {
    const found = fields.get(type);
    if (found === undefined) throw new Refusal(404, "no such object type", "OBJECT_NOT_FOUND");
    return found;
  };
  const checkFields = (type: string, properties: Readonly<Record<string, string>>, except: string): void => {
    for (const [name, value] of Object.entries(properties)) {
      const unique = known(type).get(name);
      if (unique === undefined) throw new Refusal(400, `Property "${name}" does not exist`);
      const others = stand.of(type).filter(({ id }) => id !== except);
      if (unique && value !== "") refuseTwin(name, value, others);
    }
    if (properties.email !== undefined && !/^[^@\s]+@[^@\s]+\.[a-z]{2,}$/iu.test(properties.email))
      throw new Refusal(400, "Email address is invalid");
  };
  const seek = (type: string, id: string, by: string | null): StoredObject => {
    const found = stand.of(type).find((one) => (by === null ? one.id === id : one.properties[by] === id));
    if (by !== null && !known(type).get(by)) throw new Refusal(400, `${by} is not a unique property`);
    if (found === undefined) throw new Refusal(404, "resource not found", "OBJECT_NOT_FOUND");
    return found;
  };
  const tie = (from: string, fromId: string, to: string, toId: string): void => {
    for (const [type, id] of [
      [from, fromId],
      [to, toId],
    ] as const)
      seek(type, id, null);
    ties.add(`${from}:${fromId}>${to}:${toId}`);
    ties.add(`${to}:${toId}>${from}:${fromId}`);
  };
  const create = (type: string, body: Body): [number, unknown] => {
    const properties = body.properties ?? {};
    checkFields(type, properties, "");
    made += 1;
    const object = { id: String(made), type, properties: { ...properties } };
    objects.set(object.id, object);
    for (const { to, types } of body.associations ?? []) {
      const other = TYPE_NAMES[types[0]?.associationTypeId ?? 0];
      if (other === undefined) throw new Refusal(400, "unknown association type");
      tie(type, object.id, other, to.id);
    }
    return [201, shown(object)];
  };
  const search = (type: string, body: Body): [number, unknown] => {
    if ((body.filterGroups ?? []).length > 5) throw new Refusal(400, "too many filterGroups");
    const matches = (one: StoredObject) =>
      (body.filterGroups ?? []).some(({ filters }) =>
        filters.every(({ propertyName, value }) => {
          if (!known(type).has(propertyName)) throw new Refusal(400, `no property ${propertyName}`);
          return searchable(one)[propertyName]?.toLowerCase() === value.toLowerCase();
        }),
      );
    const results = stand.of(type).filter(matches).map(shown);
    return [200, { total: results.length, results }];
  };
  const forget = (body: Body): [number, unknown] => {
    objects.delete(seek("contacts", String(body.objectId), body.idProperty ?? null).id);
    stand.forgotten.push(String(body.objectId));
    return [204, null];
  };
  const posted = (type: string, what: string, body: Body): [number, unknown] => {
    if (what === "search") return search(type, body);
    return what === "gdpr-delete" ? forget(body) : create(type, body);
  };
  const oneObject = (method: string, object: StoredObject, body: Body): [number, unknown] => {
    if (method === "DELETE") {
      objects.delete(object.id);
      return [204, null];
    }
    if (method === "PATCH") {
      checkFields(object.type, body.properties ?? {}, object.id);
      Object.assign(object.properties, body.properties);
    }
    return [200, shown(object)];
  };
  const property = (method: string, type: string, name: string, body: Body) => {
    const all = known(type);
    if (method === "GET" && !all.has(name)) throw new Refusal(404, "no such property", "OBJECT_NOT_FOUND");
    if (method === "GET") return [200, { name, groupName: `${type}information` }];
    if (all.has(String(body.name)))
      throw new Refusal(409, "Property already exists", "OBJECT_ALREADY_EXISTS");
    all.set(String(body.name), body.hasUniqueValue === true);
    return [201, body];
  };
  const associations = (method: string, [from = "", fromId = "", , ...rest]: readonly string[]) => {
    const type = named(from);
    if (method === "PUT") {
      tie(type, fromId, named(rest[1] ?? ""), rest[2] ?? "");
      return [200, {}];
    }
    const prefix = `${type}:${fromId}>${named(rest[0] ?? "")}:`;
    const to = [...ties].filter((one) => one.startsWith(prefix)).map((one) => one.slice(prefix.length));
    const there = to.filter((id) => objects.has(id));
    return [200, { results: there.map((id) => ({ toObjectId: id, associationTypes: [] })) }];
  };
  const owners = (id: string, query: URLSearchParams) => {
    const found = OWNERS.filter(
      (one) => one.id === id || one.email.toLowerCase() === query.get("email")?.toLowerCase(),
    );
    if (id === "") return [200, { results: found }];
    if (found[0] === undefined) throw new Refusal(404, "no such owner", "OBJECT_NOT_FOUND");
    return [200, found[0]];
  };
  const serve = (method: string, url: URL, body: Body): readonly unknown[] => {
    const parts = url.pathname.split("/").slice(1).map(decodeURIComponent);
    if (parts[1] === "v4") return associations(method, parts.slice(3));
    const [what = "", type = "", id = ""] = parts.slice(2);
    if (what === "owners") return owners(type, url.searchParams);
    if (what === "properties") return property(method, named(type), id, body);
    if (method === "POST") return posted(named(type), id, body);
    return oneObject(method, seek(named(type), id, url.searchParams.get("idProperty")), body);
  };
  const answerTo = (method: string, url: URL, body: Body): readonly unknown[] => {
    try {
      return serve(method, url, body);
    } catch (refusal) {
      if (refusal instanceof Refusal) return [refusal.status, refusal.body];
      throw refusal;
    }
  };

  const answered = async (request: HubSpotRequest, url: URL): Promise<readonly unknown[] | null> => {
    const { method, body } = request;
    const trouble = stand.trouble(request);
    if (trouble === null) return answerTo(method, url, body as Body);
    if (trouble === "hang") return null;
    if ("slowMs" in trouble) {
      await new Promise((done) => setTimeout(done, trouble.slowMs));
      return answerTo(method, url, body as Body);
    }
    if (trouble.after) answerTo(method, url, body as Body);
    const headers = trouble.retryAfter === undefined ? {} : { "retry-after": String(trouble.retryAfter) };
    return [trouble.status, { status: "error", message: "told to", category: "TEST" }, headers];
  };
  const server = createServer(async (incoming, response) => {
    const text = await textOf(incoming);
    const url = new URL(incoming.url ?? "/", "http://hubspot.test");
    const body: unknown = text === "" ? {} : JSON.parse(text);
    const request = { method: incoming.method ?? "", path: incoming.url ?? "", body };
    stand.requests.push(request);
    if (incoming.headers.authorization !== `Bearer ${HUBSPOT_TOKEN}`) return reply(response, 401, {});
    stand.complaints.push(
      ...complaintsOfHubSpot(request.method, url.pathname, text === "" ? undefined : body),
    );
    const answer = await answered(request, url);
    if (answer !== null) reply(response, Number(answer[0]), answer[1], answer[2] ?? {});
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  stand.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  stand.close = () =>
    new Promise((done) => {
      server.closeAllConnections();
      server.close(() => done(undefined));
    });
  return stand;
}

function refuseTwin(name: string, value: string, others: readonly StoredObject[]): void {
  const twin = others.find(({ properties }) => properties[name] === value);
  if (twin === undefined) return;
  if (name === "email") throw new Refusal(409, `Contact already exists. Existing ID: ${twin.id}`, "CONFLICT");
  throw new Refusal(400, `Property ${name}: an object already has that value`);
}

interface Body {
  readonly properties?: Record<string, string>;
  readonly associations?: readonly {
    readonly to: { readonly id: string };
    readonly types: readonly { readonly associationTypeId: number }[];
  }[];
  readonly filterGroups?: readonly {
    readonly filters: readonly { readonly propertyName: string; readonly value: string }[];
  }[];
  readonly objectId?: string;
  readonly idProperty?: string;
  readonly name?: string;
  readonly hasUniqueValue?: boolean;
}

function named(type: string): string {
  return NAMES[type] ?? type;
}

function shown({ id, properties }: StoredObject) {
  const at = "2026-11-22T10:00:00Z";
  return { id, properties, createdAt: at, updatedAt: at, archived: false };
}

/** HubSpot works out a bare number for each phone. */
function searchable({ properties }: StoredObject): Readonly<Record<string, string>> {
  const bare = properties.phone?.replace(/\D/gu, "").replace(/^(?:00)?966|^0/u, "");
  return { ...properties, ...(bare === undefined ? {} : { hs_searchable_calculated_phone_number: bare }) };
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}

function reply(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(body === null ? "" : JSON.stringify(body));
}
