import { createHash } from "node:crypto";
import type { FetchMessageObject, ImapFlow } from "imapflow";
import type { MailboxMemory } from "../../bot/contracts/mailbox-memory.ts";
import { asRecord, listAt, textAt } from "../shared/json.ts";
import { isHopeless, nextTry, type Trying, tryingOf } from "./trying.ts";

/** One mail as the server holds it. */
export interface FetchedMail {
  readonly uid: number;
  readonly raw: Uint8Array;
  /** Bytes of the whole mail; `raw` may be only its beginning. */
  readonly size: number;
  /** When the server took it, epoch milliseconds. */
  readonly receivedAt: number;
}

export interface FolderParts {
  readonly memory: MailboxMemory;
  /** Bytes of one mail that are fetched at most. */
  readonly mostBytes: number;
  /** What is new to whoever watches this folder for the first time. */
  readonly atFirst: "recent-unseen" | "nothing";
  readonly now: () => number;
  /**
   * Takes one mail, and answers the id by which it is known; resolves only when it is safely stored. `isRepeat` says of
   * an id whether it was taken before.
   */
  take(mail: FetchedMail, isRepeat: (id: string) => boolean): Promise<string>;
  /** Tells the team of a mail that is left unread, because it ended the process again and again. */
  giveUp(uid: number): Promise<void>;
}

/** How far a folder was read. */
interface Mark {
  readonly uidValidity: string;
  readonly lastUid: number;
  /** When the server took the latest mail that was read. */
  readonly lastAt: number;
  /** Digests of the latest ids, so that what comes again under a new number is known. */
  readonly taken: readonly string[];
  /** The mail that was being read when this was written. */
  readonly trying: Trying | null;
  /** What of a folder that is new, or numbered anew, is still gone through; null = that is done. */
  readonly scan: Scan | null;
}

/** Which mails of those that a folder held when it was first met are news. */
interface Scan {
  /** The last of these numbers; every mail behind it is news. */
  readonly upTo: number;
  /** Epoch milliseconds. */
  readonly since: number;
  readonly unseen: boolean;
}

const DAY_MS = 86_400_000;
/** At the first start older mail is history that people have dealt with. */
const FIRST_DAYS = 2;
/** Servers file by their own clock and SEARCH SINCE counts whole days: some overlap loses nothing. */
const RESCAN_DAYS = 7;
const MOST_TAKEN = 600;

/**
 * Takes every mail of the open folder that was not taken yet, in the order of its numbers, and remembers each one only
 * when it was stored. When the server numbered the folder anew, the latest days are gone through again by Message-ID.
 */
export async function catchUp(client: ImapFlow, key: string, parts: FolderParts): Promise<void> {
  const mailbox = client.mailbox;
  if (mailbox === false) throw new Error("the folder is not open");
  const uidValidity = String(mailbox.uidValidity);
  const before = markOf(await parts.memory.get(key));
  let mark = markFor(uidValidity, Math.max(0, mailbox.uidNext - 1), before, parts);
  const uids = await newUids(client, mark);
  for (const uid of uids) {
    const trying = nextTry(mark.trying, uid, parts.now());
    await parts.memory.put(key, { ...mark, trying });
    const done = isHopeless(trying) ? await left(uid, parts) : await taken(client, uid, { key, mark }, parts);
    mark = {
      ...{ uidValidity, lastUid: uid, trying: null, scan: mark.scan },
      lastAt: Math.max(mark.lastAt, done?.receivedAt ?? 0),
      taken: done === null ? mark.taken : [...mark.taken, done.digest].slice(-MOST_TAKEN),
    };
    await parts.memory.put(key, mark);
  }
  // Only now: whoever ended amid it goes on behind the last mail that was stored, and by the same choice.
  const { scan } = mark;
  if (scan !== null)
    await parts.memory.put(key, { ...mark, lastUid: Math.max(mark.lastUid, scan.upTo), scan: null });
}

