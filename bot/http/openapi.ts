import { z } from "zod";
import { PROBLEMS, type ProblemCode } from "./problems.ts";
import type { AnswerShape, Route } from "./route.ts";
import { errorSchema } from "./schemas/shared.ts";

type Json = Readonly<Record<string, unknown>>;

/** The OpenAPI 3.1 document of these routes, made from the schemas that check them. */
export function openApiDocument(routes: readonly Route[], version: string): Json {
  const components = new Map<string, Json>();
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    const path = paths[route.path] ?? {};
    path[route.method] = operation(route, components);
    paths[route.path] = path;
  }
  schemaOf(errorSchema, "output", components);
  return {
    openapi: "3.1.0",
    info: {
      title: "Majlis",
      version,
      description:
        "REST v1. JSON is camelCase, times are ISO 8601 with offset, money is SAR unless it says otherwise, ids are opaque.",
    },
    paths,
    components: {
      securitySchemes: {
        key: { type: "http", scheme: "bearer", description: "An API key." },
        visitor: { type: "http", scheme: "bearer", description: "The token of a chat session." },
      },
      schemas: Object.fromEntries([...components].sort(([one], [other]) => one.localeCompare(other))),
    },
  };
}

function operation(route: Route, components: Map<string, Json>): Json {
  const parameters = [
    ...parametersOf(route.params, "path", components),
    ...parametersOf(route.query, "query", components),
    ...(route.idempotencyKey === true ? [IDEMPOTENCY_KEY] : []),
  ];
  return {
    operationId: operationId(route),
    tags: [route.tag],
    summary: route.summary,
    security: SECURITY[route.access],
    ...(route.access === "admin" ? { description: "Needs an admin's key." } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.body
      ? {
          requestBody: {
            required: route.bodyOptional !== true,
            content: bodyContent(route.body, route.rawBody ?? ["application/json"], components),
          },
        }
      : {}),
    responses: { ...answersOf(route, components), ...refusalsOf(route) },
  };
}

function bodyContent(body: z.ZodType, types: readonly string[], components: Map<string, Json>): Json {
  const schema = schemaOf(body, "input", components);
  return Object.fromEntries(types.map((type) => [type, { schema }]));
}

const IDEMPOTENCY_KEY: Json = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  schema: {
    type: "string",
    description:
      "Any text. Who lost the answer asks again with the key of the first time; each caller has its own keys.",
  },
};

const SECURITY: Readonly<Record<Route["access"], readonly Json[]>> = {
  public: [],
  visitor: [{ visitor: [] }],
  rep: [{ key: [] }],
  admin: [{ key: [] }],
};

/** `get /api/v1/leads/{id}` becomes `getLeadsById`. */
function operationId({ method, path }: Route): string {
  const words = path
    .replace(/^\/(api\/v1\/)?/, "")
    .split(/[/.-]/)
    .map((part) => (part.startsWith("{") ? `by-${part.slice(1, -1)}` : part))
    .join("-")
    .split("-");
  return method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}

function parametersOf(
  schema: z.ZodObject | undefined,
  where: "path" | "query",
  components: Map<string, Json>,
): readonly Json[] {
  return Object.entries(schema?.shape ?? {}).map(([name, field]) => ({
    name,
    in: where,
    required: where === "path" || !z.safeParse(field, undefined).success,
    schema: schemaOf(field, "input", components),
  }));
}

function answersOf(route: Route, components: Map<string, Json>): Json {
  const entries = Object.entries(route.answers).map(([status, shape]) => [
    status,
    answerOf(shape, components),
  ]);
  return Object.fromEntries(entries);
}

function answerOf({ description, schema, mediaType }: AnswerShape, components: Map<string, Json>): Json {
  const headers = {
    "X-Request-Id": { schema: { type: "string" }, description: "The request's id, also in our log." },
  };
  if (mediaType) return { description, headers, content: { [mediaType]: { schema: { type: "string" } } } };
  if (!schema) return { description, headers };
  return {
    description,
    headers,
    content: { "application/json": { schema: schemaOf(schema, "output", components) } },
  };
}

/** What any route may answer beside its own refusals. */
function refusalsOf(route: Route): Json {
  const codes = new Set<ProblemCode>([...route.refuses, ...impliedRefusals(route)]);
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of codes) byStatus.set(PROBLEMS[code], [...(byStatus.get(PROBLEMS[code]) ?? []), code]);
  const entries = [...byStatus]
    .filter(([status]) => !(status in route.answers))
    .map(([status, named]) => [
      String(status),
      {
        description: named.join(" or "),
        content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } },
      },
    ]);
  return Object.fromEntries(entries);
}

function impliedRefusals(route: Route): readonly ProblemCode[] {
  const codes: ProblemCode[] = [];
  if (route.access !== "public") codes.push("unauthorized", "rate-limited");
  if (route.access === "admin") codes.push("forbidden");
  if (route.limit) codes.push("rate-limited");
  if (route.params) codes.push("not-found");
  if (route.query) codes.push("invalid");
  if (route.body) codes.push("malformed", "too-large", "unsupported-media-type", "invalid");
  if (route.run !== "front") codes.push("internal", "unavailable");
  return codes;
}

/** The JSON Schema of a zod schema; what has a name moves into the components and is referred to. */
function schemaOf(schema: z.ZodType, io: "input" | "output", components: Map<string, Json>): Json {
  const made = z.toJSONSchema(schema, { io, unrepresentable: "any", target: "draft-2020-12" });
  const suffix = io === "input" ? "Input" : "";
  const { $schema: _draft, $defs = {}, ...whole } = referring(made, suffix) as Record<string, unknown>;
  for (const [name, definition] of Object.entries($defs as Record<string, Json>)) {
    components.set(`${name}${suffix}`, definition);
  }
  return whole;
}

function referring(value: unknown, suffix: string): unknown {
  if (Array.isArray(value)) return value.map((entry) => referring(entry, suffix));
  if (typeof value !== "object" || value === null) return value;
  const pairs = Object.entries(value).map(([name, inner]) => {
    if (name === "$ref" && typeof inner === "string") {
      return [name, `${inner.replace("#/$defs/", "#/components/schemas/")}${suffix}`];
    }
    return [name, referring(inner, suffix)];
  });
  return Object.fromEntries(pairs);
}
