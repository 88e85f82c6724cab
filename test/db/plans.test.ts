import type pg from "pg";
import { expect, test } from "vitest";
import type { Database } from "../../db/connect.ts";
import { lanesOn } from "../../db/lanes.ts";
import { onBothEngines } from "../support/database.ts";
import { turnOf } from "../support/stored-talk.ts";
import { arrival, nextId, text } from "../support/talk.ts";

/** As EXPLAIN (FORMAT JSON) writes it. */
interface Step {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Index Name"?: string;
  readonly "Index Cond"?: string;
  readonly "Join Filter"?: string;
  readonly Filter?: string;
  readonly Plans?: readonly Step[];
}

const LISTS = ["CTE Scan", "Function Scan", "Materialize"];

/** Two lists that are compared row by row, each with each. A list cut short by a filter of its own is short. */
function comparesEachWithEach(step: Step): boolean {
  const sides = step.Plans ?? [];
  return (
    step["Node Type"] === "Nested Loop" &&
    step["Join Filter"] !== undefined &&
    sides.every((side) => LISTS.includes(side["Node Type"])) &&
    !sides.some((side) => side.Filter !== undefined)
  );
}

/** An index of nothing but what still waits, which is a moment's work: all of it is little. */
const SHORT = ["erasures_waiting"];

/** All of a table: plainly, or, where the connection forbids that, by an index from its one end to the other. */
function readsAll(step: Step): boolean {
  const type = step["Node Type"];
  if (type === "Seq Scan") return true;
  const byIndex = /^(Bitmap )?Index (Only )?Scan$/u.test(type) && !SHORT.includes(step["Index Name"] ?? "");
  return byIndex && step["Index Cond"] === undefined;
}

const whatIsRead = (step: Step) => step["Relation Name"] ?? step["Index Name"];

function stepsOf(step: Step): readonly Step[] {
  return [step, ...(step.Plans ?? []).flatMap(stepsOf)];
}

/** A message on its whole way, so that every statement of it is prepared. */
async function walk(database: Database): Promise<void> {
  const { arrivals, lanes } = lanesOn(database, nextId);
  await arrivals.accept([arrival(text("1"))]);
  const [lane] = await lanes.claim("w", 1);
  if (lane === undefined) throw new Error("nothing was due");
  const turn = turnOf(lane, ["2"]);
  await lanes.save([turn]);
  const { conversation } = lane;
  const sent = {
    to: "sent",
    at: Date.now(),
    platformIds: ["p"],
    task: null,
    attempt: 1,
    found: null,
  } as const;
  await lanes.settle(
    turn.outbox.map(({ id }) => ({ ...sent, outboxId: id, conversationId: conversation.id })),
    [{ conversationId: conversation.id, worker: "w", againInMs: null, endedWell: true }],
  );
  const receipt = { channel: "whatsapp", account: "1065", platformId: "p", ourId: null } as const;
  await arrivals.receipts([{ ...receipt, status: "read", failure: null, at: Date.now(), billable: null }]);
}

/** The plan that every statement prepared on the connection is run by, by its name. */
async function plansOn(client: pg.ClientBase): Promise<ReadonlyMap<string, readonly Step[]>> {
  const { rows } = await client.query<{ name: string; given: number }>(
    "select name, cardinality(parameter_types) as given from pg_prepared_statements",
  );
  const plans = new Map<string, readonly Step[]>();
  for (const { name, given } of rows) {
    const nothing = Array.from({ length: given }, () => "null").join();
    const sql = `explain (format json) execute ${client.escapeIdentifier(name)}${given > 0 ? `(${nothing})` : ""}`;
    const plan = await client.query<{ "QUERY PLAN": readonly { readonly Plan: Step }[] }>(sql);
    plans.set(
      name,
      plan.rows.flatMap((row) => row["QUERY PLAN"].flatMap(({ Plan }) => stepsOf(Plan))),
    );
  }
  return plans;
}

onBothEngines((engine) => {
  test.skipIf(engine.name === "PGlite")(
    "the statements of the way reach tables by their indexes, and never compare list with list row by row",
    async () => {
      const database = await engine.fresh();
      await walk(database);
      const client = await database.way.connect();
      const plans = await plansOn(client);
      client.release();
      expect([...plans.keys()]).toEqual(
        expect.arrayContaining(["accept", "claim", "load", "save", "settle", "receipts"]),
      );
      const seen = [...plans].flatMap(([name, steps]) => steps.map((step) => ({ name, step })));
      const whole = seen.filter(({ step }) => readsAll(step));
      expect(whole.map(({ name, step }) => `${name} reads all of ${whatIsRead(step)}`)).toEqual([]);
      const slow = seen.filter(({ step }) => comparesEachWithEach(step));
      expect(slow.map(({ name, step }) => `${name}: ${step["Join Filter"]}`)).toEqual([]);
    },
  );
});
