import { expect, test } from "vitest";
import type { ChannelNews } from "../../bot/contracts/channel.ts";
import { EMAIL_LIMITS, ownMailOf } from "../../channels/email/config.ts";
import type { FetchedMail } from "../../channels/email/folder.ts";
import { sifted, taker } from "../../channels/email/take.ts";

const RAW = [
  "From: Khalid <khalid@example.net>",
  "To: sales@example.com",
  "Subject: Prices",
  "Message-ID: <m1@example.net>",
  "",
  "What does it cost?",
  "",
].join("\r\n");
const MAIL: FetchedMail = { uid: 7, raw: Buffer.from(RAW), size: RAW.length, receivedAt: Date.now() };

/** A mailbox with one letter in it, and storage that refuses what it says as often as it is told. */
function mailbox(isStoreAway: boolean) {
  const stored: string[] = [];
  let refusals = 0;
  const take = taker({
    reading: {
      own: ownMailOf({ address: "sales@example.com" }),
      ...{ trustedServer: null, limits: EMAIL_LIMITS, now: () => Date.now() },
    },
    dead: { has: async () => false, add: async () => undefined, remove: async () => undefined },
    isKnown: async () => true,
    sentTo: async () => null,
    isStoreAway: () => isStoreAway,
    onNews: async (news: readonly ChannelNews[]) => {
      if (news[0]?.kind === "message" && refusals-- > 0) throw new Error("refused");
      stored.push(...news.map((one) => (one.kind === "notice" ? one.what : one.kind)));
    },
  });
  const tries = async (many: number): Promise<string[]> => {
    const outcomes: string[] = [];
    for (let tried = 0; tried < many; tried += 1)
      outcomes.push(await take(MAIL, false, () => false).catch(() => "again"));
    return outcomes;
  };
  return {
    stored,
    refuse: async (times: number, many: number) => {
      refusals = times;
      return await tries(many);
    },
  };
}

test("a letter that storage cannot take while it is away is kept until it can, however often it was tried", async () => {
  const { stored, refuse } = mailbox(true);
  expect(await refuse(9, 10)).toEqual([...Array.from({ length: 9 }, () => "again"), "m1@example.net"]);
  expect(stored).toEqual(["message"]);
});

test("a letter that is refused although storage is there is left after five times, and noted", async () => {
  const { stored, refuse } = mailbox(false);
  expect(await refuse(9, 5)).toEqual(["again", "again", "again", "again", "m1@example.net"]);
  expect(stored).toEqual(["a mail could not be stored"]);
});

test("a rep's answer to several is one answer, to the first of them whom we know", async () => {
  const echoTo = (handle: string): ChannelNews => ({
    ...{ kind: "echo", id: "r1@example.com", alsoKnownAs: [], text: "I will call", sentAt: 0 },
    to: { channel: "email", account: "sales@example.com", handle },
  });
  const news = ["boss@example.net", "khalid@example.net", "sara@example.net"].map(echoTo);
  const parts = {
    dead: { has: async () => false, add: async () => undefined, remove: async () => undefined },
    isKnown: async (handle: string) => handle !== "boss@example.net",
    sentTo: async () => null,
  };
  const told = { id: "r1@example.com", kind: "echo", news, returned: null } as const;
  expect(await sifted(told, parts as never)).toEqual([echoTo("khalid@example.net")]);
});
