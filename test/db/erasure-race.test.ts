import type pg from "pg";
import { expect, test } from "vitest";
import type { InboundMessage } from "../../bot/conversation/message.ts";
import { lanesOn } from "../../db/lanes.ts";
import { onBothEngines } from "../support/database.ts";
import { letterFrom } from "../support/letters.ts";
import { arrival, nextId, text } from "../support/talk.ts";
import { waitersIn } from "../support/waiting.ts";

/*
 * Somebody writes in the moment in which they are erased: their message waits for the lane that the erasure holds, and
 * goes with it when it is done. It has to be stored all the same, as a stranger's first one.
 */

onBothEngines((engine) => {
  const race = async (before: InboundMessage, meanwhile: readonly InboundMessage[]) => {
    const database = await engine.fresh();
    const { pool } = database;
    const { arrivals, desk } = lanesOn(database, nextId);
    const [known] = await arrivals.accept([arrival(before)]);
    const { rows } = await pool.query<{ id: string }>("select contact_id as id from conversations");
    const client = await heldContact(pool);
    const erased = desk.erase(rows[0]?.id ?? "", "admin");
    await waitersIn(pool, 1);
    const accepted = arrivals.accept(meanwhile.map((message) => arrival(message)));
    await waitersIn(pool, 2);
    await client.query("commit");
    client.release();
    expect(await erased).toBe(true);
    const answers = await accepted;
    const stored = await pool.query<{ id: string; text: string }>(
      "select c.id, m.text from messages m join conversations c on c.id = m.conversation_id order by m.number",
    );
    return { answers, stored: stored.rows, before: known?.conversationId };
  };

  test.skipIf(engine.name === "PGlite")("what comes in while its person is erased is kept", async () => {
    const next = text("2");
    const { answers, stored, before } = await race(text("1"), [next, text("3", { by: "+966500000077" })]);
    expect(answers.map(({ result }) => result)).toEqual(["new", "new"]);
    expect(stored.map((row) => row.text).toSorted()).toEqual(["2", "3"]);
    expect(stored.map(({ id }) => id)).toEqual(
      expect.arrayContaining(answers.map(({ conversationId }) => conversationId)),
    );
    expect(answers[0]?.conversationId).not.toBe(before);
  });

  test.skipIf(engine.name === "PGlite")("so is a letter whose talk goes before it is stored", async () => {
    const omar = "omar@haddad.example";
    const first = letterFrom(omar, "We need a CRM", { subject: "CRM" });
    const { answers, stored, before } = await race(first, [
      letterFrom(omar, "Hello?", { inReplyTo: first.id }),
    ]);
    expect(answers.map(({ result }) => result)).toEqual(["new"]);
    expect(stored).toEqual([{ id: answers[0]?.conversationId, text: "Hello?" }]);
    expect(answers[0]?.conversationId).not.toBe(before);
  });
});

/** The erasure gets as far as the person's own row, and holds their talks while it waits for it. */
async function heldContact(pool: pg.Pool): Promise<pg.PoolClient> {
  const client = await pool.connect();
  await client.query("begin");
  await client.query("select from contacts for update");
  return client;
}
