import { afterEach, describe, expect, test } from "vitest";
import { Dovecot, hasDovecot } from "../support/dovecot.ts";
import { openRealHouse, type RunningHouse } from "../support/house.ts";
import { mailServerOn } from "../support/mail-server.ts";

const A = "sales@alef.example";
const B = "sales@baa.example";
/** What tells a machine that a machine writes; some relays take such headers away. */
const MARKS = ["auto-submitted", "x-auto-response-suppress", "x-bot-loop"];
/** So long nothing may come before the loop counts as ended; an answer takes about one second. */
const SILENCE_MS = 6_000;
const MOST_LETTERS = 3;

interface Side {
  readonly address: string;
  readonly house: RunningHouse;
  readonly box: Dovecot;
}

/** Two houses that write to each other, with a relay between them. */
interface Pair {
  readonly sides: readonly [Side, Side];
  /** Every letter put into either mailbox, oldest first. */
  readonly letters: readonly { readonly to: string; readonly raw: string }[];
  put(raw: string, to: string): void;
  close(): Promise<void>;
}

async function openPair(firstPort: number, without: readonly string[]): Promise<Pair> {
  const post = await mailServerOn();
  const open = async (address: string, port: number): Promise<Side> => {
    const box = await Dovecot.start();
    const signIn = `${encodeURIComponent(address)}:secret@127.0.0.1`;
    const house = await openRealHouse({
      environment: {
        IMAP_URL: `imap://${signIn}:${box.port}/INBOX`,
        SMTP_URL: `smtp://${signIn}:${post.port}`,
        EMAIL_FROM: address,
        EMAIL_TRUSTED_SERVER: "mx.example.com",
        BUBBLE_WAIT_MS: "100",
        PORT: String(port),
        PUBLIC_URL: `http://127.0.0.1:${port}`,
      },
    });
    return { address, house, box };
  };
  const sides = [await open(A, firstPort), await open(B, firstPort + 1)] as const;
  const letters: { to: string; raw: string }[] = [];
  const put = (raw: string, to: string) => {
    letters.push({ to, raw });
    sides.find(({ address }) => address === to)?.box.deliver(Buffer.from(raw, "latin1"));
  };
  let relayed = 0;
  const relay = setInterval(() => {
    for (const { raw, to } of post.taken.slice(relayed)) {
      relayed += 1;
      put(carried(raw.toString("latin1"), to[0] ?? "", without), to[0] ?? "");
    }
  }, 50);
  return {
    ...{ sides, letters, put },
    close: async () => {
      clearInterval(relay);
      for (const { house } of sides) await house.close();
      await post.close();
      for (const { box } of sides) await box.stop();
    },
  };
}

/** A mail as the receiving side's server stores it: vouched for, without the headers that the relay takes away. */
function carried(raw: string, to: string, without: readonly string[]): string {
  const end = raw.indexOf("\r\n\r\n");
  const headers = raw.slice(0, end).split(/\r\n(?![ \t])/);
  const kept = headers.filter((line) => !without.includes(line.split(":")[0]?.toLowerCase() ?? ""));
  return [
    `Authentication-Results: mx.example.com; dmarc=pass header.from=${to === A ? "baa.example" : "alef.example"}`,
    ...kept,
    raw.slice(end + 2),
  ].join("\r\n");
}

/** Waits until nothing came for so long; answers how many letters there are then. */
async function afterSilence({ letters }: Pair): Promise<number> {
  for (let count = letters.length, since = Date.now(); Date.now() - since < SILENCE_MS; ) {
    await new Promise((done) => setTimeout(done, 200));
    if (letters.length !== count) [count, since] = [letters.length, Date.now()];
    if (count > 4 * MOST_LETTERS) return count; // it never stops
  }
  return letters.length;
}

const FIRST = [
  "Authentication-Results: mx.example.com; dmarc=pass header.from=baa.example",
  `From: Baa Sales <${B}>`,
  `To: ${A}`,
  "Subject: A booking system for your clinics",
  "Message-ID: <first.1@baa.example>",
  "Content-Type: text/plain; charset=utf-8",
  "",
  "Hello, we offer a booking system for clinics. What do you need?",
  "",
].join("\r\n");

describe.skipIf(!hasDovecot())("two houses of this program that write to each other", () => {
  let pair: Pair | null = null;
  afterEach(async () => {
    await pair?.close();
    pair = null;
  });

  test.each([
    ["with every header on its way", 42_400, []],
    ["when the relay takes the marks of automatic mail away", 42_402, MARKS],
  ] as const)(
    "fall silent within three letters %s",
    async (_, port, without) => {
      pair = await openPair(port, without);
      pair.put(FIRST, A);
      const count = await afterSilence(pair);
      const taken = pair.letters.flatMap(({ raw }) =>
        MARKS.filter((name) => raw.toLowerCase().includes(`\n${name}:`)),
      );
      expect(without.length === 0 ? taken.length > 0 : taken.length === 0).toBe(true);
      // The first was put in by hand, and it was answered: so there was something to stop.
      expect(count).toBeGreaterThanOrEqual(2);
      expect(count).toBeLessThanOrEqual(MOST_LETTERS);
      for (const { house } of pair.sides) expect(house.errors).toEqual([]);
    },
    120_000,
  );
});
