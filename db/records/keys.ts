import type pg from "pg";
import type { Actor } from "../../bot/contracts/commands.ts";

/** Who holds the key with this hash (hex SHA-256), or null when there is none or it was revoked. */
export async function findKey(pool: pg.Pool, hash: string): Promise<Actor | null> {
  const answer = await pool.query<{ name: string; role: Actor["role"] }>(
    "select name, role from api_keys where sha256 = $1 and revoked_at is null",
    [hash],
  );
  const [key] = answer.rows;
  return key === undefined ? null : { id: key.name, role: key.role };
}
