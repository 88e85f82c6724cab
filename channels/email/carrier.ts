import type { SendFailure } from "../../bot/contracts/channel.ts";
import type { Letter } from "./compose.ts";

/** What became of one letter. */
export type Carried =
  /** The carrier's own ids of it, best first; empty when it gave none. */
  | { readonly ok: true; readonly ids: readonly string[] }
  | { readonly ok: false; readonly failure: SendFailure; readonly detail: string };

/** Takes a letter away: a mail server or a vendor. */
export interface Carrier {
  readonly name: string;
  /** Whether it reports back about our own id, so that a doubtful send settles by itself. */
  readonly reports: boolean;
  /** Never rejects for what a carrier may do. `outboundId` is ours; a second try has the same. */
  carry(letter: Letter, outboundId: string): Promise<Carried>;
  close(): Promise<void>;
}

/** A letter that was not taken, and what to do about it. */
export function refused(failure: SendFailure, detail: string): Carried {
  return { ok: false, failure, detail: masked(detail) };
}

/** Addresses and long numbers are nobody's business in a log. */
function masked(words: string): string {
  return words
    .replace(/[^\s<>"'();,:]{1,100}@[^\s<>"'();,:]{1,200}/g, "[address]")
    .replace(/\+?\d[\d\s-]{6,}\d/g, "[number]")
    .slice(0, 300)
    .toWellFormed();
}
