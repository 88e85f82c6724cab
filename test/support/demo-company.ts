import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { Company } from "../../bot/conversation/company.ts";

/** The demo company at the repository root, as written. */
export function demoCompany(): Company {
  const file = new URL("../../company.yaml", import.meta.url);
  return parse(readFileSync(file, "utf8")) as Company;
}
