import type { Actor, CommandResult } from "../../contracts/commands.ts";
import type { PageOf } from "../../contracts/records.ts";
import { type Problem, problem } from "../problems.ts";
import type { Answer, Outcome } from "../route.ts";

/** What was not there. */
export function missing(what: string): Problem {
  return problem("not-found", `there is no such ${what}`);
}

/** The refusal of a command in the API's words. */
export function refused(result: Extract<CommandResult<unknown>, { readonly ok: false }>): Problem {
  return problem(result.problem, result.detail);
}

/** A page of records as a page of views. */
export function listOf<Row>(page: PageOf<Row>, view: (row: Row) => unknown): Answer {
  return { status: 200, body: { data: page.data.map(view), nextCursor: page.nextCursor } };
}

/** The record as its view, or 404. */
export function shown<Row>(row: Row | null, what: string, view: (row: Row) => unknown): Outcome {
  return row === null ? missing(what) : { status: 200, body: view(row) };
}

/** An admin's key may act for a rep it names; a rep's key only for its holder. */
export function actingRep(actor: Actor, named: string | undefined): Actor | Problem {
  if (named === undefined || named === actor.id) return actor;
  if (actor.role === "rep") return problem("forbidden", "a rep's key acts for its holder only");
  return { id: named, role: "rep" };
}
