import { existsSync } from "node:fs";
import { resolve } from "node:path";

/**
 * A path in the folder of recorded payloads, labelled sentences and contracts that lies beside the project, or null when
 * it is absent: the tests that need it then skip and say so. It is read in place and never copied.
 */
export function sharedFolder(part: string): string | null {
  const path = resolve(process.cwd(), "../shared", part);
  if (existsSync(path)) return path;
  process.stderr.write(`skipped: ../shared/${part} is not beside the project\n`);
  return null;
}
