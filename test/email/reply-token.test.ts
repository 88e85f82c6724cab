import { expect, test } from "vitest";
import { Secret } from "../../bot/contracts/secret.ts";
import { composeLetter } from "../../channels/email/compose.ts";
import { EMAIL_LIMITS, ownMailOf } from "../../channels/email/config.ts";
import { takeApart } from "../../channels/email/mail.ts";
import { newsOf } from "../../channels/email/news.ts";
import { replyTokens } from "../../channels/email/reply-token.ts";

const TALK = "019a1b2c-3d4e-7f60-8a9b-0c1d2e3f4a5b";
const tokens = replyTokens(new Secret("a secret of ours"));

test("the address names its talk, whatever case servers on the way write it in", () => {
  const address = tokens.addressFor(TALK, "sales@example.com") ?? "";
  expect(address).toMatch(/^sales\+[0-9a-f]{48}@example\.com$/);
  const token = /\+(.+)@/.exec(address)?.[1] ?? "";
  expect(tokens.talkIn(token)).toBe(TALK);
  expect(tokens.talkIn(token.toUpperCase())).toBe(TALK);
});

test("a token that was not signed by us names nothing, and no address is made too long for a server", () => {
  const token = /\+(.+)@/.exec(tokens.addressFor(TALK, "sales@example.com") ?? "")?.[1] ?? "";
  for (const forged of [`1${token.slice(1)}`, token.slice(0, -1), `${token}0`, "", "x".repeat(48)])
    expect(tokens.talkIn(forged)).toBeNull();
  expect(replyTokens(new Secret("another")).talkIn(token)).toBeNull();
  expect(tokens.addressFor(TALK, `${"a".repeat(16)}@example.com`)).toBeNull();
  expect(tokens.addressFor(TALK, "sales+eu@example.com")).toBeNull();
  expect(tokens.addressFor("not-a-uuid", "sales@example.com")).toBeNull();
});

/** The talk that a mail to this address of ours names. */
async function talkNamedBy(to: string): Promise<string | null | undefined> {
  const raw = `From: k@example.net\r\nTo: ${to}\r\nMessage-ID: <k1@example.net>\r\nSubject: Re\r\n\r\nTuesday works.`;
  const found = { inSent: false, receivedAt: 0, vouched: true, cutFrom: null, reference: () => null };
  const { news } = newsOf(await takeApart(Buffer.from(raw), EMAIL_LIMITS), found, {
    ...{ own: ownMailOf({ address: "sales@example.com" }), trustedServer: null, limits: EMAIL_LIMITS },
    ...{ now: () => 0, replyTokens: tokens },
  });
  const [first] = news;
  return first?.kind === "message" ? first.message.mail?.replyToken : undefined;
}

test("an answer to that address names the talk; one to an invented token is a mail like any other", async () => {
  expect(await talkNamedBy(tokens.addressFor(TALK, "sales@example.com") ?? "")).toBe(TALK);
  expect(await talkNamedBy(`sales+${"0".repeat(48)}@example.com`)).toBeNull();
  expect(await talkNamedBy("sales@example.com")).toBeNull();
});

test("a letter asks for its answer at the talk's address only where tokens are on", () => {
  const replyTo = tokens.addressFor(TALK, "sales@example.com");
  const message = {
    ...{
      id: "o1",
      conversationId: TALK,
      alsoKnownAs: [],
      inReplyTo: null,
      language: "en" as const,
      text: "Hi",
    },
    ...{ to: { channel: "email" as const, account: "sales@example.com", handle: "k@example.net" } },
    ...{ choices: [], choicesLabel: null, attachments: [], template: null },
  };
  const parts = {
    ...{
      fromAddress: "sales@example.com",
      fromName: "Nassiq",
      messageIdDomain: "majlis.example.com",
      files: [],
    },
    letterhead: { company: "Nassiq", website: null, human: null },
    background: { name: null, answers: null },
  };
  expect(composeLetter(message, { ...parts, replyTo }).replyTo).toBe(replyTo);
  expect(composeLetter(message, parts).replyTo).toBeUndefined();
});
