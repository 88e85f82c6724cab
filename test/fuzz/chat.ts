import { request } from "node:http";
import { createVisitors } from "../../bot/http/chat/visitors.ts";
import { CHAT_SECRET } from "./links.ts";
import { type Dice, mutated } from "./mutate.ts";
import { smallerBodies } from "./smaller.ts";
import type { Attempted, FuzzTarget } from "./target.ts";
import { hardText } from "./texts.ts";
import { type Post, send, shown } from "./wire.ts";

const CHAT = "/api/v1/chat";

/** So many visitors of the web chat, as the house would welcome them. */
export function visitorTokens(count: number): readonly string[] {
  const visitors = createVisitors(CHAT_SECRET);
  return Array.from({ length: count }, () => visitors.welcome().token);
}

/** The web chat: visitors who write nonsense, read with odd cursors, and follow live for a moment and go. */
export function chatTarget(url: string): FuzzTarget<Post> {
  const tokens = visitorTokens(3_000);
  return {
    ...{ name: "chat", share: 3, atOnce: 12 },
    make: (dice) => visitorDoes(dice, tokens),
    attempt: (post) => (post.target === `${CHAT}/live` ? followed(url, post) : send(url, post)),
    smaller: function* (post) {
      for (const body of smallerBodies(post.body)) yield { ...post, body };
    },
    show: shown,
  };
}

function visitorDoes(dice: Dice, tokens: readonly string[]): Post {
  const token = dice.pick(tokens);
  const headers = {
    authorization: `Bearer ${dice.roll(25) === 0 ? token.slice(0, dice.roll(token.length)) : token}`,
    "x-forwarded-for": `10.${dice.roll(250)}.${dice.roll(250)}.${dice.roll(250)}`,
    "content-type": "application/json",
  };
  const read = { method: "GET", headers, body: Buffer.alloc(0) };
  switch (dice.roll(10)) {
    case 0:
      return { ...read, target: `${CHAT}/insight` };
    case 1:
      return { ...read, target: `${CHAT}/live` };
    case 2: {
      const after = encodeURIComponent(hardText(dice).toWellFormed()).slice(0, 1_500);
      return { ...read, target: `${CHAT}/messages?after=${after}&limit=${dice.pick([1, 0, -1, 1e9, "x"])}` };
    }
    default: {
      const said = { clientId: `c-${dice.roll(2 ** 31)}`, text: hardText(dice) };
      const tapped = {
        clientId: `c-${dice.roll(9)}`,
        text: "",
        choice: dice.pick(["slot:1", "yes", hardText(dice)]),
      };
      const right = JSON.stringify(dice.roll(4) === 0 ? tapped : said);
      const body = dice.roll(2) === 0 ? Buffer.from(right) : mutated(right, [right], dice);
      return { method: "POST", target: `${CHAT}/messages`, headers, body };
    }
  }
}

/** Follows until the first event, then is gone. */
function followed(url: string, { target, headers }: Post): Promise<Attempted> {
  return new Promise((done) => {
    const asked = request(`${url}${target}`, { headers, agent: false, timeout: 20_000 }, (answer) => {
      answer.once("data", () => {
        asked.destroy();
        const { statusCode = 0 } = answer;
        done({ outcome: `${statusCode} live`, fault: statusCode >= 500 ? `${statusCode}` : null });
      });
    });
    asked.once("timeout", () => asked.destroy(new Error("nothing within 20 s")));
    asked.on("error", (problem) => done({ outcome: "none", fault: `no answer: ${String(problem)}` }));
    asked.end();
  });
}
