import { expect, test } from "vitest";
import type { InboundMessage } from "../../bot/conversation/message.ts";
import { lanesOn } from "../../db/lanes.ts";
import { onBothEngines } from "../support/database.ts";
import { letterFrom, MAILBOX } from "../support/letters.ts";
import { laneOf, outboxRow, turnOf } from "../support/stored-talk.ts";
import { arrival, nextId } from "../support/talk.ts";

const OMAR = "omar@haddad.example";
const SARA = "sara@haddad.example";

onBothEngines((engine) => {
  const begin = async () => {
    const database = await engine.fresh();
    const store = lanesOn(database, nextId);
    const take = async (message: InboundMessage): Promise<string> =>
      (await store.arrivals.accept([arrival(message)]))[0]?.conversationId ?? "";
    const first = letterFrom(OMAR, "We need a CRM", { subject: "CRM for Haddad", copied: [SARA] });
    const talk = await take(first);
    /** We answer; the id of our letter is made of our own number. */
    const answer = async (): Promise<string> => {
      const lane = await laneOf(store.lanes, talk);
      const record = turnOf(lane, ["Gladly."]);
      await store.lanes.save([record]);
      return `${record.outbox[0]?.id}@nassiq.example`;
    };
    return { ...store, database, take, first, talk, answer };
  };

  test("an answer finds its talk by the number in our id, even before the send was settled", async () => {
    const { take, talk, answer } = await begin();
    const ours = await answer();
    expect(await take(letterFrom("omar.private@mail.example", "Thanks", { inReplyTo: ours }))).toBe(talk);
  });

  test("an answer finds its talk by any of its references, by the letter of theirs, and by the token", async () => {
    const { take, talk, first } = await begin();
    const references = ["lost@elsewhere.example", first.id, "newer@elsewhere.example"];
    expect(await take(letterFrom(SARA, "I add to this", { references }))).toBe(talk);
    expect(await take(letterFrom("x@y.example", "By token", { replyToken: talk }))).toBe(talk);
    expect(
      await take(letterFrom("z@y.example", "A stranger's own", { inReplyTo: "none@x.example" })),
    ).not.toBe(talk);
  });

  test("a copied colleague is a person of their own and writes in the same talk; unasked words still go to the first", async () => {
    const { take, talk, first, lanes, database } = await begin();
    await take(letterFrom(SARA, "Sara here", { inReplyTo: first.id }));
    const lane = await laneOf(lanes, talk);
    expect([lane.handle, lane.thread?.from]).toEqual([OMAR, SARA]);
    expect(lane.waiting.at(-1)?.message.proven).toBeUndefined();
    const { rows } = await database.pool.query("select count(*) as people from contacts");
    expect(rows).toEqual([{ people: 2 }]);
  });

  test("a stranger who only knows an id of the thread is not proven, whatever the mail says", async () => {
    const { take, talk, first, lanes } = await begin();
    expect(
      await take(letterFrom("spy@rival.example", "Cancel it", { inReplyTo: first.id }, { proven: true })),
    ).toBe(talk);
    const { waiting } = await laneOf(lanes, talk);
    expect(waiting.map(({ message }) => message.proven)).toEqual([undefined, false]);
  });

  test("without headers the subject holds the thread together for a month, whatever stands before it", async () => {
    const { take, talk, first, database } = await begin();
    await take(letterFrom(SARA, "Sara here", { inReplyTo: first.id }));
    expect(await take(letterFrom(SARA, "again", { subject: "رد: RE: Fwd:  crm for  HADDAD" }))).toBe(talk);
    const own = await take(letterFrom(SARA, "another matter", { subject: "Invoice" }));
    expect(own).not.toBe(talk);
    await database.pool.query("update lanes set talked_at = talked_at - interval '31 days'");
    expect(await take(letterFrom(SARA, "late", { subject: "Re: CRM for Haddad" }))).toBe(own);
  });

  test("one person's letters are one talk, and the thread kept is the one written in last", async () => {
    const { take, talk, lanes } = await begin();
    const next = letterFrom(OMAR, "A new question", { subject: "Prices", references: ["a@b.example"] });
    expect(await take(next)).toBe(talk);
    const { thread, handle, account } = await laneOf(lanes, talk);
    expect([handle, account]).toEqual([OMAR, MAILBOX]);
    expect(thread).toEqual({
      ...{
        messageId: next.id,
        mailId: next.id,
        references: ["a@b.example"],
        subject: "Prices",
        topics: ["crm for haddad", "prices"],
      },
      ...{ from: OMAR, people: [SARA] },
    });
  });

  test("a colleague who is erased leaves nothing in the other's thread, and is told nothing any more", async () => {
    const { take, talk, first, lanes, desk, database } = await begin();
    const sara = letterFrom(SARA, "Sara here", { inReplyTo: first.id });
    await take(sara);
    const before = await laneOf(lanes, talk);
    const version = before.conversation.version + 1;
    const answer = outboxRow("Hello Sara", version, { state: "waiting", inReplyTo: sara.id });
    await lanes.save([turnOf(before, [], { record: { outbox: [answer] } })]);
    const again = letterFrom(SARA, "Sara again", { inReplyTo: first.id });
    await take(again);
    const inHand = await laneOf(lanes, talk);
    const { rows } = await database.pool.query("select contact_id as id from addresses where handle = $1", [
      SARA,
    ]);
    expect(await desk.erase(rows[0]?.id ?? "", "admin")).toBe(true);
    expect(await lanes.save([turnOf(inHand, ["Hello again, Sara"])])).toEqual(["stale"]);
    expect(await lanes.markSending([answer.id])).toEqual(new Set());
    const left = await laneOf(lanes, talk);
    expect([left.thread?.from, left.thread?.people]).toEqual([OMAR, []]);
    expect(left.waiting).toEqual([]);
    expect(await lanes.save([turnOf(left, ["Still here"])])).toEqual(["saved"]);
  });
});
