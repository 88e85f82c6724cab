import type { Company } from "../conversation/company.ts";
import { approvedBy, checkClaims } from "../conversation/sales/claims.ts";
import type { Conversation } from "../conversation/state.ts";
import type { Say } from "../conversation/turn.ts";
import { sentence } from "../conversation/wording/say.ts";

/** What one turn's words may rest on: the talk before and after it, and what the person just wrote. */
export interface Grounds {
  readonly before: Conversation;
  readonly after: Conversation;
  readonly company: Company;
  readonly heard: readonly string[];
}

/** The figures of a text that no approved fact covers; empty = it may be said. */
export function unprovenIn(say: Say, { before, after, company, heard }: Grounds): readonly string[] {
  const { offered, proposed, booking } = before;
  const slots = [...offered, ...[proposed, booking?.slot].flatMap((slot) => slot ?? [])];
  const verdict = checkClaims(say.text, approvedBy(after, company, { slots, heard }));
  return verdict.ok ? [] : verdict.unapproved;
}

/** What is said in its place: that the team will be asked. Silence would be worse than saying less. */
export function saidInstead(say: Say, { after }: Grounds): Say {
  const { register, digits, said, turns } = after;
  const { text, id } = sentence(
    "answer.team",
    {},
    { language: say.language, register, digits, said, seed: turns },
  );
  return { ...say, text, wordings: [id], facts: [], icsOf: null };
}
