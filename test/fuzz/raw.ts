import { connect } from "node:net";
import type { Dice } from "./mutate.ts";
import { smallerTexts } from "./smaller.ts";
import type { Attempted, FuzzTarget } from "./target.ts";

/** Bytes that are hardly HTTP; null at the end of the wait is an answer too: the line may simply be cut. */
export function rawTarget(url: string): FuzzTarget<string> {
  const { port } = new URL(url);
  return {
    ...{ name: "raw", share: 0.5, atOnce: 12 },
    make: rawRequest,
    attempt: (text) => spoken(Number(port), Buffer.from(text, "latin1")),
    smaller: smallerTexts,
    show: (text) => JSON.stringify(text.length > 3_000 ? `${text.slice(0, 3_000)}…` : text),
  };
}

const HOOK = "POST /api/v1/webhooks/whatsapp HTTP/1.1\r\nHost: x\r\n";
const SHAPES: readonly ((dice: Dice) => string)[] = [
  (dice) => Array.from({ length: 1 + dice.roll(400) }, () => String.fromCharCode(dice.roll(256))).join(""),
  (dice) => `${"A".repeat(dice.roll(20_000))} / HTTP/1.1\r\n\r\n`,
  (dice) => `GET /${"a".repeat(dice.roll(40_000))} HTTP/1.1\r\nHost: x\r\n\r\n`,
  (dice) => `GET / HTTP/1.1\r\nHost: x\r\n${"x: y\r\n".repeat(dice.roll(6_000))}\r\n`,
  (dice) => `GET / HTTP/${dice.pick(["0.9", "1.0", "2.0", "9.9", "x"])}\r\n\r\n`,
  (dice) =>
    `${HOOK}Content-Length: ${dice.pick(["-1", "1e9", "99999999999999999999", "5, 5", "0x5", ""])}\r\n\r\nabcde`,
  () => `${HOOK}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n`,
  (dice) =>
    `${HOOK}Transfer-Encoding: chunked\r\n\r\n${dice.pick(["fffffffff", "-1", "x", "5;a=b", "0005"])}\r\nabcde\r\n0\r\n\r\n`,
  (dice) =>
    `${HOOK}Transfer-Encoding: ${dice.pick(["gzip, chunked", "chunked, chunked", "x"])}\r\n\r\n5\r\nabcde\r\n0\r\n\r\n`,
  () => `${HOOK}Content-Length: 100\r\n\r\nhalf of it`,
  () => `${HOOK}Expect: 100-continue\r\nContent-Length: 2\r\n\r\n{}`,
  () => `${HOOK}Expect: something\r\nContent-Length: 2\r\n\r\n{}`,
  () => "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n".repeat(40),
  () => "GET /api/v1/leads HTTP/1.1\r\n\r\n",
  () => "GET /api/v1/leads HTTP/1.1\r\nHost: a\r\nHost: b\r\nAuthorization: a\r\nAuthorization: b\r\n\r\n",
  () => "GET /try HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
  () => "CONNECT x:443 HTTP/1.1\r\nHost: x:443\r\n\r\n",
  () => "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
  () => "GET http://other.example/api/v1/leads HTTP/1.1\r\nHost: other.example\r\n\r\n",
  () => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
  () => "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
];

function rawRequest(dice: Dice): string {
  const text = dice.pick(SHAPES)(dice);
  if (dice.roll(3) > 0) return text;
  const at = dice.roll(text.length + 1);
  return text.slice(0, at) + String.fromCharCode(dice.roll(256)) + text.slice(at + dice.roll(3));
}

/** Speaks, listens for a moment and leaves; only a 5xx that is not 501, 503 or 505 is wrong: the process may not fall. */
function spoken(port: number, bytes: Buffer): Promise<Attempted> {
  return new Promise((done) => {
    let heard = "";
    const line = connect(port, "127.0.0.1", () => line.write(bytes));
    const end = (): void => {
      clearTimeout(timer);
      line.destroy();
      const status = /^HTTP\/1\.1 (\d{3})/.exec(heard)?.[1] ?? "silence";
      const wrong = /^5/.test(status) && !["501", "503", "505"].includes(status);
      done({ outcome: status, fault: wrong ? heard.slice(0, 300) : null });
    };
    const timer = setTimeout(end, 150);
    line.on("data", (data) => {
      heard += data.toString("latin1");
      if (heard.includes("\r\n\r\n")) end();
    });
    line.on("error", (problem: NodeJS.ErrnoException) => {
      if (problem.code !== "ECONNREFUSED") return;
      clearTimeout(timer);
      done({ outcome: "none", fault: "nobody listens any more" });
    });
    line.on("close", end);
  });
}
