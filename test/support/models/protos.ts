import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sharedFolder } from "../shared.ts";
import { type Complain, lazily } from "./contracts.ts";

interface Field {
  readonly type: string;
  readonly rule?: string;
  readonly keyType?: string;
  readonly options?: Readonly<Record<string, unknown>>;
}
interface Node {
  readonly fields?: Readonly<Record<string, Field>>;
  readonly values?: Readonly<Record<string, number>>;
  readonly nested?: Readonly<Record<string, Node>>;
}

const PACKAGE = "google.ai.generativelanguage.v1beta";
// In the SDK's types of the same month, not yet in the published descriptors.
const SINCE: ReadonlySet<string> = new Set(["ThinkingConfig.thinkingLevel"]);
const ANYTHING: ReadonlySet<string> = new Set(["google.protobuf.Value", "google.protobuf.Struct"]);

/** What Google's descriptors say against a body of this message type, in its JSON form. */
export function geminiContract(type: string): Complain {
  return lazily(type, () => {
    const folder = sharedFolder("contracts");
    if (folder === null) return () => [];
    const root = JSON.parse(readFileSync(join(folder, "gemini-v1beta-protos.json"), "utf8")) as Node;
    return (body) => messageComplaints(root, [...PACKAGE.split("."), type], body, type);
  });
}

function at(root: Node, path: readonly string[]): Node | undefined {
  return path.reduce<Node | undefined>((node, name) => node?.nested?.[name], root);
}

/** A type's name is looked up from where it is used outward, as protobuf does. */
function resolve(root: Node, name: string, from: readonly string[]): readonly string[] | null {
  for (let depth = from.length; depth >= 0; depth -= 1) {
    const path = [...from.slice(0, depth), ...name.split(".")];
    if (at(root, path) !== undefined) return path;
  }
  return null;
}

function messageComplaints(
  root: Node,
  path: readonly string[],
  value: unknown,
  where: string,
): readonly string[] {
  const node = at(root, path);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [`${where} is no object`];
  const fields = new Map(
    Object.entries(node?.fields ?? {}).map(([name, field]) => [
      String(field.options?.json_name ?? name),
      field,
    ]),
  );
  return Object.entries(value).flatMap(([name, inner]) => {
    const field = fields.get(name);
    if (field !== undefined) return fieldComplaints(root, path, field, inner, `${where}.${name}`);
    return SINCE.has(`${path.at(-1)}.${name}`) ? [] : [`${where}.${name} is not a field`];
  });
}

function fieldComplaints(
  root: Node,
  from: readonly string[],
  { type, rule, keyType }: Field,
  value: unknown,
  where: string,
): readonly string[] {
  const one = (inner: unknown, place: string) => valueComplaints(root, from, type, inner, place);
  if (keyType !== undefined)
    return Object.entries(Object(value)).flatMap(([key, inner]) => one(inner, `${where}.${key}`));
  if (rule !== "repeated") return one(value, where);
  return Array.isArray(value)
    ? value.flatMap((inner, n) => one(inner, `${where}[${n}]`))
    : [`${where} is no list`];
}

function valueComplaints(
  root: Node,
  from: readonly string[],
  type: string,
  value: unknown,
  where: string,
): readonly string[] {
  if (ANYTHING.has(type)) return [];
  const scalar = SCALARS.get(type);
  if (scalar !== undefined) return scalar(value) ? [] : [`${where} is no ${type}`];
  const path = resolve(root, type, from);
  if (path === null) return []; // of another package, which nothing here uses
  const values = at(root, path)?.values;
  if (values !== undefined) return String(value) in values ? [] : [`${where} is not one of ${type}`];
  return messageComplaints(root, path, value, where);
}

const isWhole = (value: unknown) => Number.isInteger(value);
const isNumber = (value: unknown) => typeof value === "number";
const SCALARS: ReadonlyMap<string, (value: unknown) => boolean> = new Map([
  ["string", (value: unknown) => typeof value === "string"],
  ["bool", (value: unknown) => typeof value === "boolean"],
  ["bytes", (value: unknown) => typeof value === "string" && /^[A-Za-z0-9+/_-]*={0,2}$/.test(value)],
  ["int32", isWhole],
  ["int64", isWhole],
  ["float", isNumber],
  ["double", isNumber],
]);
