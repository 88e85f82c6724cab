import { readFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { sharedFolder } from "./shared.ts";

interface Operation {
  readonly method: string;
  readonly pattern: RegExp;
  /** null = takes none. */
  readonly body: ValidateFunction | null;
}

interface Described {
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: object }>> };
}

interface Document {
  readonly components: object;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
}

const CONTRACTS = [
  ...["contacts-v3", "companies-v3", "deals-v3", "notes-v3"],
  ...["associations-v4", "properties-v3", "owners-v3"],
];

let operations: readonly Operation[] | null = null;

/** What HubSpot's published files say against a request; properties they do not name are refused too. */
export function complaintsOfHubSpot(method: string, path: string, body: unknown): readonly string[] {
  operations ??= allOperations();
  if (operations.length === 0) return [];
  const found = operations.find((one) => one.method === method && one.pattern.test(path));
  if (found === undefined) return [`${method} ${path}: not in the contracts`];
  if (found.body === null) return body === undefined ? [] : [`${method} ${path}: takes no body`];
  if (found.body(body)) return [];
  return [`${method} ${path}: ${JSON.stringify(found.body.errors)} in ${JSON.stringify(body)}`];
}

function allOperations(): readonly Operation[] {
  const folder = sharedFolder("contracts");
  if (folder === null) return [];
  const all = CONTRACTS.flatMap((name) =>
    operationsIn(name, readFileSync(`${folder}/hubspot-crm-${name}.json`, "utf8")),
  );
  // A path with a word in that place goes before one with a parameter.
  const blanks = ({ pattern }: Operation) => pattern.source.split("[^/]+").length;
  return all.toSorted((one, two) => blanks(one) - blanks(two));
}

function operationsIn(name: string, text: string): Operation[] {
  const document = closed(JSON.parse(text.replaceAll('"#/components', `"${name}#/components`))) as Document;
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: name, components: document.components });
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { requestBody }]) => {
      const schema = requestBody?.content["application/json"]?.schema;
      return {
        method: method.toUpperCase(),
        pattern: new RegExp(`^${path.replace(/\{\w+\}/gu, "[^/]+")}$`, "u"),
        body: schema === undefined ? null : ajv.compile(schema),
      };
    }),
  );
}

/** The same document with every object closed to properties it does not name. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== "object" || value === null) return value;
  const same: Record<string, unknown> = {};
  for (const [name, part] of Object.entries(value)) same[name] = closed(part);
  const isShape = same.type === "object" && typeof same.properties === "object";
  return isShape && same.additionalProperties === undefined ? { ...same, additionalProperties: false } : same;
}
