import { ADMIN_KEY } from "../support/house.ts";
import { visitorTokens } from "./chat.ts";
import { type Dice, mutated } from "./mutate.ts";
import { ODD_VALUES } from "./odd-values.ts";
import { smallerBodies } from "./smaller.ts";
import type { FuzzTarget } from "./target.ts";
import { hardText } from "./texts.ts";
import { type Post, send, shown } from "./wire.ts";

type Json = Readonly<Record<string, unknown>>;

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly queries: readonly string[];
  readonly body: Json | null;
}

/** With values that some operation takes, each in its old place, or fixed seeds would try something else. */
const WORDS: readonly string[] = [
  ...ODD_VALUES.toSpliced(8, 0, "0", "5", "ar"),
  ...["2026-11-22", "whatsapp", "hot", "a.b", "W10.AAAA", "true"],
];

/** Every operation of the house's own document: right addresses and bodies made from the schemas, then broken. */
export async function apiTarget(url: string, ids: readonly string[]): Promise<FuzzTarget<Post>> {
  const document = (await (await fetch(`${url}/api/v1/openapi.json`)).json()) as Json;
  const schemas = ((document.components as Json).schemas ?? {}) as Record<string, Json>;
  const operations = operationsOf(document);
  const tokens = visitorTokens(200);
  return {
    ...{ name: "rest", share: 5, atOnce: 12 },
    make: (dice) => requestFor(dice, dice.pick(operations), schemas, { ids, tokens }),
    attempt: (post) => send(url, post),
    smaller: function* (post) {
      const [path, query = ""] = post.target.split("?");
      const pairs = query.split("&").filter(Boolean);
      for (const at of pairs.keys()) yield { ...post, target: `${path}?${pairs.toSpliced(at, 1).join("&")}` };
      for (const body of smallerBodies(post.body)) yield { ...post, body };
    },
    show: shown,
  };
}

function operationsOf(document: Json): readonly Operation[] {
  const paths = document.paths as Record<string, Record<string, Json>>;
  return Object.entries(paths)
    .filter(([path]) => !path.endsWith("/live")) // never ends
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => {
        const parameters = (operation.parameters ?? []) as readonly { name: string; in: string }[];
        const content = ((operation.requestBody as Json | undefined)?.content ?? {}) as Record<string, Json>;
        const schema = content["application/json"]?.schema as Json | undefined;
        const queries = parameters.filter((one) => one.in === "query").map(({ name }) => name);
        return { method: method.toUpperCase(), path, queries, body: schema ?? null };
      }),
    );
}

interface Known {
  readonly ids: readonly string[];
  readonly tokens: readonly string[];
}

function requestFor(dice: Dice, operation: Operation, schemas: Record<string, Json>, known: Known): Post {
  const { method, path, queries } = operation;
  const value = () =>
    dice.roll(3) === 0 ? encodeURIComponent(hardText(dice).toWellFormed()) : dice.pick(WORDS);
  const query = Array.from(
    { length: dice.roll(4) },
    () => `${dice.pick([...queries, "limit[]", "x"])}=${value()}`,
  );
  const id = () => (dice.roll(2) === 0 ? dice.pick([...known.ids, "sales", "intake"]) : dice.pick(WORDS));
  const target = `${path.replace(/\{\w+\}/g, id)}${query.length > 0 ? `?${query.join("&")}` : ""}`;
  const token = path.startsWith("/api/v1/chat/") ? dice.pick(known.tokens) : ADMIN_KEY;
  const headers = {
    "content-type":
      dice.roll(30) === 0 ? dice.pick(["text/plain", "multipart/form-data"]) : "application/json",
    "x-forwarded-for": `10.${dice.roll(250)}.${dice.roll(250)}.${dice.roll(250)}`,
    authorization: `Bearer ${dice.roll(20) === 0 ? dice.pick(WORDS) : token}`,
  };
  const carries = method !== "GET" && method !== "DELETE";
  const right = JSON.stringify(
    carries && operation.body ? madeFrom(operation.body, schemas, dice, 0) : { any: 1 },
  );
  const isRight = dice.roll(4) === 0;
  const body = !carries ? Buffer.alloc(0) : isRight ? Buffer.from(right) : mutated(right, [right], dice);
  return { method, target, headers, body };
}

/** A value that the schema takes, its texts hard ones. */
function madeFrom(schema: Json, schemas: Record<string, Json>, dice: Dice, depth: number): unknown {
  if (depth > 8) return null;
  const deeper = (inner: unknown) => madeFrom(inner as Json, schemas, dice, depth + 1);
  if (typeof schema.$ref === "string") return deeper(schemas[schema.$ref.split("/").at(-1) ?? ""] ?? {});
  if ("const" in schema) return schema.const;
  const choices = (schema.enum ?? schema.anyOf ?? schema.oneOf) as readonly unknown[] | undefined;
  if (choices) return schema.enum ? dice.pick(choices) : deeper(dice.pick(choices));
  switch (schema.type) {
    case "object":
      return Object.fromEntries(
        Object.entries((schema.properties ?? {}) as Json)
          .filter(([name]) => dice.roll(4) > 0 || ((schema.required ?? []) as string[]).includes(name))
          .map(([name, inner]) => [name, deeper(inner)]),
      );
    case "array":
      return Array.from({ length: dice.roll(4) }, () => deeper(schema.items ?? {}));
    case "integer":
    case "number":
      return dice.pick([0, 1, 5, 30, 50_000, 2_147_483_648, 1e15, -1]);
    case "boolean":
      return dice.roll(2) === 0;
    default:
      return textFor(schema, dice);
  }
}

function textFor(schema: Json, dice: Dice): string {
  if (schema.format === "email") return "khalid@example.com";
  if (schema.format === "date-time") return dice.pick(["2026-11-23T10:00:00+03:00", "0001-01-01T00:00:00Z"]);
  const longest = typeof schema.maxLength === "number" ? schema.maxLength : 5_000;
  return hardText(dice).slice(0, longest) || "نص";
}
