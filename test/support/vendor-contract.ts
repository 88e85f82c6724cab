import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parse } from "yaml";
import { sharedFolder } from "./shared.ts";

type Json = Readonly<Record<string, unknown>>;

/** What a vendor's own description says is wrong with a value; `pick` names the schema. null = the description is absent. */
export function vendorContract(file: string, pick: (document: Json) => unknown) {
  const path = sharedFolder(`contracts/${file}`);
  if (path === null) return null;
  const document = parse(readFileSync(path, "utf8")) as Json;
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  const schema = pick(document) as Json;
  const validate = ajv.compile({ ...schema, components: document.components });
  return (value: unknown): readonly string[] => (validate(value) ? [] : [ajv.errorsText(validate.errors)]);
}

/** Reads along keys. */
export function at(document: Json, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((node, key) => (node as Json | undefined)?.[key], document);
}
