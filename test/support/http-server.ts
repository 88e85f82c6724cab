import type { Actor, Commands } from "../../bot/contracts/commands.ts";
import type { Records } from "../../bot/contracts/records.ts";
import { Secret } from "../../bot/contracts/secret.ts";
import { hashKey } from "../../bot/http/auth.ts";
import type { HttpParts, Log } from "../../bot/http/parts.ts";
import { createServer, type HttpServer } from "../../bot/http/server.ts";

export const ADMIN_KEY = "admin-key-for-tests-0123456789";
export const REP_KEY = "rep-key-for-tests-0123456789";
export const ADMIN: Actor = { id: "admin", role: "admin" };
export const REP: Actor = { id: "sara", role: "rep" };

const KEYS = new Map([
  [hashKey(ADMIN_KEY), ADMIN],
  [hashKey(REP_KEY), REP],
]);

export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface RunningServer {
  readonly url: string;
  readonly logged: readonly LogLine[];
  readonly server: HttpServer;
}

/** A seam of which a test uses only some members; the others fail loudly when they are called. */
export function only<Seam extends object>(name: string, members: Partial<Seam>): Seam {
  return new Proxy(members as Seam, {
    get(target, member) {
      if (member in target || typeof member === "symbol" || member === "then") {
        return Reflect.get(target, member);
      }
      return () => Promise.reject(new Error(`${name}.${String(member)} is not part of this test`));
    },
  });
}

/** A real server on a free loopback port, with these parts replaced. */
export async function startServer(parts: Partial<HttpParts>, port = 0): Promise<RunningServer> {
  const logged: LogLine[] = [];
  let count = 0;
  const server = createServer({
    commands: only<Commands>("commands", {}),
    records: only<Records>("records", { ping: async () => {} }),
    live: { listen: () => () => {} },
    keys: { find: (hash) => KEYS.get(hash) ?? null },
    log: logInto(logged),
    version: "0.0.0-test",
    chatSecret: new Secret("a secret that only this test knows"),
    now: Date.now,
    newId: () => {
      count += 1;
      return `test-${count}`;
    },
    verifyChallenge: () => null,
    readFile: async () => null,
    fetchAttachment: async () => ({ ok: false, failure: "gone", detail: "no channel keeps files here" }),
    partStates: () => ({}),
    metrics: () => [],
    modelReport: () => Promise.reject(new Error("models are not part of this test")),
    isStoreAway: () => false,
    ...parts,
  });
  const { url } = await server.listen(port, "127.0.0.1");
  return { url, logged, server };
}

/** `fetch` with a key and a JSON body. */
export function call(
  url: string,
  options: { readonly method?: string; readonly key?: string | null; readonly body?: unknown } = {},
): Promise<Response> {
  const key = options.key === undefined ? ADMIN_KEY : options.key;
  return fetch(url, {
    method: options.method ?? "GET",
    headers: {
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(options.body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
}

function logInto(lines: LogLine[]): Log {
  const at =
    (level: string) =>
    (fields: Readonly<Record<string, unknown>>, message: string): void => {
      lines.push({ level, message, fields });
    };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}
