import type { ParsedMail } from "mailparser";
import { Dovecot } from "./dovecot.ts";
import { askAll, type Json, openRealHouse, type RunningHouse } from "./house.ts";
import { mailServerOn } from "./mail-server.ts";
import { until } from "./until.ts";

const PATIENCE_MS = 30_000;

/** The real program between an IMAP server and an SMTP server, with somebody who writes to it. */
export interface Correspondence {
  readonly house: RunningHouse;
  readonly box: Dovecot;
  readonly post: Awaited<ReturnType<typeof mailServerOn>>;
  /** A person and one thread of theirs; `from` as it stands in the header. */
  person(from: string, subject: string): Thread;
  bookings(): Promise<readonly Json[]>;
  close(): Promise<void>;
}

export interface CorrespondenceOptions {
  /** Puts something between the program and its mailbox; answers the port to go to. */
  readonly before?: (server: Dovecot) => Promise<number>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly port?: number;
}

export interface Thread {
  /** Writes and waits for the one answer. */
  write(
    words: string,
    more?: Readonly<Record<string, string>>,
  ): Promise<{ readonly id: string; readonly answer: ParsedMail }>;
  /** Puts a letter in the mailbox without waiting; answers its bytes and id. */
  post(words: string, more?: Readonly<Record<string, string>>): { readonly id: string; readonly raw: string };
  /** Ids of the thread up to the letter that was written last, oldest first. */
  references(): readonly string[];
  /** What came to this person so far. */
  received(): readonly ParsedMail[];
}

/** Opens all of it; what it took stays in `post.taken`. */
export async function openCorrespondence(options: CorrespondenceOptions = {}): Promise<Correspondence> {
  const box = await Dovecot.start();
  const post = await mailServerOn();
  const port = options.port ?? 42_010;
  const signIn = "sales%40example.com:secret@127.0.0.1";
  const house = await openRealHouse({
    environment: {
      IMAP_URL: `imap://${signIn}:${(await options.before?.(box)) ?? box.port}/INBOX`,
      SMTP_URL: `smtp://${signIn}:${post.port}`,
      EMAIL_FROM: "sales@example.com",
      EMAIL_TRUSTED_SERVER: "mx.example.com",
      BUBBLE_WAIT_MS: "100",
      PORT: String(port),
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      ...options.environment,
    },
  });
  return {
    ...{ house, box, post },
    person: (from, subject) => threadOf(from, subject, box, post),
    bookings: () => askAll(house.url, "/api/v1/bookings"),
    close: async () => {
      await house.close();
      await post.close();
      await box.stop();
    },
  };
}

let letters = 0;

function threadOf(from: string, subject: string, box: Dovecot, post: Correspondence["post"]): Thread {
  const address = /[^<\s]+@[^>\s]+/.exec(from)?.[0] ?? from;
  const domain = address.split("@")[1] ?? "";
  const thread: string[] = [];
  let upTo: readonly string[] = [];
  const received = () => post.taken.filter(({ to }) => to[0] === address).map(({ mail }) => mail);
  const send = (words: string, more: Readonly<Record<string, string>> = {}) => {
    letters += 1;
    const id = `letter.${letters}.${process.pid}@${domain}`;
    const last = received().at(-1)?.messageId?.replace(/[<>]/g, "");
    if (last !== undefined && !thread.includes(last)) thread.push(last);
    const headers: Record<string, string> = {
      "Authentication-Results": `mx.example.com; dmarc=pass header.from=${domain}`,
      From: encoded(from),
      To: "sales@example.com",
      Subject: encoded(last === undefined ? subject : `Re: ${subject}`),
      Date: new Date().toUTCString(),
      "Message-ID": `<${id}>`,
      "Content-Type": "text/plain; charset=utf-8",
      "Content-Transfer-Encoding": "8bit",
      ...(last === undefined ? {} : { "In-Reply-To": `<${last}>` }),
      ...(thread.length === 0 ? {} : { References: thread.map((one) => `<${one}>`).join(" ") }),
      ...more,
    };
    const quote =
      received()
        .at(-1)
        ?.text?.split("\n")
        .map((line) => `> ${line}`)
        .join("\n") ?? "";
    const history =
      quote === "" ? "" : `\n\nOn Sunday, 22 November 2026, Sales <sales@example.com> wrote:\n${quote}\n`;
    thread.push(id);
    upTo = [...thread];
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    const raw = `${lines.join("\r\n")}\r\n\r\n${`${words}${history}`.replaceAll("\n", "\r\n")}\r\n`;
    box.deliver(raw);
    return { id, raw };
  };
  return {
    post: send,
    received,
    references: () => upTo,
    write: async (words, more) => {
      const before = received().length;
      const { id } = send(words, more);
      await until(() => received().length > before, PATIENCE_MS);
      const answer = received().at(-1);
      if (answer === undefined) throw new Error("no answer came");
      return { id, answer };
    },
  };
}

/** Header words that are not ASCII, as mail programs write them. */
function encoded(value: string): string {
  return value.replace(
    /[^\x20-\x7e](?:[^\x21-\x7e]*[^\x20-\x7e])?/gu,
    (words) => `=?utf-8?B?${Buffer.from(words).toString("base64")}?=`,
  );
}
