import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/**
 * Makes this process the only one that uses the folder, and returns how to give it up. Throws when another process
 * has it. PGlite has no lock of its own, and two processes on one folder silently lose each other's rows. The lock
 * is an open transaction on a side file: it ends with the process, however the process ends.
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const side = new DatabaseSync(join(folder, "in-use.sqlite"), { timeout: 0 });
  try {
    side.exec("BEGIN EXCLUSIVE");
  } catch (cause) {
    side.close();
    throw new Error(
      `The data folder ${folder} is in use by another process. Stop that one first, or set DATA_DIR to another folder.`,
      { cause },
    );
  }
  return () => side.close();
}
