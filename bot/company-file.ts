import { readFileSync } from "node:fs";
import { LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import type { Company } from "./conversation/company.ts";
import { companySchema } from "./http/schemas/company.ts";

/** Why COMPANY_FILE cannot be used: every problem with its line, its place in the file and what would be valid. */
export class CompanyFileError extends Error {
  constructor(file: string, problems: readonly string[]) {
    super(`COMPANY_FILE ${file} cannot be used:\n${problems.map((problem) => `  ${problem}`).join("\n")}`);
  }
}

/** Reads the company's profile from a YAML file; throws a CompanyFileError that a person can act on. */
export function readCompanyFile(file: string): Company {
  let yaml: string;
  try {
    yaml = readFileSync(file, "utf8");
  } catch (problem) {
    const { code } = problem as NodeJS.ErrnoException;
    throw new CompanyFileError(file, [`it cannot be read (${code}); give the path of a YAML file`]);
  }
  return parseCompany(yaml, file);
}

/** The profile written in a YAML text; `file` is its name in errors. Throws a CompanyFileError. */
export function parseCompany(yaml: string, file: string): Company {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    throw new CompanyFileError(
      file,
      document.errors.map(({ pos, message }) => `line ${lines.linePos(pos[0]).line}: ${message}`),
    );
  }
  const read = companySchema.safeParse(document.toJS(), { reportInput: true });
  if (read.success) return read.data;
  const lineOf = (path: readonly PropertyKey[]): number => {
    // A key that is missing has no line of its own: name the nearest part that holds it.
    for (let length = path.length; length > 0; length -= 1) {
      const node = document.getIn(path.slice(0, length), true);
      const start = hasRange(node) ? node.range[0] : undefined;
      if (start !== undefined) return lines.linePos(start).line;
    }
    return 1;
  };
  throw new CompanyFileError(
    file,
    read.error.issues.map((issue) => {
      const unknown = issue.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [];
      return `line ${lineOf([...issue.path, ...unknown])}, ${placeOf(issue)}: ${wordsFor(issue)}`;
    }),
  );
}

function hasRange(node: unknown): node is { readonly range: readonly number[] } {
  return typeof node === "object" && node !== null && "range" in node && Array.isArray(node.range);
}

/** "offers[1].prices[0].per" */
function placeOf({ path }: z.core.$ZodIssue): string {
  const place = path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
  return place.replace(/^\./u, "") || "the whole file";
}

function wordsFor(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys") {
    return `${issue.keys.join(", ")} is not a known name here; remove or correct it`;
  }
  if (issue.code === "invalid_value") return `must be one of ${issue.values.map(String).join(", ")}`;
  if (issue.code !== "invalid_type") return issue.message;
  if (issue.input === undefined) return `is missing; it must be ${nameOf(issue.expected)}`;
  if (issue.expected === "string" && typeof issue.input !== "object") return "must be text: put it in quotes";
  return `must be ${nameOf(issue.expected)}`;
}

function nameOf(expected: string): string {
  const names: Readonly<Record<string, string>> = {
    string: "text",
    number: "a number",
    int: "a whole number",
    array: "a list",
    object: "a group of names and values",
  };
  return names[expected] ?? expected;
}
