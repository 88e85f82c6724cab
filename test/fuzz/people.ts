import { setTimeout as sleep } from "node:timers/promises";
import { ask, type Json, type RunningHouse } from "../support/house.ts";
import { Prospect } from "../support/prospect.ts";
import { visitorTokens } from "./chat.ts";

/** People who write a proper message among the broken ones. */
export interface People {
  /** One more on WhatsApp, and one in the web chat. */
  write(): Promise<void>;
  /** Waits until the last of them is answered, `longestMs` at most. */
  outcome(longestMs: number): Promise<PeopleReport>;
}

export interface PeopleReport {
  readonly asked: number;
  readonly answered: number;
  /** Milliseconds until an answer was on the phone. */
  readonly median: number;
  readonly slowest: number;
  readonly faults: readonly string[];
}

const HELLO = "السلام عليكم، كم أسعاركم؟";

export function peopleAt(house: RunningHouse): People {
  const onPhones: { readonly person: Prospect; readonly at: number }[] = [];
  const inChat: string[] = [];
  const faults: string[] = [];
  const unanswered = async (): Promise<number> => {
    const phones = onPhones.filter(({ person }) => person.inbox.length === 0).length;
    const chats = await Promise.all(inChat.map((token) => isSilent(house.url, token)));
    return phones + chats.filter(Boolean).length;
  };
  return {
    write: async () => {
      const person = new Prospect(house, "نورة");
      onPhones.push({ person, at: performance.now() });
      const [token = ""] = visitorTokens(1);
      inChat.push(token);
      const tried = [person.writes(HELLO), writesInChat(house.url, token)];
      for (const { reason } of (await Promise.allSettled(tried)).filter((one) => one.status === "rejected"))
        faults.push(`a proper message was refused: ${String(reason)}`);
    },
    outcome: async (longestMs) => {
      const end = Date.now() + longestMs;
      let left = await unanswered();
      while (left > 0 && Date.now() < end) {
        await sleep(500);
        left = await unanswered();
      }
      const waits = onPhones
        .flatMap(({ person, at }) => person.inbox.slice(0, 1).map((answer) => answer.at - at))
        .toSorted((one, other) => one - other);
      const asked = onPhones.length + inChat.length;
      return {
        ...{ asked, answered: asked - left, faults },
        ...{ median: waits[waits.length >> 1] ?? 0, slowest: waits.at(-1) ?? 0 },
      };
    },
  };
}

async function writesInChat(url: string, token: string): Promise<void> {
  const body = { clientId: "c-1", text: HELLO };
  const { status } = await ask(url, "POST", "/api/v1/chat/messages", body, token);
  if (status !== 202) throw new Error(`the web chat answered ${status}`);
}

async function isSilent(url: string, token: string): Promise<boolean> {
  const { body } = await ask(url, "GET", "/api/v1/chat/messages", undefined, token);
  return !(body.data as Json[] | undefined)?.some(({ direction }) => direction === "out");
}
