import { describe, expect, test } from "vitest";
import { EMAIL_LIMITS } from "../../channels/email/config.ts";
import { readEmail } from "../../channels/email/read.ts";

const own = { addresses: ["sales@majlis.example"], messageIdDomain: "mail.majlis.example" };

async function kindOf(headers: readonly string[], body = "words"): Promise<string> {
  const from = headers.some((header) => header.startsWith("From:")) ? [] : ["From: Sara <sara@example.com>"];
  const raw = Buffer.from(`${[...from, ...headers].join("\r\n")}\r\n\r\n${body}`);
  return (await readEmail(raw, EMAIL_LIMITS, own)).kind;
}

const kinds: readonly (readonly [kind: string, what: string, headers: readonly string[], body?: string])[] = [
  ["message", "a person", ["Subject: Re: offer", "Return-Path: <sara@example.com>"]],
  ["message", "Auto-Submitted: no", ["Auto-Submitted: no"]],
  ["message", "a person who asks about automatic replies", ["Subject: Auto reply system for our shop"]],
  ["message", "a person who asks for a leave system", ["Subject: On leave management software"]],
  ["message", "a person who asks in Arabic", ["Subject: =?utf-8?B?2YbYuNin2YUg2KfZhNil2KzYp9iy2KfYqg==?="]],
  ["message", "a person who speaks of undelivered goods", ["Subject: Undelivered order, failure notice"]],
  [
    "message",
    "a person who forwards a report",
    ["Subject: Fwd: Delivery Status Notification"],
    "Final-Recipient: rfc822; a@b.example",
  ],
  ["auto-reply", "Auto-Submitted: auto-replied", ["Auto-Submitted: auto-replied"]],
  ["auto-reply", "Auto-Submitted: auto-generated", ["Auto-Submitted: auto-generated (vacation)"]],
  ["auto-reply", "X-Auto-Response-Suppress", ["X-Auto-Response-Suppress: All"]],
  ["auto-reply", "X-Autoreply", ["X-Autoreply: yes"]],
  ["auto-reply", "Apple's vacation", ["X-Apple-Action: VACATION"]],
  ["auto-reply", "Precedence: auto_reply", ["Precedence: auto_reply"]],
  ["auto-reply", "an empty return path", ["Return-Path: <>"]],
  ["auto-reply", "no-reply", ["From: no-reply@example.com"]],
  ["auto-reply", "an English subject", ["Subject: Automatic reply: offer"]],
  ["auto-reply", "out of office", ["Subject: Out of Office until Sunday"]],
  [
    "auto-reply",
    "رد تلقائي",
    [`Subject: =?utf-8?B?${Buffer.from("رد تلقائي: عرض السعر").toString("base64")}?=`],
  ],
  [
    "auto-reply",
    "خارج المكتب",
    [`Subject: =?utf-8?B?${Buffer.from("خارج المكتب حتى الأحد").toString("base64")}?=`],
  ],
  [
    "auto-reply",
    "sent as an answer, though with a list's header",
    ["Auto-Submitted: auto-replied", "Precedence: bulk"],
  ],
  [
    "auto-reply",
    "a read receipt",
    ['Content-Type: multipart/report; report-type=disposition-notification; boundary="b"'],
    "--b\r\nContent-Type: text/plain\r\n\r\nread\r\n--b\r\nContent-Type: message/disposition-notification\r\n\r\nDisposition: displayed\r\n--b--",
  ],
  ["list", "List-Id", ["List-Id: <news.example.com>"]],
  ["list", "List-Unsubscribe", ["List-Unsubscribe: <mailto:u@example.com>"]],
  ["list", "Precedence: bulk", ["Precedence: bulk"]],
  ["list", "a list that sends automatically", ["List-Id: <n.example.com>", "Auto-Submitted: auto-generated"]],
  ["loop", "our own address", ["From: Sales <Sales@majlis.example>"]],
  ["loop", "our own Message-ID", ["Message-ID: <1.2@mail.majlis.example>"]],
  ["loop", "another bot of this kind", ["X-Bot-Loop: 7"]],
  [
    "loop",
    "our own mail, though marked automatic",
    ["From: sales@majlis.example", "Auto-Submitted: auto-replied"],
  ],
  ["bounce", "a daemon", ["From: MAILER-DAEMON@example.com", "Subject: Returned mail"]],
  [
    "bounce",
    "an Arabic notice",
    [
      "From: postmaster@example.com",
      `Subject: =?utf-8?B?${Buffer.from("تعذر تسليم: عرض السعر").toString("base64")}?=`,
    ],
  ],
  [
    "complaint",
    "a feedback report",
    [
      'Content-Type: multipart/report; report-type=feedback-report; boundary="b"',
      "From: mailer-daemon@example.com",
    ],
    "--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\n--b--",
  ],
  [
    "calendar",
    "an accepted invitation",
    ["Subject: Accepted: demo", 'Content-Type: multipart/alternative; boundary="b"'],
    "--b\r\nContent-Type: text/plain\r\n\r\nyes\r\n--b\r\nContent-Type: text/calendar; method=REPLY\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR\r\n--b--",
  ],
  [
    "message",
    "an invitation that a person sends",
    ["Subject: demo", 'Content-Type: multipart/alternative; boundary="b"'],
    "--b\r\nContent-Type: text/plain\r\n\r\nSunday?\r\n--b\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n--b--",
  ],
];

