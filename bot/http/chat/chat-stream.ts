import type { ServerResponse } from "node:http";
import { forgetOldest } from "../../contracts/forget-oldest.ts";
import type { ConversationRecord } from "../../contracts/records.ts";
import { describeThrown } from "../door/failures.ts";
import type { HttpParts } from "../parts.ts";
import type { Streams } from "../streams.ts";
import { chatTranscript, insightView, isWriting } from "./talk-view.ts";

/** How often an open chat looks by itself: the live word may get lost, and before the first message there is none. */
const LOOK_MS = { unknown: 1_500, known: 10_000 } as const;
const SHOWN = 100;

/** The conversation of a web-chat visitor, or null before the first word. */
export async function visitorTalk(parts: HttpParts, visitorId: string): Promise<ConversationRecord | null> {
  const filter = { handle: visitorId, channel: "webform" };
  const page = await parts.records.conversations.list(filter, { limit: 1, cursor: null });
  return page.data[0] ?? null;
}

/** Opens one visitor's stream; `kick` makes it look at once, `stop` ends it. */
export interface ChatStream {
  kick(): void;
  stop(): void;
}

/** Writes server-sent events to the visitor: `message`, `typing` and `state`, each when it changed. */
export function openChatStream(
  parts: HttpParts,
  streams: Streams,
  visitorId: string,
  response: ServerResponse,
  ended: () => void,
): ChatStream {
  const told = newTold(2 * SHOWN);
  let unlisten: (() => void) | null = null;
  let timer: NodeJS.Timeout | undefined;
  let state: "idle" | "looking" | "again" | "stopped" = "idle";

  const tell = (event: string, key: string, data: unknown): void => {
    const text = JSON.stringify(data);
    if (state === "stopped" || !told.isNews(key, text)) return;
    response.write(`event: ${event}\ndata: ${text}\n\n`);
  };
  const look = async (): Promise<void> => {
    const record = await visitorTalk(parts, visitorId);
    // Who left during the look has been forgotten already: nobody would take down an ear that is hung up now.
    if (record === null || state === "stopped") return;
    const { id } = record.state;
    unlisten ??= parts.live.listen(id, kick);
    const [{ messages, turns }, company] = await Promise.all([
      parts.records.conversations.recent(id, SHOWN),
      parts.records.company(),
    ]);
    for (const entry of chatTranscript(messages, visitorId, null).data) tell("message", entry.id, entry);
    tell("typing", "typing", { typing: isWriting(record, messages, parts.now()) });
    tell("state", "state", insightView(record, turns.slice(-10), company));
  };
  const kick = (): void => {
    if (state === "looking") state = "again";
    // Who does not read is told no more until they do: all of it would wait in our memory. Then `drain` kicks.
    if (state !== "idle" || response.writableNeedDrain) return;
    state = "looking";
    clearTimeout(timer);
    look()
      .catch((thrown: unknown) =>
        parts.log.warn({ error: describeThrown(thrown) }, "a chat stream missed a look"),
      )
      .finally(rest);
  };
  const rest = (): void => {
    if (state === "stopped") return;
    const again = state === "again";
    state = "idle";
    if (again) kick();
    else timer = setTimeout(beat, unlisten === null ? LOOK_MS.unknown : LOOK_MS.known);
  };
  const beat = (): void => {
    // Proxies cut a silent line.
    if (!response.writableNeedDrain) response.write(": still here\n\n");
    kick();
  };
  const stop = (): void => {
    state = "stopped";
    clearTimeout(timer);
    unlisten?.();
    ended();
  };
  streams.hold(response, stop);
  response.on("drain", kick);
  response.write("retry: 1500\n\n");
  kick();
  return { kick, stop };
}

/** What a stream told, by key: only news is told again. */
export interface Told {
  /** Whether it is told for the first time, or otherwise than before; from now on it is not. */
  isNews(key: string, text: string): boolean;
  readonly size: number;
}

/** Remembers the last `most` keys: a talk may be followed for days, and what is no longer shown is not told again. */
export function newTold(most: number): Told {
  const texts = new Map<string, string>();
  return {
    isNews: (key, text) => {
      if (texts.get(key) === text) return false;
      texts.delete(key);
      texts.set(key, text);
      forgetOldest(texts, most);
      return true;
    },
    get size() {
      return texts.size;
    },
  };
}
