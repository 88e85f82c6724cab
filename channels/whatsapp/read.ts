import type { ChannelNews } from "../../bot/contracts/channel.ts";
import { asRecord, briefly, idAt, type JsonRecord, listAt, recordAt, textAt } from "../shared/json.ts";
import { type Line, secondsToMs } from "./line.ts";
import { notice, readAccountChange, readBulk, readError } from "./notices.ts";
import { introducedBy } from "./people.ts";
import { readMessage } from "./read-message.ts";
import { readCall, readEcho, readGroup, readIdUpdate, readPreference } from "./read-others.ts";
import { readStatus } from "./read-status.ts";

/**
 * Everything a webhook post says, in the order it stands there. Pure and total: any bytes give an answer, and what
 * cannot be used becomes a notice that says what it was. One post may carry a thousand updates for several numbers.
 */
export function readPost(body: Uint8Array): readonly ChannelNews[] {
  const post = parse(body);
  if (post === null) return [unreadable("a post that is not JSON", `${body.byteLength} bytes`)];
  const object = post.object;
  if (object !== undefined && object !== "whatsapp_business_account") {
    return [unreadable("a post that is not about WhatsApp", briefly(object))];
  }
  const reading = new Reading();
  if (!Array.isArray(post.entry)) reading.skip();
  for (const entry of listAt(post, "entry")) reading.each(entry, (found) => readEntry(found, reading));
  return reading.finish();
}

type ItemReader = (item: JsonRecord, line: Line) => ChannelNews | readonly ChannelNews[];

/** Lists that may stand in a change's value, by the field they belong to. */
const lists: ReadonlyMap<string, readonly (readonly [string, ItemReader])[]> = new Map<
  string,
  readonly (readonly [string, ItemReader])[]
>([
  [
    "messages",
    [
      ["messages", readMessage],
      ["statuses", readStatus],
    ],
  ],
  ["smb_message_echoes", [["message_echoes", readEcho]]],
  ["message_echoes", [["message_echoes", readEcho]]],
  ["user_preferences", [["user_preferences", readPreference]]],
  ["user_id_update", [["user_id_update", readIdUpdate]]],
  [
    "calls",
    [
      ["calls", readCall],
      ["statuses", readCall],
    ],
  ],
  ["group_lifecycle_update", [["groups", readGroup]]],
  ["group_participants_update", [["groups", readGroup]]],
  ["group_settings_update", [["groups", readGroup]]],
  ["group_status_update", [["groups", readGroup]]],
]);
const bulk = new Set(["history", "smb_app_state_sync", "automatic_events"]);

/** Gathers the news of one post; parts of an impossible shape are counted, not listed, so that junk stays small. */
class Reading {
  readonly #news: ChannelNews[] = [];
  #skipped = 0;

  add(news: ChannelNews | readonly ChannelNews[]): void {
    if ("kind" in news) this.#news.push(news);
    else for (const one of news) this.#news.push(one);
  }

  skip(): void {
    this.#skipped++;
  }

  each(item: unknown, read: (found: JsonRecord) => void): void {
    const found = asRecord(item);
    if (found) read(found);
    else this.skip();
  }

  finish(): readonly ChannelNews[] {
    if (this.#skipped > 0)
      this.add(unreadable("parts of a post without any sense", `${this.#skipped} parts`));
    return this.#news;
  }
}

function readEntry(entry: JsonRecord, reading: Reading): void {
  const changes = listAt(entry, "changes");
  if (changes.length === 0) reading.skip();
  const postedAt = secondsToMs(Number(idAt(entry, "time") || Number.NaN)) ?? 0;
  for (const change of changes) reading.each(change, (found) => readChange(found, postedAt, reading));
}

function readChange(change: JsonRecord, postedAt: number, reading: Reading): void {
  const field = idAt(change, "field");
  const value = recordAt(change, "value");
  const account = idAt(recordAt(value, "metadata"), "phone_number_id") || null;
  const parts = lists.get(field);
  if (parts) readLists(parts, { field, value, account, postedAt }, reading);
  else
    reading.add(bulk.has(field) ? readBulk(field, value, account) : readAccountChange(field, value, account));
}

interface Change {
  readonly field: string;
  readonly value: JsonRecord;
  readonly account: string | null;
  readonly postedAt: number;
}

function readLists(
  parts: readonly (readonly [string, ItemReader])[],
  change: Change,
  reading: Reading,
): void {
  const { field, value, account, postedAt } = change;
  const errors = listAt(value, "errors");
  for (const item of errors) reading.each(item, (error) => reading.add(readError(error, account)));
  const found = parts.filter(([key]) => Array.isArray(value[key]));
  // Without the number that was written to, an answer could leave from the wrong one.
  if (account === null || (found.length === 0 && errors.length === 0)) {
    reading.add(notice(account, "warning", `${field} without a use`, briefly(Object.keys(value))));
    return;
  }
  const ownNumber = textAt(recordAt(value, "metadata"), "display_phone_number").replace(/\D/g, "");
  const line: Line = { account, ownNumber, introduced: introducedBy(value), postedAt };
  for (const [key, read] of found) {
    for (const item of listAt(value, key)) reading.each(item, (one) => reading.add(read(one, line)));
  }
}

function parse(body: Uint8Array): JsonRecord | null {
  try {
    return asRecord(JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8")));
  } catch {
    return null; // not JSON: the caller makes a notice of it
  }
}

function unreadable(what: string, detail: string): ChannelNews {
  return notice(null, "warning", what, detail);
}
