type Json = Readonly<Record<string, unknown>>;

/** A JSON Schema in the short notation programmers read: `{ name: string, age?: number | null }`. */
export function schemaText(schema: Json, depth = 0): string {
  if (typeof schema.$ref === "string") return schema.$ref.split("/").at(-1) ?? "";
  if ("const" in schema) return JSON.stringify(schema.const);
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (Array.isArray(choices)) return choices.map((choice) => schemaText(asSchema(choice), depth)).join(" | ");
  return typeText(schema, depth);
}

function typeText(schema: Json, depth: number): string {
  const { type } = schema;
  if (type === "array") return `${wrapped(schemaText(asSchema(schema.items), depth))}[]`;
  if (type === "object") return objectText(schema, depth);
  if (typeof type === "string") return type + rangeText(schema);
  return "any";
}

function objectText(schema: Json, depth: number): string {
  const properties = Object.entries(asSchema(schema.properties));
  if (properties.length === 0) {
    const values = asSchema(schema.additionalProperties);
    return `{ [name]: ${schemaText(values, depth)} }`;
  }
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  const indent = "  ".repeat(depth + 1);
  const lines = properties.map(([name, property]) => {
    const { description } = asSchema(property);
    const note = typeof description === "string" ? `  // ${description}` : "";
    return `${indent}${name}${required.has(name) ? "" : "?"}: ${schemaText(asSchema(property), depth + 1)}${note}`;
  });
  return `{\n${lines.join("\n")}\n${"  ".repeat(depth)}}`;
}

function rangeText({ minimum, maximum, minLength, maxLength, format }: Json): string {
  const isWhole = Math.abs(Number(minimum ?? maximum ?? 0)) < Number.MAX_SAFE_INTEGER;
  if (typeof format === "string") return ` (${format})`;
  if (minimum !== undefined && isWhole) return ` (${String(minimum)} to ${String(maximum ?? "any")})`;
  if (maxLength !== undefined) return ` (${String(minLength ?? 0)} to ${String(maxLength)} characters)`;
  return "";
}

function wrapped(text: string): string {
  return text.includes(" | ") && !text.startsWith("{") ? `(${text})` : text;
}

function asSchema(value: unknown): Json {
  return typeof value === "object" && value !== null ? (value as Json) : {};
}
