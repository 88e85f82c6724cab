/** Reading JSON that a stranger wrote: every access is guarded, nothing throws, and text is safe to store. */

export type JsonRecord = Readonly<Record<string, unknown>>;

const nothing: JsonRecord = Object.freeze({});

/** The value as an object, or null when it is anything else. */
export function asRecord(value: unknown): JsonRecord | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonRecord) : null;
}

/** The object under `key`, or an empty one. */
export function recordAt(record: JsonRecord, key: string): JsonRecord {
  return asRecord(record[key]) ?? nothing;
}

/** The array under `key`, or an empty one. */
export function listAt(record: JsonRecord, key: string): readonly unknown[] {
  const value = record[key];
  return Array.isArray(value) ? value : [];
}

/** The text (or number, as text) under `key`, made storable; "" when there is none. */
export function textAt(record: JsonRecord, key: string): string {
  const value = record[key];
  if (typeof value === "string") return storable(value);
  return typeof value === "number" ? String(value) : "";
}

/** The number under `key`, also one that is written as a text; null when there is none. */
export function numberAt(record: JsonRecord, key: string): number | null {
  const number = Number(textAt(record, key).trim() || Number.NaN);
  return Number.isFinite(number) ? number : null;
}

/** The texts (and numbers, as text) of the list under `key`. */
export function textsAt(record: JsonRecord, key: string): readonly string[] {
  return listAt(record, key).map((item) => textAt({ item }, "item"));
}

/** Epoch milliseconds of this century, else `otherwise`: a database refuses times that a stranger may write. */
export function sensibleTime(ms: number | null, otherwise: number): number {
  return ms !== null && ms > 946_684_800_000 && ms < 4_102_444_800_000 ? ms : otherwise;
}

/** Like `textAt`, trimmed, and "" when it is too long to be an identifier: an index would refuse it. */
export function idAt(record: JsonRecord, key: string): string {
  const id = textAt(record, key).trim();
  return id.length <= 512 ? id : "";
}

/** Without NUL and half surrogate pairs, which PostgreSQL refuses in text and JSON. */
export function storable(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  return whole.includes("\0") ? whole.replaceAll("\0", "") : whole;
}

/** A short, bounded rendering of any JSON value for a person to read; never throws, however deep the value is. */
export function briefly(value: unknown, longest = 400): string {
  const text = render(value, 3);
  return text.length <= longest ? text : `${text.slice(0, longest).toWellFormed()}…`;
}

function render(value: unknown, depth: number): string {
  if (typeof value === "string") return storable(value.slice(0, 200));
  if (typeof value !== "object" || value === null) return String(value);
  if (depth === 0) return "…";
  if (Array.isArray(value))
    return `[${value
      .slice(0, 5)
      .map((item) => render(item, depth - 1))
      .join(", ")}]`;
  const shown = Object.entries(value).slice(0, 12);
  return shown.map(([key, inner]) => `${storable(key.slice(0, 60))}: ${render(inner, depth - 1)}`).join("; ");
}
