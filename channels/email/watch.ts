import { ImapFlow } from "imapflow";
import { LOOPBACK, type MailServer } from "./config.ts";
import { catchUp, type FolderParts } from "./folder.ts";
import type { TokenSource } from "./oauth.ts";
import { backoff, pause, within } from "./pause.ts";

/** One folder of a mailbox to watch. */
export interface WatchParts extends FolderParts {
  readonly server: MailServer;
  /** null = password. */
  readonly tokens: TokenSource | null;
  /** The folder's name, or what it is for; one that is not there is not watched. */
  readonly folder: { readonly name: string } | { readonly use: "\\Sent" };
  /** 0 to 1; spreads the waits. */
  readonly chance: () => number;
  /** How long a silent line is believed before the server is asked whether it is still there; 25 s unless in a hurry. */
  readonly silenceMs?: number;
  /** How long the server may take for one answer; 15 s unless in a hurry. */
  readonly timeoutMs?: number;
  /** The line came up (null) or went down (why). */
  onState(down: string | null): void;
}

const SILENCE_MS = 25_000;
const ANSWER_MS = 15_000;
/** A session ends this long before its access token, rather than in the middle of a fetch. */
const TOKEN_EARLY_MS = 120_000;

/** Watches until `signal` aborts, over every broken line and every restart of the server. */
export async function watchFolder(parts: WatchParts, signal: AbortSignal): Promise<void> {
  let failures = 0;
  let fresh = false;
  const left = leaving(signal);
  while (!signal.aborted) {
    try {
      const up = () => {
        failures = 0;
        parts.onState(null);
      };
      const there = await Promise.race([session(parts, fresh, signal, up), left]);
      if (!there) return;
      fresh = false;
    } catch (error) {
      fresh = isRefusal(error);
      parts.onState(reasonOf(error));
      await pause(backoff(failures, parts.chance), signal);
      failures += 1;
    }
  }
}

const LEAVING_MS = 3_000;

/** A server that says nothing holds up nobody's closing. What was not stored by then comes again at the next start. */
async function leaving(signal: AbortSignal): Promise<true> {
  await new Promise<void>((left) => {
    const wait = () => setTimeout(left, LEAVING_MS).unref();
    if (signal.aborted) wait();
    else signal.addEventListener("abort", wait, { once: true });
  });
  return true;
}

/** One connection, from sign-in to its end. False when the folder is not there. */
async function session(
  parts: WatchParts,
  fresh: boolean,
  signal: AbortSignal,
  onUp: () => void,
): Promise<boolean> {
  const line = await open(parts, fresh);
  const { answerMs } = line;
  try {
    const path = await pathOf(line, parts);
    if (path === null) return false;
    await within(answerMs, line.client.mailboxOpen(path, { readOnly: true }), "opening the folder");
    const key = `folder ${parts.server.user ?? ""}@${parts.server.host} ${path}`;
    while (!signal.aborted && parts.now() < line.until) {
      await catchUp(line.client, key, parts);
      onUp();
      await quiet(line, parts.silenceMs ?? SILENCE_MS, signal);
    }
    await within(answerMs, line.client.logout(), "signing out").catch(() => undefined); // leaving anyway
    return true;
  } finally {
    line.client.close();
  }
}

type OpenParts = Pick<WatchParts, "server" | "tokens" | "timeoutMs">;

interface Line {
  readonly client: ImapFlow;
  readonly answerMs: number;
  /** Rejects when the connection breaks. */
  readonly broken: Promise<never>;
  /** Epoch milliseconds. */
  readonly until: number;
}

/** The bytes of the mail with that id in a folder; null when it is not there. Rejects when the mailbox cannot be read. */
export async function fetchById(
  parts: OpenParts & Pick<WatchParts, "mostBytes">,
  folder: string,
  id: string,
): Promise<Uint8Array | null> {
  const { client, answerMs } = await open(parts, false);
  try {
    await within(answerMs, client.mailboxOpen(folder, { readOnly: true }), "opening the folder");
    const query = { header: { "message-id": id } };
    const uids = await within(answerMs, client.search(query, { uid: true }), "searching");
    const uid = Array.isArray(uids) ? uids[0] : undefined;
    if (uid === undefined) return null;
    const source = { start: 0, maxLength: parts.mostBytes };
    const found = await within(
      answerMs * 4,
      client.fetchOne(String(uid), { source }, { uid: true }),
      "fetching",
    );
    return found === false ? null : (found.source ?? null);
  } finally {
    client.close();
  }
}

async function open(
  { server, tokens, timeoutMs: answerMs = ANSWER_MS }: OpenParts,
  fresh: boolean,
): Promise<Line> {
  const token = tokens === null ? null : await tokens.token(fresh);
  const user = server.user ?? "";
  const client = new ImapFlow({
    ...{ host: server.host, port: server.port, secure: server.secure, logger: false },
    // A password never goes over a line that somebody could read.
    ...(server.secure || LOOPBACK.test(server.host) ? {} : { doSTARTTLS: true }),
    auth:
      token === null ? { user, pass: server.password?.reveal() ?? "" } : { user, accessToken: token.value },
    ...{ disableAutoIdle: true, connectionTimeout: answerMs, greetingTimeout: answerMs },
    ...{ socketTimeout: 45_000, clientInfo: { name: "Majlis" } },
  });
  const broken = new Promise<never>((_, fail) => {
    client.on("error", fail);
    client.on("close", () => fail(new Error("the server closed the connection")));
  });
  broken.catch(() => undefined); // looked at while the line is quiet; commands under way reject by themselves
  try {
    await within(answerMs * 2, client.connect(), "signing in");
  } catch (error) {
    // A server that lets us in after all would keep the line, and has few of them for one mailbox.
    client.close();
    throw error;
  }
  const until = token === null ? Number.POSITIVE_INFINITY : token.expiresAt - TOKEN_EARLY_MS;
  return { client, answerMs, broken, until };
}

async function pathOf({ client, answerMs }: Line, { folder }: WatchParts): Promise<string | null> {
  if ("name" in folder) return folder.name;
  const folders = await within(answerMs, client.list(), "listing the folders");
  return folders.find(({ specialUse }) => specialUse === folder.use)?.path ?? null;
}

/** Waits for news on an idle line, and asks after a while whether anybody is still there. Rejects when nobody is. */
async function quiet(
  { client, broken, answerMs }: Line,
  silenceMs: number,
  signal: AbortSignal,
): Promise<void> {
  const awake = new AbortController();
  const wake = (): void => awake.abort();
  client.once("exists", wake);
  signal.addEventListener("abort", wake);
  const idle = client.idle();
  idle.catch(() => undefined); // its failure shows in `broken` or in the question below
  try {
    await Promise.race([pause(silenceMs, awake.signal), broken]);
    // Any command ends the idling; its answer is the proof of life.
    await within(answerMs, client.noop(), "asking whether the server is there");
    await within(answerMs, idle, "ending the idling");
    if (!client.usable) throw new Error("the connection is gone");
  } finally {
    client.off("exists", wake);
    signal.removeEventListener("abort", wake);
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && "authenticationFailed" in error && error.authenticationFailed === true;
}

/** Without the server's own words, which may hold an address. */
function reasonOf(error: unknown): string {
  if (isRefusal(error)) return "the mailbox refused our sign-in";
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return (code || (error instanceof Error ? error.message : String(error))).slice(0, 200);
}
