import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Dovecot, hasDovecot } from "../support/dovecot.ts";
import { ask, openRealHouse, type RunningHouse } from "../support/house.ts";
import { mailServerOn } from "../support/mail-server.ts";
import { until as soon } from "../support/story.ts";
import { until } from "../support/until.ts";

const there = hasDovecot();

describe.skipIf(!there)("a talk by mail through the real program, an IMAP server and an SMTP server", () => {
  let box: Dovecot;
  let post: Awaited<ReturnType<typeof mailServerOn>>;
  let house: RunningHouse;
  beforeAll(async () => {
    box = await Dovecot.start();
    post = await mailServerOn();
    const signIn = "sales%40example.com:secret@127.0.0.1";
    house = await openRealHouse({
      environment: {
        IMAP_URL: `imap://${signIn}:${box.port}/INBOX`,
        SMTP_URL: `smtp://${signIn}:${post.port}`,
        EMAIL_FROM: "Masar Sales <sales@example.com>",
        EMAIL_TRUSTED_SERVER: "mx.example.com",
        BUBBLE_WAIT_MS: "100",
        SENDGRID_INBOUND_TOKEN: "token-in-the-address",
      },
    });
  }, 60_000);
  afterAll(async () => {
    await house?.close();
    await post?.close();
    await box?.stop();
  });

  let count = 0;
  const write = (words: string, more: Readonly<Record<string, string>> = {}) => {
    count += 1;
    const headers = {
      "Authentication-Results": "mx.example.com; dmarc=pass header.from=example.net",
      From: "Khalid Al-Qahtani <khalid@example.net>",
      To: "sales@example.com",
      Subject: "Request for a quotation",
      Date: new Date().toUTCString(),
      "Message-ID": `<k${count}@example.net>`,
      ...more,
    };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    box.deliver(`${lines.join("\r\n")}\r\n\r\n${words}\r\n`);
    return `k${count}@example.net`;
  };

  test("a letter is answered once, in its thread, and the next one goes on in the same talk", async () => {
    const first = write(
      "Hello,\n\nWe are a clinic in Jeddah and need a booking system.\n\nBest regards,\nKhalid Al-Qahtani\nProcurement Manager\nTel: +966 55 123 4567",
    );
    await until(() => post.taken.length === 1, 30_000);
    const [answer] = post.taken;
    expect(answer?.to).toEqual(["khalid@example.net"]);
    expect(answer?.mail.inReplyTo).toBe(`<${first}>`);
    expect(answer?.mail.headers.get("auto-submitted")).toBe("auto-replied");
    expect(answer?.mail.text).toContain("> We are a clinic in Jeddah");
    const second = write(`We are 40 people.\n\n> ${answer?.mail.text?.split("\n")[0]}`, {
      "In-Reply-To": answer?.mail.messageId ?? "",
      References: `<${first}> ${answer?.mail.messageId}`,
      Subject: "Re: Request for a quotation",
    });
    await until(() => post.taken.length === 2, 30_000);
    expect(post.taken[1]?.mail.inReplyTo).toBe(`<${second}>`);
    expect(post.taken[1]?.mail.references).toContain(`<${first}>`);
  }, 70_000);

  test("vendors' webhooks are refused without signature or token, and mail by them is answered like any other", async () => {
    const form = () => {
      const fields = new FormData();
      fields.set("headers", "Message-ID: <v1@example.net>\r\n");
      fields.set("from", "Noura <noura@example.net>");
      fields.set("to", "sales@example.com");
      fields.set("subject", "استفسار");
      fields.set("text", "السلام عليكم، كم سعر النظام؟");
      return fields;
    };
    const posted = async (path: string, body: FormData | string) =>
      (await fetch(`${house.url}/api/v1/webhooks/${path}`, { method: "POST", body })).status;
    expect(await posted("resend", "{}")).toBe(401);
    expect(await posted("sendgrid", "[]")).toBe(401);
    expect(await posted("sendgrid", form())).toBe(401);
    expect(await posted("sendgrid?token=guess", form())).toBe(401);
    const before = post.taken.length;
    expect(await posted("sendgrid?token=token-in-the-address", form())).toBe(200);
    expect(await posted("sendgrid?token=token-in-the-address", form())).toBe(200);
    await until(() => post.taken.length > before, 20_000);
    await new Promise((done) => setTimeout(done, 1_500));
    expect(post.taken.slice(before).map(({ to }) => to[0])).toEqual(["noura@example.net"]);
    const health = (await (await fetch(`${house.url}/health`)).json()) as {
      parts: { email: { state: string } };
    };
    expect(health.parts.email.state).toBe("up");
  }, 40_000);

  test("a machine is not answered, and nobody gets more than five answers in an hour", async () => {
    const before = post.taken.length;
    write("I am on holiday", { "Auto-Submitted": "auto-replied", From: "away@example.net" });
    for (let round = 0; round < 8; round += 1) {
      write(`question ${round}: what about ${round + 3} branches?`, { From: "loop@example.net" });
      await new Promise((done) => setTimeout(done, 700));
    }
    await new Promise((done) => setTimeout(done, 3_000));
    const answered = post.taken.slice(before).flatMap(({ to }) => to);
    expect(answered).not.toContain("away@example.net");
    expect(answered.filter((to) => to === "loop@example.net").length).toBeLessThanOrEqual(5);
    expect(answered.filter((to) => to === "loop@example.net").length).toBeGreaterThanOrEqual(1);
  }, 60_000);

  test("a sixth letter within the hour that brings something new is not answered, and never vanishes: a rep has it as a task", async () => {
    const from = "Huda <huda@sixth.example>";
    const headers = {
      From: from,
      "Authentication-Results": "mx.example.com; dmarc=pass header.from=sixth.example",
    };
    const answers = () => post.taken.filter(({ to }) => to[0] === "huda@sixth.example").length;
    const letters = [
      "Hello, we need a booking system for our clinics.",
      "The company is called Sixth Dental.",
      "We are 40 people in Jeddah.",
      "The budget is about 60,000 SAR.",
      "I decide together with our CFO.",
    ];
    for (const [place, words] of letters.entries()) {
      write(words, headers);
      await until(() => answers() === place + 1, 20_000);
    }
    const sixth = write("How much does the growth plan cost?", headers);
    const tasks = async () => (await ask(house.url, "GET", "/api/v1/tasks?kind=undelivered")).body.data;
    await soon(async () => (await tasks()).length > 0, 20_000);
    const [task] = await tasks();
    expect(task).toMatchObject({ reason: "too-many-answers", state: "open" });
    const talk = `/api/v1/conversations/${task.conversationId}`;
    const transcript = (await ask(house.url, "GET", `${talk}/messages`)).body.data;
    expect(JSON.stringify(transcript)).toContain(sixth);
    expect(answers()).toBe(5);
  }, 120_000);
});
