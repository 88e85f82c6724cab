import type pg from "pg";

/** A connection or the pool: whoever can be asked. */
export type Asked = Pick<pg.ClientBase, "query">;

/** A named statement: prepared once for each connection, then only bound. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/**
 * Ends a `select` of rows that came as JSON (they count their `place`) where a table is joined to them. The planner
 * believes that such a range leaves one row, so it reaches the table by its keys, whatever size it takes it for; without
 * it the plan that is kept for a young table reads all of it, each time, for as long as the connection lives.
 * It does not belong where two such lists meet each other: believed to be one row each they are compared each with each,
 * which for fifty turns took a quarter to two fifths of the statement. There they are left at their hundred, and meet in a hash.
 */
export const FEW = "where place between 0 and 2147483646";

/** Runs a prepared statement and answers its rows. Lists and records go in as JSON, one parameter each. */
export async function rowsOf<Row>(
  asked: Asked,
  { name, text }: Statement,
  values: readonly unknown[],
): Promise<Row[]> {
  const answer = await asked.query({ name, text, values: [...values] });
  return answer.rows as Row[];
}

/** Runs `work` in one transaction; it is rolled back when `work` throws. Use only the client that it is given. */
export async function inTransaction<Result>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    client.release();
    return result;
  } catch (cause) {
    const clean = await client.query("ROLLBACK").then(
      () => true,
      () => false,
    );
    client.release(!clean);
    throw cause;
  }
}

const DEADLOCK = "40P01";
const SERIALIZATION = "40001";
const TRIES = 5;

/** Does it again when PostgreSQL chose it as the victim of a deadlock: nothing of it was done. */
export async function untilNoDeadlock<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await work();
    } catch (cause) {
      const code = codeOf(cause);
      if ((code !== DEADLOCK && code !== SERIALIZATION) || tried === TRIES) throw cause;
    }
  }
}

/** The SQLSTATE of a failed statement, "" for anything else. */
export function codeOf(cause: unknown): string {
  return cause instanceof Error && "code" in cause ? String(cause.code) : "";
}

/** An ISO time for JSON parameters; null stays null. */
export function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

/** What PostgreSQL cannot store in a text: NUL, and halves of surrogate pairs. A doubled backslash is stepped over. */
const UNSTORABLE = /\\(?:\\|u0000|ud[89a-f][0-9a-f]{2})/gu;

/** A value as a JSON parameter; what no text can hold becomes U+FFFD. */
export function json(value: unknown): string {
  const written = JSON.stringify(value);
  if (!written.includes("\\u")) return written;
  return written.replace(UNSTORABLE, (found) => (found === "\\\\" ? found : "\uFFFD"));
}