/** Where reading goes on: behind what was read, or, in a folder that is new or numbered anew, at its beginning. */
function markFor(
  uidValidity: string,
  upTo: number,
  before: Mark | null,
  { atFirst, now }: FolderParts,
): Mark {
  if (before?.uidValidity === uidValidity) return before;
  const { lastAt, taken } = before ?? { lastAt: now(), taken: [] };
  const fresh = { ...{ uidValidity, lastAt, taken }, trying: null };
  if (before !== null)
    return { ...fresh, lastUid: 0, scan: { upTo, since: lastAt - RESCAN_DAYS * DAY_MS, unseen: false } };
  const scan = { upTo, since: lastAt - FIRST_DAYS * DAY_MS, unseen: true };
  return atFirst === "nothing"
    ? { ...fresh, lastUid: upTo, scan: { ...scan, since: lastAt } }
    : { ...fresh, lastUid: 0, scan };
}

async function left(uid: number, { giveUp }: FolderParts): Promise<null> {
  await giveUp(uid);
  return null;
}

/** null when it is gone meanwhile. */
async function taken(
  client: ImapFlow,
  uid: number,
  { key, mark }: { readonly key: string; readonly mark: Mark },
  parts: FolderParts,
): Promise<{ readonly digest: string; readonly receivedAt: number } | null> {
  try {
    const mail = await fetchMail(client, uid, parts);
    if (mail === null) return null;
    const id = await parts.take(mail, (one) => isTaken(mark, one));
    return { digest: digestOf(id), receivedAt: mail.receivedAt };
  } catch (error) {
    // Whoever can still say what failed was not ended by the mail. Where storage is away this fails too, for the same reason.
    await parts.memory.put(key, mark).catch(() => undefined);
    throw error;
  }
}

async function newUids(client: ImapFlow, { lastUid, scan }: Mark): Promise<readonly number[]> {
  const from = Math.max(lastUid, scan?.upTo ?? 0) + 1;
  // "n:*" names the last mail even when its number is below n.
  const behind = (await search(client, { uid: `${from}:*` })).filter((uid) => uid >= from);
  if (scan === null || lastUid >= scan.upTo) return behind;
  const { upTo, since, unseen } = scan;
  const chosen = await search(client, { since: new Date(since), ...(unseen ? { seen: false } : {}) });
  return [...chosen.filter((uid) => uid > lastUid && uid <= upTo), ...behind];
}

async function search(client: ImapFlow, query: Parameters<ImapFlow["search"]>[0]): Promise<number[]> {
  const found = await client.search(query, { uid: true });
  if (!Array.isArray(found)) throw new Error("the server did not answer a search");
  return found.toSorted((a, b) => a - b);
}

/** null when it is gone meanwhile. */
async function fetchMail(client: ImapFlow, uid: number, { mostBytes, now }: FolderParts) {
  const wanted = { uid: true, size: true, internalDate: true, source: { start: 0, maxLength: mostBytes } };
  const found: FetchMessageObject | false = await client.fetchOne(String(uid), wanted, { uid: true });
  if (found === false || found.source === undefined) {
    if (!client.usable) throw new Error("the connection broke while a mail was fetched");
    return null;
  }
  const received = new Date(found.internalDate ?? now()).getTime();
  return {
    ...{ uid, raw: found.source, size: found.size ?? found.source.length },
    // Whoever put it there may have dated it: a day to come would leave all before it out, were the folder numbered anew.
    receivedAt: Number.isNaN(received) ? now() : Math.min(received, now()),
  };
}

function isTaken({ taken }: Mark, id: string): boolean {
  return taken.includes(digestOf(id));
}

function digestOf(id: string): string {
  return createHash("sha256").update(id).digest("base64url").slice(0, 12);
}

function markOf(kept: unknown): Mark | null {
  const record = asRecord(kept);
  if (record === null) return null;
  const uidValidity = textAt(record, "uidValidity");
  const lastUid = Number(record.lastUid);
  if (uidValidity === "" || !Number.isInteger(lastUid)) return null;
  const taken = listAt(record, "taken").filter((one) => typeof one === "string");
  return {
    ...{ uidValidity, lastUid, taken },
    ...{ lastAt: Number(record.lastAt) || 0, trying: tryingOf(record.trying), scan: scanOf(record.scan) },
  };
}

function scanOf(kept: unknown): Scan | null {
  const { upTo, since, unseen } = asRecord(kept) ?? {};
  return typeof upTo === "number" && typeof since === "number" && typeof unseen === "boolean"
    ? { upTo, since, unseen }
    : null;
}
