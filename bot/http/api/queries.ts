import type { Page } from "../../contracts/records.ts";

type Defined<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

/** The fields that were given: a filter without the word "undefined" in it. */
export function definedOnly<Fields extends object>(fields: Fields): Defined<Fields> {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  // Only entries with a value were kept, so each has its declared type.
  return Object.fromEntries(given) as Defined<Fields>;
}

/** The page a query asks for. */
export function pageFrom(query: { readonly limit: number; readonly cursor?: string | undefined }): Page {
  return { limit: query.limit, cursor: query.cursor ?? null };
}
