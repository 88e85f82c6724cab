import type { Refusal } from "../contracts/commands.ts";

/** What was asked about is not there: "there is no such …". */
export const noSuch = (what: string): Refusal => refusal("not-found", `there is no such ${what}`);

/** What was asked for contradicts what is so by now. */
export const conflict = (detail: string): Refusal => refusal("conflict", detail);

/** What was asked for cannot be meant so. */
export const invalid = (detail: string): Refusal => refusal("invalid", detail);

function refusal(problem: Refusal["problem"], detail: string): Refusal {
  return { ok: false, problem, detail };
}
