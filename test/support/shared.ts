import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

/**
 * The folder of recorded payloads, labelled sentences and contracts that lies beside the project, or null when it is absent:
 * the tests that need it then skip and say so. It is read in place and never copied.
 */
export function sharedFolder(part: string): string | null {
  const places = [resolve(process.cwd(), "../shared"), "/work/shared"];
  const found = places.map((place) => join(place, part)).find((path) => existsSync(path));
  if (!found) process.stderr.write(`skipped: ../shared/${part} is not beside the project\n`);
  return found ?? null;
}
