import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ChannelNews } from "../../bot/contracts/channel.ts";
import type { InboundMessage } from "../../bot/conversation/message.ts";
import { cuttingProxy } from "../support/cutting-proxy.ts";
import { Dovecot, hasDovecot } from "../support/dovecot.ts";
import { emailConfig, openEmail } from "../support/email.ts";
import { until } from "../support/until.ts";

const there = hasDovecot();
let made = 0;

function mail(words: string, headers: Readonly<Record<string, string>> = {}): string {
  made += 1;
  const all = {
    From: "Khalid <khalid@example.net>",
    To: "sales@example.com",
    Subject: `Question ${made}`,
    Date: new Date().toUTCString(),
    "Message-ID": `<m${made}@example.net>`,
    ...headers,
  };
  const lines = Object.entries(all).filter(([, value]) => value !== "");
  return `${lines.map(([name, value]) => `${name}: ${value}`).join("\r\n")}\r\n\r\n${words}\r\n`;
}

describe.skipIf(!there)("a watched mailbox, with a real IMAP server", () => {
  let server: Dovecot;
  beforeEach(async () => {
    server = await Dovecot.start();
  });

  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).toReversed()) await close();
    await server.stop();
  });

  /** A watcher with a memory of its own, unless it is given an older one's. */
  async function watching(port: number, memory = new Map<string, unknown>()) {
    const heard: ChannelNews[] = [];
    let store: (news: readonly ChannelNews[]) => Promise<void> = async () => {};
    const { channel } = await openEmail(emailConfig({ mailbox: { host: "127.0.0.1", port } }), {
      memory,
      silenceMs: 400,
      timeoutMs: 2_000,
    });
    const leave = new AbortController();
    const watch = channel.watch(async (news) => {
      await store(news);
      heard.push(...news);
    }, leave.signal);
    const close = async () => {
      leave.abort();
      await watch;
      await channel.close();
    };
    closers.push(close);
    return {
      memory,
      channel,
      heard,
      texts: () => heard.flatMap((news) => (news.kind === "message" ? [news.message.text] : [])),
      messages: (): InboundMessage[] =>
        heard.flatMap((news) => (news.kind === "message" ? [news.message] : [])),
      storeWith: (next: typeof store) => {
        store = next;
      },
      close,
    };
  }

  test("what arrives is told at once, once, with its thread", async () => {
    const box = await watching(server.port);
    server.deliver(mail("Hello, what does it cost?", { "In-Reply-To": "<a@b>", References: "<z@b> <a@b>" }));
    await until(() => box.texts().length === 1);
    expect(box.messages()[0]).toMatchObject({
      id: `m${made}@example.net`,
      from: { channel: "email", account: "sales@example.com", handle: "khalid@example.net" },
      text: "Hello, what does it cost?",
      senderName: "Khalid",
      proven: false,
      mail: { inReplyTo: "a@b", references: ["z@b", "a@b"], copied: [] },
    });
    server.deliver(mail("متى نقدر نتقابل؟"));
    await until(() => box.texts().length === 2);
    expect(box.texts()[1]).toBe("متى نقدر نتقابل؟");
  });

  test("the same mail delivered three times, and one without a Message-ID twice, are one each", async () => {
    const box = await watching(server.port);
    const thrice = mail("three times");
    for (let time = 0; time < 3; time += 1) server.deliver(thrice);
    const nameless = mail("no id", { "Message-ID": "" });
    server.deliver(nameless);
    server.deliver(`Received: by another way\r\n${nameless}`);
    server.deliver(mail("last"));
    await until(() => box.texts().includes("last"));
    expect(
      box
        .texts()
        .filter((text) => text !== "last")
        .toSorted(),
    ).toEqual(["no id", "three times"]);
  });

  test("a file that came along can be had again; a program and a file that is gone cannot", async () => {
    const box = await watching(server.port);
    const part = (name: string, type: string, body: string) =>
      `--b\r\nContent-Type: ${type}; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${btoa(body)}\r\n`;
    const words = "--b\r\nContent-Type: text/plain\r\n\r\nplans\r\n";
    const files =
      part("plan.pdf", "application/pdf", "%PDF plan") + part("run.exe", "application/x-msdownload", "MZ");
    server.deliver(mail(`${words}${files}--b--`, { "Content-Type": "multipart/mixed; boundary=b" }));
    await until(() => box.texts().includes("plans"));
    const attachments = box.messages()[0]?.attachments ?? [];
    expect(attachments).toMatchObject([
      { kind: "document", mediaType: "application/pdf", fileName: "plan.pdf" },
    ]);
    const got = await box.channel.fetchAttachment(attachments[0]?.reference ?? "");
    expect(got.ok && Buffer.from(got.bytes).toString()).toBe("%PDF plan");
    expect(await box.channel.fetchAttachment("imap:0:nobody@example.net")).toMatchObject({ failure: "gone" });
    expect(await box.channel.fetchAttachment("nonsense")).toMatchObject({ failure: "gone" });
  });

  test("a line cut in the middle of a fetch loses nothing and repeats nothing", async () => {
    const proxy = await cuttingProxy({ host: "127.0.0.1", port: server.port });
    closers.push(proxy.close);
    const box = await watching(proxy.port);
    server.deliver(mail("before the cuts"));
    await until(() => box.texts().includes("before the cuts"));
    const wanted = Array.from({ length: 8 }, (_, index) => `cut ${index} ${"x".repeat(3_000)}`);
    for (const [index, words] of wanted.entries()) {
      proxy.cutAfter(1_500 + index * 700);
      server.deliver(mail(words));
      await until(() => box.texts().includes(words), 20_000);
    }
    expect(box.texts().filter((text) => text.startsWith("cut "))).toEqual(wanted);
    expect(proxy.opened()).toBeGreaterThan(4);
  }, 90_000);

  test("a line that falls silent is given up and opened again", async () => {
    const proxy = await cuttingProxy({ host: "127.0.0.1", port: server.port });
    closers.push(proxy.close);
    const box = await watching(proxy.port);
    server.deliver(mail("still talking"));
    await until(() => box.texts().includes("still talking"));
    proxy.fallSilent();
    server.deliver(mail("after the silence"));
    await until(() => box.texts().includes("after the silence"), 55_000);
  }, 60_000);

  test("a restarted server and a renumbered folder lose nothing and repeat nothing", async () => {
    const box = await watching(server.port);
    server.deliver(mail("before the restart"));
    await until(() => box.texts().includes("before the restart"));
    const numbering = () =>
      JSON.stringify([...box.memory.entries()].filter(([key]) => key.endsWith("INBOX"))).match(
        /"uidValidity":"(\d+)"/,
      )?.[1];
    await until(() => numbering() !== undefined);
    const before = numbering();
    await server.down();
    server.deliver(mail("while it was down"));
    server.renumber();
    await server.up();
    await until(() => box.texts().includes("while it was down"), 30_000);
    server.deliver(mail("after it all"));
    await until(() => box.texts().includes("after it all"));
    expect(numbering()).not.toBe(before);
    const texts = box.texts();
    expect(texts.length).toBe(new Set(texts).size);
  }, 60_000);

  test("what came while nobody watched is told at the next start, and nothing else", async () => {
    const first = await watching(server.port);
    server.deliver(mail("seen by the first"));
    await until(() => first.texts().includes("seen by the first"));
    await first.close();
    server.deliver(mail("for the second"));
    const second = await watching(server.port, first.memory);
    await until(() => second.texts().length > 0);
    expect(second.texts()).toEqual(["for the second"]);
  });

  test("a mail is done only when it was stored, and one that never can be does not block the next", async () => {
    const box = await watching(server.port);
    server.deliver(mail("warm up"));
    await until(() => box.texts().includes("warm up"));
    let refusals = 0;
    box.storeWith(async (news) => {
      if (news.some((one) => one.kind === "message" && one.message.text === "poison")) {
        refusals += 1;
        throw new Error("cannot be stored");
      }
    });
    server.deliver(mail("poison"));
    server.deliver(mail("behind it"));
    await until(() => box.texts().includes("behind it"), 60_000);
    expect(refusals).toBe(5);
    expect(box.heard).toContainEqual(expect.objectContaining({ kind: "notice", severity: "alarm" }));
  }, 70_000);

  test("a mail that ends whoever reads it is left after five times, with an alarm, and those behind it are read", async () => {
    const first = await watching(server.port);
    const trying: unknown[] = [];
    first.storeWith(async () => {
      for (const [key, kept] of first.memory) if (key.endsWith("INBOX")) trying.push(kept);
    });
    server.deliver(mail("seen by the first"));
    await until(() => first.texts().includes("seen by the first"));
    // What a process that ends now leaves behind.
    expect(trying).toMatchObject([{ trying: { uid: 1, times: 1 } }]);
    await first.close();
    const [[key, kept] = ["", {}]] = [...first.memory].filter(([name]) => name.endsWith("INBOX"));
    expect(kept).toMatchObject({ lastUid: 1, trying: null });
    server.deliver(mail("poison"));
    server.deliver(mail("behind it"));
    first.memory.set(key, { ...(kept as object), trying: { uid: 2, times: 5, at: 0 } });
    const second = await watching(server.port, first.memory);
    await until(() => second.texts().includes("behind it"));
    expect(second.texts()).toEqual(["behind it"]);
    expect(second.heard).toContainEqual(expect.objectContaining({ kind: "notice", severity: "alarm" }));
  }, 30_000);

  test("automatic mail is noted and never a message", async () => {
    const box = await watching(server.port);
    server.deliver(mail("I am away", { "Auto-Submitted": "auto-replied" }));
    server.deliver(mail("news of the week", { "List-Id": "<news.example.net>" }));
    server.deliver(mail("our own words", { "Message-ID": "<x1@majlis.example.com>" }));
    server.deliver(mail("and a person"));
    await until(() => box.texts().includes("and a person"));
    expect(box.texts().filter((text) => /away|week|own/.test(text))).toEqual([]);
    const notices = box.heard.flatMap((news) => (news.kind === "notice" ? [news.what] : []));
    expect(notices).toEqual(
      expect.arrayContaining([
        "mail not answered: auto-reply",
        "mail not answered: list",
        "mail not answered: loop",
      ]),
    );
  });

  test("a rep who answers from the mailbox is an echo; our own mail in the sent folder is nothing", async () => {
    const box = await watching(server.port);
    server.deliver(mail("first, so that the folder is known"));
    await until(() => box.texts().includes("first, so that the folder is known"));
    await new Promise((done) => setTimeout(done, 500));
    const fromUs = { From: "Sales <sales@example.com>", To: "khalid@example.net" };
    server.deliver(mail("sent by Majlis", { ...fromUs, "X-Bot-Loop": "majlis" }), "Sent");
    server.deliver(mail("I will call you myself", fromUs), "Sent");
    await until(() => box.heard.some(({ kind }) => kind === "echo"), 20_000);
    const echoes = box.heard.filter((news) => news.kind === "echo");
    expect(echoes).toMatchObject([{ text: "I will call you myself", to: { handle: "khalid@example.net" } }]);
  }, 30_000);
});
