/** Conditions with their values, joined by "and"; each value becomes a numbered parameter, never text of the query. */
export interface Filter {
  /** Adds `write("$n")` when there is a value. */
  when<Value>(value: Value | undefined | null, write: (place: string) => string): Filter;
  /** "where …" or nothing. */
  readonly where: () => string;
  /** A parameter outside the conditions. */
  place(value: unknown): string;
  readonly values: readonly unknown[];
}

export function createFilter(): Filter {
  const values: unknown[] = [];
  const conditions: string[] = [];
  const filter: Filter = {
    when(value, write) {
      if (value !== undefined && value !== null) conditions.push(write(filter.place(value)));
      return filter;
    },
    where: () => (conditions.length === 0 ? "" : `where ${conditions.join(" and ")}`),
    place(value) {
      values.push(value);
      return `$${values.length}`;
    },
    values,
  };
  return filter;
}

/** Every way in which a handle may have been stored: with or without +, a Saudi number as dialled at home, lower case. */
export function handleVariants(handle: string): readonly string[] {
  const bare = handle.trim();
  const digits = bare.replace(/^\+|^00|[ ()-]/g, "");
  const isNumber = /^\d{6,15}$/.test(digits);
  const home = /^05\d{8}$/.test(digits) ? [`+966${digits.slice(1)}`] : [];
  const numbers = isNumber ? [digits, `+${digits}`, ...home] : [];
  return [...new Set([bare, bare.toLowerCase(), ...numbers])];
}

/** The text as a part of a LIKE pattern: its own % and _ are letters. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, "\\$&")}%`;
}
