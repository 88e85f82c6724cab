import { expect, test } from "vitest";
import type { Actor } from "../../bot/contracts/commands.ts";
import { emptyRecord } from "../../bot/flow/carry-out.ts";
import { commands } from "../../bot/flow/commands.ts";
import { newCounters } from "../../bot/flow/counters.ts";
import { mergeContacts } from "../../db/merge.ts";
import { createRecords } from "../../db/records/records.ts";
import { onBothEngines } from "../support/database.ts";
import { laneOf } from "../support/stored-talk.ts";
import { COMPANY, storyOn, until } from "../support/story.ts";
import { text } from "../support/talk.ts";

const NOURA: Actor = { id: "noura", role: "rep" };
const FAHAD: Actor = { id: "fahad", role: "rep" };
const [OLD, NEW] = ["+966500000201", "+966500000202"];

/* Two people turned out to be one, and a rep still has the talk open that ended in the other. */
onBothEngines((engine) => {
  const begin = async () => {
    const story = await storyOn(await engine.fresh());
    const { pool, store, parts, inbox } = story;
    const records = createRecords(pool, COMPANY);
    const api = commands({
      ...{ store, records, wake: story.wake, mind: parts.mind, bubbleWaitMs: 0, repIdleMs: 60_000 },
      ...{ counters: newCounters(), channel: parts.channel, erase: parts.erase },
      pipeline: () => Promise.reject(new Error("nobody posts leads here")),
      proposalPdf: () => Promise.resolve({ ok: true, value: new Uint8Array() }),
    });
    const told = async (by: string, at: number) => {
      await inbox.message(text("مرحبا", { by, sentAt: at }));
      const [talk] = (await records.conversations.list({ handle: by }, { limit: 1, cursor: null })).data;
      if (talk === undefined) throw new Error("no talk");
      return { id: talk.state.id, contactId: talk.state.contactId, leadId: talk.leadId };
    };
    const old = await told(OLD, Date.now());
    const one = await told(NEW, Date.now() + 1_000);
    const merge = async () => {
      expect(await mergeContacts(pool, one.contactId, old.contactId)).toBe(true);
    };
    const said = async (id: string) =>
      (await pool.query("select text from outbox where conversation_id = $1", [id])).rows.map(
        (row) => row.text,
      );
    return { ...story, api, records, old, one, merge, said };
  };

  test("a rep who takes over, writes and releases in the old talk does so in the one that goes on", async () => {
    const { api, store, old, one, merge, said, work, platform, stop } = await begin();
    await merge();
    expect(await api.takeOver(old.id, NOURA)).toEqual({ ok: true, value: { conversationId: one.id } });
    expect((await laneOf(store.lanes, one.id)).conversation).toMatchObject({ owner: "rep", rep: "noura" });
    expect(await api.takeOver(old.id, FAHAD)).toMatchObject({ ok: false, problem: "conflict" });
    const words = { text: "معك نورة", messageId: "w" };
    const written = { ok: true, value: { messageId: "w", conversationId: one.id } };
    expect(await api.repWrites(old.id, words, NOURA)).toEqual(written);
    expect(await api.repWrites(old.id, words, NOURA)).toEqual(written);
    expect([await said(old.id), await said(one.id)]).toEqual([[], ["معك نورة"]]);
    work();
    await until(() => platform.textsTo(NEW).includes("معك نورة"));
    expect(await api.release(old.id, NOURA)).toEqual({ ok: true, value: { conversationId: one.id } });
    expect((await laneOf(store.lanes, one.id)).conversation.owner).toBe("bot");
    await stop();
  });

  test("an answer that still waits in the old talk does not leave beside the rep who holds the one that goes on", async () => {
    const { api, old, one, merge, work, platform, pool, reports, stop } = await begin();
    const failure = { kind: "retry", afterMs: 800, scope: "message" } as const;
    platform.fate = ({ to }) =>
      to.handle === OLD ? { result: { ok: false, failure, detail: "later" } } : {};
    work();
    const answer = async () =>
      (await pool.query("select state, attempts from outbox where conversation_id = $1", [old.id])).rows[0];
    await until(async () => (await answer())?.state === "waiting");
    await until(() => platform.textsTo(NEW).length === 1);
    platform.fate = () => ({});
    await merge();
    expect(await api.takeOver(one.id, NOURA)).toMatchObject({ ok: true });
    await until(async () => (await answer())?.state !== "waiting");
    expect(await answer()).toEqual({ state: "cancelled", attempts: 1 });
    await stop();
    expect([platform.textsTo(OLD), reports]).toEqual([[], []]);
  });

  test("words written before the merge and repeated after it stay the message they are", async () => {
    const { api, old, one, merge, said, stop } = await begin();
    const words = { text: "معك نورة", messageId: "w" };
    const written = await api.repWrites(old.id, words, NOURA);
    expect(written).toEqual({ ok: true, value: { messageId: "w", conversationId: old.id } });
    expect(await api.release(old.id, NOURA)).toMatchObject({ ok: true });
    await merge();
    expect(await api.repWrites(old.id, words, NOURA)).toEqual(written);
    expect(await said(one.id)).toEqual([]);
    await stop();
  });

  test("a lead whose talk ended in another is corrected where it goes on; its status is its own", async () => {
    const { api, store, records, old, one, merge, stop } = await begin();
    await merge();
    const followUp = { at: Date.now() + 60_000, step: 0, reason: "silent" } as const;
    const lane = await laneOf(store.lanes, one.id);
    const record = emptyRecord(lane, { ...lane.conversation, followUp }, Date.now());
    await store.lanes.save([{ ...record, timers: [{ kind: "follow-up", at: followUp.at }] }]);
    const change = { status: "lost", facts: { company: "الأفق" } };
    expect(await api.updateLead(old.leadId, change, NOURA)).toMatchObject({ ok: true });
    const { facts, followUp: left } = (await laneOf(store.lanes, one.id)).conversation;
    expect([facts.company?.value, left]).toEqual(["الأفق", null]);
    const leads = await Promise.all([old, one].map(({ leadId }) => records.leads.get(leadId)));
    expect(leads.map((lead) => lead?.status)).toEqual(["lost", "new"]);
    expect(leads[0]?.conversations.map(({ state }) => state.id)).toEqual([one.id, old.id]);
    await stop();
  });

  test("a meeting of the old talk that is called off is told where the person writes now", async () => {
    const { api, store, pool, old, one, merge, said, stop } = await begin();
    const slot = {
      ...{ id: "s", rep: "noura" },
      ...{ from: "2099-01-01T10:00:00+03:00", to: "2099-01-01T10:30:00+03:00" },
    };
    const lane = await laneOf(store.lanes, old.id);
    await store.lanes.save([
      { ...emptyRecord(lane, lane.conversation, Date.now()), bookings: [{ do: "book", id: "b", slot }] },
    ]);
    await merge();
    expect(await api.cancelBooking("b", NOURA)).toMatchObject({ ok: true });
    expect((await pool.query("select status from bookings")).rows).toEqual([{ status: "cancelled" }]);
    expect([(await said(old.id)).length, (await said(one.id)).length]).toEqual([0, 1]);
    await stop();
  });
});
