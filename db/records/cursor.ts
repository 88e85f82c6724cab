import type { BadCursor, Page, PageOf } from "../../bot/contracts/records.ts";

/** The key of the last row of a page: what the next page starts behind. */
export type Key = readonly (string | number | null)[];

/** A cursor that none of our lists gave out; see `Page.cursor`. */
class BadCursorError extends Error implements BadCursor {
  override readonly name = "BadCursor" as const;
}

/** Cuts one row too many off, which says whether there is more, and names the row to go on from. */
export function pageOf<Row, Shown>(
  rows: readonly Row[],
  page: Page,
  key: (row: Row) => Key,
  show: (row: Row) => Shown,
): PageOf<Shown> {
  const kept = rows.slice(0, page.limit);
  const last = kept.at(-1);
  const more = rows.length > page.limit && last !== undefined;
  return { data: kept.map(show), nextCursor: more ? encodeCursor(key(last)) : null };
}

/** The key in a cursor, null for the first page. Throws BadCursor when it does not have this shape. */
export function keyOf(page: Page, shape: readonly ("text" | "number" | "id" | "text or null")[]): Key | null {
  if (page.cursor === null) return null;
  const key = decode(page.cursor);
  const fits = key?.length === shape.length && shape.every((kind, at) => fitsKind(key[at], kind));
  if (!fits || key === null) throw new BadCursorError("this cursor was not given out by this list");
  return key;
}

/** For a cursor that has the right shape and names nothing. */
export function badCursor(): Error {
  return new BadCursorError("this cursor names nothing");
}

function encodeCursor(key: Key): string {
  return Buffer.from(JSON.stringify(key), "utf8").toString("base64url");
}

function decode(cursor: string): Key | null {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    return Array.isArray(key) ? (key as Key) : null;
  } catch {
    return null;
  }
}

function fitsKind(value: unknown, kind: "text" | "number" | "id" | "text or null"): boolean {
  if (kind === "id") return typeof value === "string" && /^[\w-]{1,60}$/.test(value);
  if (kind === "number") return Number.isSafeInteger(value);
  if (value === null) return kind === "text or null";
  return typeof value === "string" && /^[\d :.+T-]{1,40}$/.test(value);
}
