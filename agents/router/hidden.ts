/** What is hidden behind placeholders. `TEXT` is a placeholder that somebody typed: it means its own letters only. */
export type Category = "PHONE" | "EMAIL" | "ID" | "IBAN" | "CARD" | "CR" | "VAT" | "NUMBER" | "NAME" | "TEXT";

/** A stretch of the raw text that must not leave. */
export interface Hidden {
  readonly category: Category;
  readonly start: number;
  readonly end: number;
  /** The same for every spelling of the same thing. */
  readonly key: string;
}
