import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Channel } from "../../bot/contracts/channel.ts";
import type { Address } from "../../bot/conversation/message.ts";
import { choices, outbound } from "../support/outbound.ts";

/** A channel with its platform, for the law below. */
export interface ChannelUnderLaw {
  readonly channel: Channel;
  /** An address that the platform knows. */
  readonly to: Address;
  /** Everything the person can read so far, in order; null where nothing travels. */
  readonly arrived: (() => readonly string[]) | null;
  /** Makes the platform unreachable; null where there is none. */
  readonly goAway: (() => Promise<void>) | null;
  readonly close: () => Promise<void>;
}

/** What every channel promises, the fake included. */
export function channelContract(name: string, open: () => Promise<ChannelUnderLaw>): void {
  describe(`the law of channels: ${name}`, () => {
    let under: ChannelUnderLaw;
    beforeAll(async () => {
      under = await open();
    });
    afterAll(() => under.close());

    const send = (wanted: Parameters<typeof outbound>[0], skip?: number) =>
      under.channel.send(outbound({ to: under.to, ...wanted }), skip);
    const arrivedBy = async (act: () => Promise<unknown>): Promise<string | null> => {
      const before = under.arrived?.().length ?? 0;
      await act();
      return under.arrived === null ? null : under.arrived().slice(before).join("\n");
    };

    test("its limits make sense", () => {
      const { limits } = under.channel;
      expect(limits.textLength).toBeGreaterThan(0);
      expect(limits.buttons).toBeGreaterThanOrEqual(0);
      expect(limits.listRows).toBeGreaterThanOrEqual(0);
      if (limits.buttons + limits.listRows > 0) expect(limits.choiceLabelLength).toBeGreaterThanOrEqual(10);
      if (limits.replyWindowHours !== null) expect(limits.replyWindowHours).toBeGreaterThan(0);
    });

    test("a text arrives as it was written and has an id", async () => {
      const text = "السلام عليكم، معك مساعد شركة «مجلس» – how can we help? 🙂";
      let ids: readonly string[] = [];
      const words = await arrivedBy(async () => {
        const result = await send({ id: "law_text", text });
        expect(result).toMatchObject({ ok: true });
        ids = result.ok ? result.platformIds : [];
      });
      expect(ids.every((id) => id.length > 0)).toBe(true);
      expect(new Set(ids).size).toBe(ids.length);
      if (words !== null) expect(words).toContain(text);
    });

    test("a text of any length loses no word", async () => {
      const text = Array.from(
        { length: 2_500 },
        (_, index) => `كلمة${index}${index % 9 === 8 ? "." : ""}`,
      ).join(" ");
      const words = await arrivedBy(async () =>
        expect(await send({ id: "law_long", text })).toMatchObject({ ok: true }),
      );
      if (words !== null) expect(words.split(/\s+/)).toEqual(text.split(" "));
    });

    test.each([1, 2, 3, 4, 10, 11, 25])("all of %i choices can be read", async (count) => {
      const labels = Array.from({ length: count }, (_, index) => `الموعد رقم ${index + 1}`);
      const message = { id: `law_choices_${count}`, text: "متى يناسبك؟", choices: choices(...labels) };
      const words = await arrivedBy(async () => expect(await send(message)).toMatchObject({ ok: true }));
      const unreadable = words === null ? [] : labels.filter((label) => !words.includes(label));
      expect(unreadable).toEqual([]);
    });

    test("a label longer than a button can be read whole", async () => {
      const long = "الأحد التاسع والعشرين من نوفمبر الساعة الثالثة عصراً";
      const words = await arrivedBy(() => send({ id: "law_long", text: "؟", choices: choices(long, "لا") }));
      if (words !== null) expect(words).toContain(long);
    });

    test("nothing to say is an answer, not an exception", async () => {
      expect(await send({ id: "law_nothing", text: "" })).toMatchObject({
        ok: false,
        failure: { kind: "rejected" },
      });
    });

    test("the read sign never rejects, also for a message nobody knows", async () => {
      await expect(under.channel.acknowledge(under.to, "unknown")).resolves.toBeUndefined();
      await expect(under.channel.acknowledge({ ...under.to, handle: "nobody" }, "")).resolves.toBeUndefined();
    });

    test("a platform that is away is a failure to retry or a doubt, never an exception", async () => {
      if (under.goAway === null) return;
      await under.goAway();
      const result = await send({ id: "law_away", text: "hello" });
      expect(result.ok).toBe(false);
      if (!result.ok) expect(["retry", "in-doubt"]).toContain(result.failure.kind);
      await expect(under.channel.acknowledge(under.to, "wamid.x")).resolves.toBeUndefined();
    });
  });
}