describe("what kind of mail it is", () => {
  for (const [kind, what, headers, body] of kinds)
    test(`${kind}: ${what}`, async () => {
      expect(await kindOf(headers, body)).toBe(kind);
    });
});

async function bounceOf(body: string, headers: readonly string[] = []) {
  const raw = Buffer.from(
    `From: mailer-daemon@example.org\r\n${headers.map((each) => `${each}\r\n`).join("")}\r\n${body}`,
  );
  return (await readEmail(raw, EMAIL_LIMITS, own)).bounce;
}

describe("what a bounce says", () => {
  test("an unknown user is hard, a full mailbox and a refusal are soft", async () => {
    expect(await bounceOf("<ali@example.com>:\n550 5.1.1 User unknown")).toEqual({
      recipient: "ali@example.com",
      status: "5.1.1",
      hard: true,
    });
    expect(await bounceOf("<ali@example.com>:\n552 5.2.2 Mailbox full")).toMatchObject({
      status: "5.2.2",
      hard: false,
    });
    expect(await bounceOf("<ali@example.com>:\n550 5.7.1 Blocked as spam")).toMatchObject({
      status: "5.7.1",
      hard: false,
    });
  });

  test("without a status the SMTP code or the words give one", async () => {
    expect(await bounceOf("<ali@example.com>:\n550: no such user here")).toMatchObject({
      status: "5.1.1",
      hard: true,
    });
    expect(await bounceOf("ali@example.com: unknown host")).toMatchObject({ status: "5.1.2", hard: true });
    expect(await bounceOf("<ali@example.com>: 421 busy")).toMatchObject({ status: "4.0.0", hard: false });
  });

  test("the returned message below does not count", async () => {
    const body =
      "<ali@example.com>:\n552 Mailbox full\n\n--- Below this line is a copy of the message.\n\nuser unknown 550 5.1.1";
    expect(await bounceOf(body)).toMatchObject({ status: "5.2.2", hard: false });
  });

  test("a sender that was refused and a refusal after DATA say nothing about the recipient", async () => {
    const sender =
      "<ali@example.com>: host mx said: 553 5.1.8 <us@example.org>... Domain of sender address us@example.org does not exist (in reply to MAIL FROM command)";
    expect(await bounceOf(sender)).toMatchObject({
      recipient: "ali@example.com",
      status: "5.1.8",
      hard: false,
    });
  });

  test("of several addresses the failed one counts, not the delivered or delayed one", async () => {
    const body =
      "Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; one@example.com\nAction: delivered\nStatus: 2.0.0\n\nFinal-Recipient: rfc822; Two@Example.com\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 user\n unknown\n";
    expect(await bounceOf(body)).toEqual({ recipient: "two@example.com", status: "5.1.1", hard: true });
  });

  test("a notification of Amazon in JSON", async () => {
    const json =
      '{"notificationType":"Bounce","bounce":{"bounceType":"Permanent","bouncedRecipients":[{"emailAddress":"ali@exam!\n ple.com","action":"failed","status":"5.1.1","diagnosticCode":"smtp; 550 5.1.1 user unknown"}]}}';
    const raw = Buffer.from(
      `From: no-reply@sns.amazonaws.com\r\nSubject: AWS Notification Message\r\n\r\n${json}`,
    );
    expect(await readEmail(raw, EMAIL_LIMITS, own)).toMatchObject({
      kind: "bounce",
      bounce: { recipient: "ali@example.com", status: "5.1.1", hard: true },
    });
  });
});

