import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv, type ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parse } from "yaml";
import { sharedFolder } from "../shared.ts";

/** What a vendor would refuse about a body, by its published contract; empty = it holds. */
export type Complain = (body: unknown) => readonly string[];

const NOTHING_TO_SAY: Complain = () => [];
const compiled = new Map<string, Complain>();

/** Compiling takes up to half a second, so it is done at the first use, and once in a process. */
export function lazily(key: string, compile: () => Complain): Complain {
  return (body) => {
    const complain = compiled.get(key) ?? compile();
    compiled.set(key, complain);
    return complain(body);
  };
}

const LENIENT = { strict: false, validateFormats: false, unicodeRegExp: false, logger: false } as const;

/** The contract in a JSON Schema file made from an SDK's types, whose top-level fields are all there may be. */
export function sdkContract(file: string): Complain {
  return lazily(file, () => {
    const folder = sharedFolder("contracts");
    if (folder === null) return NOTHING_TO_SAY;
    const schema = JSON.parse(readFileSync(join(folder, file), "utf8")) as Described;
    return complaining(new Ajv(LENIENT).compile(schema), namesIn(schema));
  });
}

interface Described {
  readonly $ref: string;
  readonly definitions: Readonly<Record<string, { readonly $ref?: string; readonly properties?: object }>>;
}

function namesIn({ $ref, definitions }: Described): ReadonlySet<string> {
  let part = definitions[$ref.replace("#/definitions/", "")];
  while (part?.$ref !== undefined) part = definitions[part.$ref.replace("#/definitions/", "")];
  return new Set(Object.keys(part?.properties ?? {}));
}

/** One schema of OpenAI's document, with the fields a compatible vendor adds. */
export function openAiContract(name: string, additions: readonly string[]): Complain {
  return lazily(`${name} ${additions.join()}`, () => {
    const schemas = openAiSchemas(name);
    if (schemas === null) return NOTHING_TO_SAY;
    const whole = { $ref: `#/components/schemas/${name}`, components: { schemas } };
    return complaining(new Ajv2020(LENIENT).compile(whole), null, additions);
  });
}

let sections: ReadonlyMap<string, string> | null = null;

/** Only the schemas that this one needs are parsed: the whole document takes seconds. */
function openAiSchemas(wanted: string): Readonly<Record<string, unknown>> | null {
  const folder = sharedFolder("contracts");
  if (folder === null) return null;
  sections ??= sectionsOf(readFileSync(join(folder, "openai.yaml"), "utf8"));
  const found: Record<string, unknown> = {};
  const line = [wanted];
  for (let name = line.pop(); name !== undefined; name = line.pop()) {
    if (name in found) continue;
    const text = sections.get(name) ?? "";
    found[name] = nullsAllowed(Object.values(parse(text) as object)[0]);
    line.push(...[...text.matchAll(/#\/components\/schemas\/([\w.-]+)/g)].map((match) => match[1] ?? ""));
  }
  return found;
}

/** `nullable` of OpenAPI 3.0, still used in this 3.1 document, in JSON Schema's words. */
function nullsAllowed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(nullsAllowed);
  if (typeof schema !== "object" || schema === null) return schema;
  const { nullable, ...rest } = Object.fromEntries(
    Object.entries(schema).map(([key, inner]) => [key, nullsAllowed(inner)]),
  );
  return nullable === true ? { anyOf: [rest, { type: "null" }] } : rest;
}

function sectionsOf(document: string): ReadonlyMap<string, string> {
  const schemas = document.slice(document.indexOf("\n  schemas:\n") + "\n  schemas:\n".length);
  return new Map(
    schemas.split(/\n(?= {4}[\w.-]+:\n)/).map((text) => [/^ {4}([\w.-]+):/.exec(text)?.[1] ?? "", text]),
  );
}

function complaining(
  check: ValidateFunction,
  names: ReadonlySet<string> | null,
  additions: readonly string[] = [],
): Complain {
  return (body) => {
    const known = Object.fromEntries(
      Object.entries(Object(body)).filter(([name]) => !additions.includes(name)),
    );
    const unknown = names === null ? [] : Object.keys(known).filter((name) => !names.has(name));
    if (check(known)) return unknown.map((name) => `${name} is not a field`);
    return (check.errors ?? []).slice(0, 3).map((error) => `${error.instancePath} ${error.message}`);
  };
}
