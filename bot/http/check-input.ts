import type { z } from "zod";
import { storableText } from "./door/read-json.ts";
import { type FieldProblem, invalid, type Problem } from "./problems.ts";

type Checked = { readonly value: unknown } | Problem;

/** Checks a value against its schema; a refusal names every wrong field. `whole` names the value itself. */
export function checkInput(schema: z.ZodType | undefined, value: unknown, whole: string): Checked {
  if (schema === undefined) return { value: undefined };
  const result = schema.safeParse(value);
  if (result.success) return { value: result.data };
  return invalid(result.error.issues.slice(0, 20).flatMap((issue) => fieldProblems(issue, value, whole)));
}

/** Query and path texts come in with whatever bytes were sent. */
export function storableTexts(texts: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const pairs = Object.entries(texts).map(([name, text]) => [
    name,
    typeof text === "string" ? storableText(text) : text,
  ]);
  return Object.fromEntries(pairs);
}

function fieldProblems(issue: z.core.$ZodIssue, input: unknown, whole: string): readonly FieldProblem[] {
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ field: [...path, key].join("."), message: "is not known" }));
  }
  const field = path.length === 0 ? whole : path.join(".");
  const missing = issue.code === "invalid_type" && valueAt(input, issue.path) === undefined;
  return [{ field, message: missing ? "is required" : issue.message }];
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const step of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Reflect.get(value, step);
  }
  return value;
}
