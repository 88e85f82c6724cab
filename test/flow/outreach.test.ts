import { expect, test } from "vitest";
import type { Actor } from "../../bot/contracts/commands.ts";
import { emptyRecord } from "../../bot/flow/carry-out.ts";
import { approveOutreach, draftOutreach, type OutreachParts } from "../../bot/flow/outreach.ts";
import { createRecords } from "../../db/records/records.ts";
import { onBothEngines } from "../support/database.ts";
import { known, laneOf } from "../support/stored-talk.ts";
import { COMPANY, storyOn } from "../support/story.ts";

const ADMIN: Actor = { id: "admin", role: "admin" };
const EMAIL = "sara@example.com";

onBothEngines((engine) => {
  /** Somebody on WhatsApp who told their address, and a draft of a first letter to it. */
  const begin = async (elsewhere: readonly { channel: "email"; handle: string }[]) => {
    const { store, parts, pool, stop } = await storyOn(await engine.fresh());
    const records = createRecords(pool, COMPANY);
    const letters: OutreachParts = {
      ...{ arrivals: store.arrivals, lanes: store.lanes, drafts: store.outreach, records, mind: parts.mind },
      ...{ line: () => "sales@majlis.example", announce: () => undefined },
    };
    const person = { name: "سارة", language: "ar" as const, source: "test", elsewhere };
    const place = { channel: "whatsapp" as const, account: "1065", handles: ["+966500000301"] as [string] };
    const { conversationId, leadId, contactId } = await store.arrivals.conversationOf({
      ...place,
      ...person,
    });
    const lane = await laneOf(store.lanes, conversationId);
    const facts = { email: known<"email">(EMAIL, EMAIL) };
    const now = Date.now();
    const told = { ...lane.conversation, facts, heardAt: now };
    expect(await store.lanes.save([emptyRecord(lane, told, now)])).toEqual(["saved"]);
    const words = { language: "ar", subject: "موعد", text: "السلام عليكم" } as const;
    const draft = await draftOutreach({ leadId, channel: "email", ...words }, letters);
    if (!draft.ok) throw new Error(draft.detail);
    const people = async () =>
      (
        await pool.query(
          "select (select count(*)::int from contacts) as contacts, count(*)::int as talks from conversations",
        )
      ).rows[0];
    return { store, records, letters, draft: draft.value.id, contactId, people, pool, stop };
  };

  test("a first word to an address of theirs makes the talk on that channel", async () => {
    const { letters, draft, people, pool, stop } = await begin([{ channel: "email", handle: EMAIL }]);
    expect(await approveOutreach(draft, ADMIN, letters)).toMatchObject({ ok: true });
    expect(await people()).toEqual({ contacts: 1, talks: 2 });
    const { rows } = await pool.query("select text, purpose from outbox");
    expect(rows).toEqual([{ text: "السلام عليكم", purpose: "proactive" }]);
    await stop();
  });

  test("approved in the moment in which the person is erased it makes nobody with that address", async () => {
    const { letters, records, store, draft, contactId, people, stop } = await begin([
      { channel: "email", handle: EMAIL },
    ]);
    const erasedAfterReading = {
      ...records,
      leads: {
        ...records.leads,
        get: async (id: string) => {
          const lead = await records.leads.get(id);
          await store.desk.erase(contactId, "admin");
          return lead;
        },
      },
    };
    const approved = await approveOutreach(draft, ADMIN, { ...letters, records: erasedAfterReading });
    expect(approved).toMatchObject({ ok: false });
    expect(await people()).toEqual({ contacts: 0, talks: 0 });
    await stop();
  });

  test("an address that they only told is refused, and makes nobody either", async () => {
    const { letters, draft, people, stop } = await begin([]);
    expect(await approveOutreach(draft, ADMIN, letters)).toMatchObject({ ok: false, problem: "conflict" });
    expect(await people()).toEqual({ contacts: 1, talks: 1 });
    await stop();
  });
});
