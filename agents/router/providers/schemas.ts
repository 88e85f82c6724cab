type JsonSchema = Readonly<Record<string, unknown>>;

/** Each distinct schema is translated once; the router hands in the same object every time. */
function once<Result>(translate: (schema: JsonSchema) => Result): (schema: JsonSchema) => Result {
  const known = new WeakMap<JsonSchema, Result>();
  return (schema) => {
    const found = known.get(schema) ?? translate(schema);
    known.set(schema, found);
    return found;
  };
}

/**
 * The schema with every object closed, and whether each of its fields is required: only then may strict decoding be asked
 * for (Groq, OpenAI).
 */
export const closedSchema = once((schema) => {
  const state = { strict: true };
  const closed = mapped(schema, (part) => {
    if (!isRecord(part.properties)) {
      if (part.type === "object") state.strict = false;
      return part;
    }
    const required = Array.isArray(part.required) ? part.required : [];
    if (Object.keys(part.properties).some((name) => !required.includes(name))) state.strict = false;
    return { ...part, additionalProperties: false };
  });
  return { schema: closed, strict: state.strict };
});

// The keywords `responseJsonSchema` documents; others are refused or ignored, depending on the model.
const GEMINI_KNOWS = new Set(
  "$id $defs $ref $anchor type format title description enum items prefixItems minItems maxItems minimum maximum anyOf oneOf properties additionalProperties required propertyOrdering".split(
    " ",
  ),
);

/** The schema in the keywords Gemini documents. */
export const geminiSchema = once((schema) =>
  mapped(schema, (part) => {
    const kept = Object.fromEntries(Object.entries(part).filter(([keyword]) => GEMINI_KNOWS.has(keyword)));
    return part.const === undefined ? kept : { ...kept, enum: [part.const] };
  }),
);

/** Applies a change to a schema and all schemas inside it. */
function mapped(schema: JsonSchema, change: (part: JsonSchema) => JsonSchema): JsonSchema {
  const inner = Object.entries(change(schema)).map(([keyword, value]) => {
    if ((keyword === "properties" || keyword === "$defs") && isRecord(value))
      return [keyword, Object.fromEntries(Object.entries(value).map(([name, part]) => [name, go(part)]))];
    if (SCHEMAS.has(keyword)) return [keyword, Array.isArray(value) ? value.map(go) : go(value)];
    return [keyword, value];
  });
  return Object.fromEntries(inner);

  function go(part: unknown): unknown {
    return isRecord(part) ? mapped(part, change) : part;
  }
}

const SCHEMAS = new Set(["items", "prefixItems", "anyOf", "oneOf", "allOf", "not", "additionalProperties"]);

function isRecord(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
