import { Secret } from "../../bot/contracts/secret.ts";
import { letterLinks } from "../../bot/letter-links.ts";
import type { Dice } from "./mutate.ts";
import { smallerTexts } from "./smaller.ts";
import type { FuzzTarget } from "./target.ts";
import { hardText } from "./texts.ts";
import { type Post, send, shown } from "./wire.ts";

/** Signs visitors, forms and links of the house under test. */
export const CHAT_SECRET = new Secret("secret-of-the-chat-0123456789-0123456789");

const links = letterLinks(CHAT_SECRET, "", () => Date.now());

/** The links of our letters: right ones of talks that are and that are not, and torn ones. */
export function linkTarget(url: string, talks: readonly string[]): FuzzTarget<Post> {
  return {
    ...{ name: "links", share: 1, atOnce: 12 },
    make: (dice) => ({
      method: dice.roll(3) === 0 ? "POST" : "GET",
      target: torn(linkOf(dice, talks), dice),
      headers: {
        "x-forwarded-for": `10.${dice.roll(250)}.${dice.roll(250)}.${dice.roll(250)}`,
        ...(dice.roll(4) === 0 ? { "accept-language": dice.pick(["en", "ar-SA", "*", ";q=9", "\t"]) } : {}),
        "content-type": "application/x-www-form-urlencoded",
      },
      body: Buffer.from(dice.pick(["", "List-Unsubscribe=One-Click", "%", hardText(dice)])),
    }),
    attempt: (post) => send(url, post),
    smaller: function* (post) {
      for (const target of smallerTexts(post.target)) if (target.startsWith("/")) yield { ...post, target };
    },
    show: shown,
  };
}

const FILES: readonly string[] = [
  ...["/embed.js", "/embed/form.js", "/embed/talk.js", "/embed/plain.css", "/embed/company.json", "/demo"],
  ...["/demo/demo.js", "/try", "/docs", "/api/v1/openapi.json", "/health", "/health/live", "/health/ready"],
  ...["/embed/../../package.json", "/embed/%2e%2e/%2e%2e/package.json", "/embed/", "/demo/%00", "/embed/%ff"],
  ...["/.env", "/api", "/api/v1", "/api/v1/webhooks/form/token", "/try/try.js", "//", "/try/fonts/x", "/*"],
];

/** Pages, scripts, probes and what does not exist, asked for in odd ways. */
export function pageTarget(url: string): FuzzTarget<Post> {
  return {
    ...{ name: "pages", share: 1, atOnce: 12 },
    make: (dice) => ({
      method: dice.pick(["GET", "GET", "GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PROPFIND"]),
      target: `${torn(dice.pick(FILES), dice)}${dice.pick(["", "", `?${encodeURIComponent(hardText(dice).toWellFormed())}`])}`,
      headers: Object.fromEntries(
        ODD_HEADERS.filter(() => dice.roll(5) === 0).map(([name, values]) => [name, dice.pick(values)]),
      ),
      body: Buffer.from("x"),
    }),
    attempt: (post) => send(url, post),
    smaller: function* (post) {
      for (const name of Object.keys(post.headers))
        yield { ...post, headers: { ...post.headers, [name]: "" } };
      for (const target of smallerTexts(post.target)) if (target.startsWith("/")) yield { ...post, target };
    },
    show: shown,
  };
}

const ODD_HEADERS: readonly (readonly [string, readonly string[]])[] = [
  ["x-forwarded-for", ["", ",,,", "::1", "10.0.0.1, 9", "x".repeat(2_000)]],
  ["accept-encoding", ["gzip", "br;q=0", "*", "gzip;q=x", "identity"]],
  ["origin", ["https://www.example.sa", "null", "x", "http://["]],
  ["if-none-match", ["*", 'W/"', '"a", "b"']],
  ["if-modified-since", ["yesterday", "Sun, 22 Nov 2026 11:00:00 GMT"]],
  ["range", ["bytes=0-", "bytes=-1", "bytes=9-1", "bytes=99999999-", "lines=1"]],
  ["if-match", ["*", '"x"']],
  ["if-unmodified-since", ["Sun, 22 Nov 2020 11:00:00 GMT"]],
  ["access-control-request-method", ["PUT", "x"]],
  ["x-request-id", ["a b", "{}", "x".repeat(500), "ok-1"]],
];

function linkOf(dice: Dice, talks: readonly string[]): string {
  const talk = dice.roll(2) === 0 ? dice.pick(talks) : dice.pick(["", "none", "x".repeat(300), "ا"]);
  const from = new Date(Date.now() + (dice.roll(600) - 100) * 3_600_000).toISOString();
  const slot = { id: `s${dice.roll(9)}`, rep: dice.pick(["sara", "nobody", ""]), from, to: from };
  return dice.roll(2) === 0 ? links.booking(talk, slot) : links.unsubscribe(talk);
}

function torn(target: string, dice: Dice): string {
  if (dice.roll(3) > 0) return target;
  const at = 1 + dice.roll(target.length);
  return (
    target.slice(0, at) +
    dice.pick(["", ".", "%", "%00", "%ED%A0%80", "_-", "/", "é"].map(encodeURI)) +
    target.slice(at + dice.roll(3))
  );
}
