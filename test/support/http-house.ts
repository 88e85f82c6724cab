import type { Commands, PostedLead } from "../../bot/contracts/commands.ts";
import type { Lane } from "../../bot/contracts/lanes.ts";
import type { Live } from "../../bot/contracts/live.ts";
import type { Records } from "../../bot/contracts/records.ts";
import type { TurnRecord } from "../../bot/contracts/turn-record.ts";
import type { InboundMessage } from "../../bot/conversation/message.ts";
import type { Conversation } from "../../bot/conversation/state.ts";
import type { HttpParts } from "../../bot/http/parts.ts";
import type { Database } from "../../db/connect.ts";
import { lanesOn } from "../../db/lanes.ts";
import { createRecords } from "../../db/records/records.ts";
import { isStoreAway } from "../../db/records/store-away.ts";
import { embeddedDatabase } from "./database.ts";
import { demoCompany } from "./demo-company.ts";
import { only, type RunningServer, startServer } from "./http-server.ts";
import { laneOf, turnOf } from "./stored-talk.ts";
import { arrival, nextId, text } from "./talk.ts";

/** A server over a real embedded database; only what bot/flow decides is the test's own. */
export interface House extends RunningServer {
  readonly database: Database;
  readonly records: Records;
  readonly commands: Partial<Commands>;
  readonly posted: PostedLead[];
  readonly received: InboundMessage[];
  /** Somebody writes on WhatsApp; answers the conversation. */
  hear(words: string, by?: string, change?: Partial<InboundMessage>): Promise<string>;
  /** A turn of the bot in that conversation. */
  turn(
    conversationId: string,
    words: readonly string[],
    change?: { readonly state?: Partial<Conversation>; readonly record?: Partial<TurnRecord> },
  ): Promise<Lane>;
  /** What was on its way out has left. */
  sent(): Promise<void>;
  announce(conversationId: string): void;
  close(): Promise<void>;
}

export async function openHouse(
  commands: (house: Pick<House, "database" | "records">) => Partial<Commands> = () => ({}),
  parts: Partial<HttpParts> = {},
): Promise<House> {
  const database = await embeddedDatabase();
  const records = createRecords(database.pool, demoCompany());
  const { arrivals, lanes } = lanesOn(database, nextId);
  const posted: PostedLead[] = [];
  const received: InboundMessage[] = [];
  const listeners = createLive();
  const own: Partial<Commands> = {
    receiveMessage: async (message) => {
      received.push(message);
      const [accepted] = await arrivals.accept([arrival(message)]);
      if (accepted) listeners.announce(accepted.conversationId);
      return accepted?.result ?? "repeat";
    },
    ...commands({ database, records }),
  };
  const running = await startServer({
    commands: only<Commands>("commands", own),
    records,
    live: listeners.live,
    isStoreAway,
    ...parts,
  });
  return {
    ...running,
    database,
    records,
    commands: own,
    posted,
    received,
    announce: listeners.announce,
    hear: async (words, by = "+966500000001", change = {}) => {
      const [accepted] = await arrivals.accept([arrival(text(words, { by, ...change }))]);
      return accepted?.conversationId ?? "";
    },
    turn: async (conversationId, words, change = {}) => {
      const lane = await laneOf(lanes, conversationId);
      const [result] = await lanes.save([turnOf(lane, words, change)]);
      if (result !== "saved") throw new Error(`the turn was ${result}`);
      listeners.announce(conversationId);
      return lane;
    },
    sent: async () => {
      await database.pool.query("update outbox set state = 'sent', sent_at = now() where state = 'sending'");
    },
    close: async () => {
      await running.server.close(0);
      await database.close();
    },
  };
}

function createLive(): { readonly live: Live; announce(conversationId: string): void } {
  const listeners = new Set<{ topic: string; heard: (id: string) => void }>();
  return {
    live: {
      listen(topic, heard) {
        const listener = { topic, heard };
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    announce(id) {
      for (const { topic, heard } of listeners) if (topic === id || topic === "all") heard(id);
    },
  };
}
