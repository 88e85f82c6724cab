import { expect, test } from "vitest";
import { type PostParts, PostRoom } from "../../bot/flow/post-room.ts";
import { Platform } from "../support/platform.ts";

function begin() {
  const platform = new Platform();
  // Sending asks storage for nothing: what is sent passed its fence before.
  const room = new PostRoom({ channel: () => platform, now: () => Date.now() } as unknown as PostParts);
  const message = {
    ...{ id: "row", conversationId: "talk", alsoKnownAs: [], inReplyTo: null, language: "ar" as const },
    ...{ to: { channel: "whatsapp" as const, account: "1065", handle: "+966500000001" }, text: "أهلا" },
    ...{ choices: [], choicesLabel: null, attachments: [], template: null },
  };
  const send = (fencedAt: number, account = "1065") =>
    room.send(platform, { ...message, to: { ...message.to, account } }, 0, fencedAt);
  return { platform, room, send };
}

test("a fence that was passed too long ago lets nothing out: the lane may be another's by now", async () => {
  const { platform, send } = begin();
  expect(await send(performance.now() - 3_000)).toBe("late");
  expect(platform.arrived).toEqual([]);
});

test("a fence that was passed just now does", async () => {
  const { platform, send } = begin();
  expect(await send(performance.now())).toEqual({ ok: true, platformIds: ["out-whatsapp-1"] });
  expect(platform.arrived).toHaveLength(1);
});

test("accounts come from outside: one that neither sends nor rests is not kept in mind", async () => {
  const { platform, room, send } = begin();
  const tries = Array.from({ length: 1_000 }, (_, at) =>
    send(performance.now() - (at % 2) * 3_000, `a${at}`),
  );
  await Promise.all(tries);
  expect(platform.arrived).toHaveLength(500);
  expect(room.accounts).toBe(0);
  for (let at = 0; at < 1_000; at += 1) room.rest(`a${at}`, Date.now() - 1);
  room.rest("resting", Date.now() + 60_000);
  expect(room.accounts).toBe(1);
});

test("of one account sixty-four are under way at once, the others in their order behind them", async () => {
  const { platform, room, send } = begin();
  let underWay = 0;
  let most = 0;
  const order: number[] = [];
  const slow = Object.assign(Object.create(platform) as typeof platform, {
    send: async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((done) => setImmediate(done));
      underWay -= 1;
      return { ok: true, platformIds: [] };
    },
  });
  const message = { to: { channel: "whatsapp", account: "1065", handle: "+966500000001" } };
  const sends = Array.from({ length: 300 }, async (_, at) => {
    const one = { ...message, id: `row-${at}` } as Parameters<typeof room.send>[1];
    await room.send(slow, one, 0, performance.now());
    order.push(at);
  });
  await Promise.all(sends);
  expect([most, room.accounts]).toEqual([64, 0]);
  expect(order).toEqual(order.toSorted((one, other) => one - other));
  expect(await send(performance.now())).toMatchObject({ ok: true });
});