const answers: readonly (readonly [hard: boolean, answer: string])[] = [
  [true, "550 5.1.1 <ali@example.com>: Recipient address rejected: User unknown in virtual mailbox table"],
  [true, "550 5.4.1 Recipient address rejected: Access denied. [DB5EUR01FT040.eop-EUR01.prod.example.com]"],
  [
    true,
    "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient ali@example.com not found by SMTP address lookup",
  ],
  [true, "550-5.1.1 The email account that you tried to reach does not exist. Please try again"],
  [true, "554 delivery error: dd This user doesn't have a yahoo.com account (ali@example.com)"],
  [true, "550 Requested action not taken: mailbox unavailable"],
  [true, "550 5.1.1 unknown or illegal alias: ali@example.com"],
  [true, "511 sorry, no mailbox here by that name (#5.1.1 - chkuser)"],
  [true, "550 #5.1.0 Address rejected."],
  [true, "550 Invalid Recipient - https://community.example.com/docs/550"],
  [true, "Host or domain name not found. Name service error for name=example.com type=A: Host not found"],
  [true, "Sorry, I couldn't find any host named example.com. (#5.1.2)"],
  [true, "550 5.1.2 <ali@example.com>... Host unknown (Name server: example.com: host not found)"],
  [true, "DNS Error: Address resolution of example.com. failed: Domain name not found"],
  [true, "550 5.4.310 DNS domain example.com does not exist [Message=InfoDomainNonexistent]"],
  [true, "Domain example.com does not accept mail (nullMX)"],
  [true, "all relevant MX records point to non-existent hosts"],
  [true, "Unrouteable address"],
  [true, "551 5.1.6 The user has moved, please try ali@new.example.com"],
  [false, "552 5.2.2 The recipient's inbox is out of storage space and inactive"],
  [false, "422 The recipient's mailbox is over its storage limit; quota exceeded"],
  [false, "550-5.2.1 The email account that you tried to reach is disabled"],
  [false, "554 30 Sorry, your message cannot be delivered. This mailbox is disabled (554.30)"],
  [false, "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org"],
  [false, "550-5.7.26 This mail is unauthenticated, which poses a security risk to the sender"],
  [false, "554 5.7.9 Message not accepted for policy reasons"],
  [false, "550 5.7.1 Unable to relay for ali@example.com"],
  [false, "550 5.7.1 RESOLVER.RST.NotAuthorized; not authorized"],
  [false, "552 5.3.4 Message size exceeds fixed maximum message size (10240000)"],
  [false, "450 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents delivery"],
  [false, "451 4.7.1 Greylisted, please try again in 300 seconds"],
  [false, "421 4.7.0 Too many connections from your IP"],
  [false, "450 4.1.1 Recipient address rejected: unverified address: connect timed out"],
  [false, "Host not found, try again"],
  [false, "CNAME lookup failed temporarily. (#4.4.3)"],
  [false, "retry time not reached for any host after a long failure period"],
  [false, "mail for example.com loops back to myself"],
  [false, "The recipient server did not accept our requests to connect"],
  [false, "550 5.4.316 Message expired, connection refused(Socket error code 10061)"],
  [false, "Host not reachable."],
  [false, "450 Requested mail action not taken: mailbox unavailable"],
  [false, "553 5.1.8 Domain of sender address us@example.org does not exist"],
  [false, "550 5.1.1 198.51.100.225 has sent to too many recipients this hour"],
];

describe("whether the address is dead", () => {
  for (const [hard, answer] of answers)
    test(`${hard ? "dead" : "not dead"}: ${answer.slice(0, 80)}`, async () => {
      expect(await bounceOf(`<ali@example.com>:\n${answer}`)).toMatchObject({
        recipient: "ali@example.com",
        hard,
      });
    });
});
