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
  return { platform, send: (fencedAt: number) => room.send(platform, message, 0, fencedAt) };
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
