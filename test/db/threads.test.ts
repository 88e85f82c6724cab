import { expect, test } from "vitest";
import type { LeadColumns, TurnRecord } from "../../bot/contracts/turn-record.ts";
import type { InboundMessage } from "../../bot/conversation/message.ts";
import type { Conversation, Ledger } from "../../bot/conversation/state.ts";
import type { ConversationEvent } from "../../bot/conversation/turn.ts";
import type { Fact } from "../../bot/conversation/understanding.ts";
import { lanesOn } from "../../db/lanes.ts";
import { onBothEngines } from "../support/database.ts";
import { letterFrom, MAILBOX } from "../support/letters.ts";
import { known, laneOf, outboxRow, turnOf } from "../support/stored-talk.ts";
import { arrival, nextId } from "../support/talk.ts";

const OMAR = "omar@haddad.example";
const SARA = "sara@haddad.example";
const NO_COLUMNS: LeadColumns = {
  ...{ status: null, name: null, company: null, companyKey: null, sector: null, tier: null },
  ...{ scoreLeast: null, scoreMost: null, valueSar: null },
};

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

  test("what an erased colleague told is known no longer, and what the talk's own person told is", async () => {
    const { take, talk, first, lanes, desk, database } = await begin();
    const { pool } = database;
    const ask = { do: "ask-team", question: "Do you work in Qatif, for my 60 thousand?" };
    const task = { kind: "ask-team", reason: null, rep: null } as const;
    const tasks = [ask.question, "Call Omar"].map((summary) => ({ ...task, summary }));
    const hears = async (
      facts: Ledger,
      events: readonly ConversationEvent[],
      change: Partial<Conversation>,
      more: Partial<TurnRecord> = {},
    ) => {
      const lane = await laneOf(lanes, talk);
      const told = Object.entries(facts).map(([about, { value, quote, messageId }]) => ({
        fact: { about, state: "claimed", value, quote, confidence: 0.9 } as Fact,
        messageId,
      }));
      const lead = { ...NO_COLUMNS, name: change.profileName ?? null, company: "Haddad" };
      const state = { ...change, facts: { ...lane.conversation.facts, ...facts } };
      const record = { facts: told, events, understood: [{ quotes: Object.keys(facts) }], lead, ...more };
      expect(await lanes.save([turnOf(lane, ["Gladly."], { state, record })])).toEqual(["saved"]);
    };
    const need = known<"need">("whatsapp-sales", "We need a CRM", first.id);
    await hears({ need }, [{ happened: "heard", at: 1, messageIds: [first.id] }], {});
    const sara = letterFrom(SARA, "I am the head of sales, 60 thousand, not a CRM but a bot", {
      inReplyTo: first.id,
    });
    await take(sara);
    const { history: _, ...was } = need;
    const anew = { ...known<"need">("sales-bot", "not a CRM but a bot", sara.id), history: [was] };
    const role = known<"role">({ title: "head of sales" }, "head of sales", sara.id);
    const seen = { happened: "profile-seen", name: "Sara" } as const;
    await hears(
      { need: anew, role },
      [seen, { happened: "understood" }],
      { profileName: "Sara" },
      { actions: [ask], tasks },
    );
    const before = (await laneOf(lanes, talk)).conversation;
    expect([before.facts.role?.quote, before.profileName]).toEqual(["head of sales", "Sara"]);
    const { rows } = await pool.query("select contact_id as id from addresses where handle = $1", [SARA]);
    expect(await desk.erase(rows[0]?.id ?? "", "admin")).toBe(true);
    const after = (await laneOf(lanes, talk)).conversation;
    expect([after.facts, after.profileName]).toEqual([{ need }, null]);
    const facts = await pool.query<{ quote: string }>("select quote from facts");
    expect(facts.rows).toEqual([{ quote: "We need a CRM" }]);
    const turns = await pool.query("select events, actions, understood from turns order by number");
    expect(turns.rows).toEqual([
      {
        events: [{ happened: "heard", at: 1, messageIds: [first.id] }],
        actions: [{ do: "say", text: "Gladly." }],
        understood: [{ quotes: ["need"] }],
      },
      { events: [{ happened: "understood" }], actions: [], understood: [] },
    ]);
    const left = await pool.query<{ summary: string }>("select summary from tasks order by summary");
    expect(left.rows.map(({ summary }) => summary)).toEqual([
      "A colleague in this thread asked for it; what they wrote was erased with them.",
      "Call Omar",
    ]);
    expect((await pool.query("select name, company from leads where name is null")).rows).toEqual([
      { name: null, company: "Haddad" },
    ]);
    expect(JSON.stringify((await pool.query("select state from conversations")).rows)).not.toContain("Sara");
  });
});
