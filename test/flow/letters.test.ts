import { expect, test } from "vitest";
import type { Lane } from "../../bot/contracts/lanes.ts";
import type { OutboxRow } from "../../bot/contracts/turn-record.ts";
import { evolve } from "../../bot/conversation/evolve.ts";
import { asLetter } from "../../bot/flow/letters.ts";
import { occasionsOf } from "../../bot/flow/occasion.ts";
import { heardEcho } from "../../bot/flow/take-over.ts";
import { lanesOn } from "../../db/lanes.ts";
import { mailBackgroundOn } from "../../db/mail-background.ts";
import { embeddedDatabase } from "../support/database.ts";
import { demoCompany } from "../support/demo-company.ts";
import { letterFrom, MAILBOX } from "../support/letters.ts";
import { outbound } from "../support/outbound.ts";
import { laneOf, outboxRow, turnOf } from "../support/stored-talk.ts";
import { arrival, nextId } from "../support/talk.ts";

const OMAR = "omar@haddad.example";
const SARA = "sara@haddad.example";

/** What Sara, whom Omar copied, writes in his talk, and then he again; nobody has heard either yet. */
async function twoWriters() {
  const database = await embeddedDatabase();
  const { arrivals, lanes } = lanesOn(database, nextId);
  const take = async (message: ReturnType<typeof letterFrom>) =>
    (await arrivals.accept([arrival(message)]))[0]?.conversationId ?? "";
  const first = letterFrom(OMAR, "We need a CRM", { copied: [SARA] });
  const talk = await take(first);
  await lanes.save([turnOf(await laneOf(lanes, talk), [])]);
  const sara = letterFrom(SARA, "For how many users?", { inReplyTo: first.id, references: [first.id] });
  await take(sara);
  return { database, arrivals, lanes, take, talk, first, sara };
}

function goesTo(row: OutboxRow, lane: Lane) {
  const { handle } = lane;
  const message = outbound({ id: row.id, to: { channel: "email", account: MAILBOX, handle } });
  const letter = asLetter(message, row, lane, { company: demoCompany(), links: null });
  return [letter.to.handle, letter.mail?.inReplyTo];
}

test("two people's letters in one talk are two turns, and each is answered to whoever wrote it", async () => {
  const { database, lanes, take, talk, first, sara } = await twoWriters();
  const omar = letterFrom(OMAR, "And what does it cost?", { inReplyTo: first.id });
  await take(omar);
  const lane = await laneOf(lanes, talk);
  const heard = occasionsOf(lane, true).map(({ hearing }) => hearing.heard.map(({ id }) => id));
  expect(heard).toEqual([[sara.id], [omar.id]]);
  const answers = [sara.id, omar.id].map((inReplyTo) => outboxRow("Gladly.", 2, { inReplyTo }));
  expect(answers.map((row) => goesTo(row, lane))).toEqual([
    [SARA, sara.id],
    [OMAR, omar.id],
  ]);
  await database.close();
});

test("an answer that had to wait goes to whoever was answered, also when another has written since", async () => {
  const { database, lanes, take, talk, first, sara } = await twoWriters();
  const before = await laneOf(lanes, talk);
  const answer = outboxRow("For twenty.", before.conversation.version + 1, {
    ...{ state: "waiting", inReplyTo: sara.id },
  });
  await lanes.save([turnOf(before, [], { record: { outbox: [answer] } })]);
  await take(letterFrom(OMAR, "And what does it cost?", { inReplyTo: first.id }));
  const lane = await laneOf(lanes, talk);
  expect(lane.unsent.map((row) => goesTo(row, lane))).toEqual([[SARA, sara.id]]);
  await database.close();
});

test("an answer that comes back says that the address it went to is dead, and not the talk's own", async () => {
  const { database, lanes, talk, sara } = await twoWriters();
  const before = await laneOf(lanes, talk);
  const version = before.conversation.version + 1;
  const answer = outboxRow("For twenty.", version, { inReplyTo: sara.id });
  const unasked = outboxRow("Any news?", version, { purpose: "proactive" });
  await lanes.save([turnOf(before, [], { record: { outbox: [answer, unasked] } })]);
  const { sentTo } = mailBackgroundOn(database);
  expect([await sentTo(answer.id), await sentTo(unasked.id), await sentTo("nothing")]).toEqual([
    SARA,
    OMAR,
    null,
  ]);
  await database.close();
});

test("a rep who answers a colleague's letter from the mailbox holds the talk that it was written in", async () => {
  const { database, arrivals, lanes, talk, sara } = await twoWriters();
  const mind = { evolve, now: Date.now, newId: nextId };
  const parts = { arrivals, lanes, mind, repIdleMs: 60_000, announce: () => undefined };
  const to = { channel: "email", account: MAILBOX, handle: SARA } as const;
  const echo = { kind: "echo", to, alsoKnownAs: [], sentAt: Date.now() } as const;
  const unknown = ["lost@elsewhere.example"];
  await heardEcho(
    { ...echo, id: "r1@our.example", text: "For twenty.", answers: [...unknown, sara.id] },
    parts,
  );
  expect((await laneOf(lanes, talk)).conversation.owner).toBe("rep");
  const talks = () => database.pool.query("select from conversations");
  expect((await talks()).rowCount).toBe(1);
  await heardEcho({ ...echo, id: "r2@our.example", text: "A new matter.", answers: unknown }, parts);
  expect((await talks()).rowCount).toBe(2);
  await database.close();
});
