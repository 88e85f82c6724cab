import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Actor } from "./contracts/commands.ts";
import { Secret } from "./contracts/secret.ts";

/** Hex SHA-256 of a key: the only form in which keys are compared. */
export function hashOfKey(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

/** A secret kept in the data folder, readable by its owner alone, and made at the first start. */
export function keptSecret(
  dataDir: string,
  name: string,
): { readonly secret: Secret; readonly isNew: boolean } {
  mkdirSync(dataDir, { recursive: true });
  const path = join(dataDir, name);
  try {
    // `wx` fails when another process made it first; then its secret is the one.
    const made = randomBytes(24).toString("base64url");
    writeFileSync(path, made, { mode: 0o600, flag: "wx" });
    return { secret: new Secret(made), isNew: true };
  } catch (problem) {
    if ((problem as NodeJS.ErrnoException).code !== "EEXIST") throw problem;
    return { secret: new Secret(readFileSync(path, "utf8").trim()), isNew: false };
  }
}

/** Finds who holds a key: the admin's first, then those kept in the database. */
export function keyRing(
  adminKey: Secret,
  inDatabase: (hash: string) => Promise<Actor | null>,
): { find(hash: string): Actor | null | Promise<Actor | null> } {
  const admin = Buffer.from(hashOfKey(adminKey.reveal()));
  const isAdmin = (hash: string) => hash.length === admin.length && timingSafeEqual(Buffer.from(hash), admin);
  return {
    find: (hash) => (isAdmin(hash) ? { id: "admin", role: "admin" } : inDatabase(hash)),
  };
}
