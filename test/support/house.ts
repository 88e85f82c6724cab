import { type ChildProcess, spawn } from "node:child_process";
import { createHash, createHmac } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NODE_ENVIRONMENT, NODE_FLAGS } from "../../bench/load/programs.ts";
import { readConfig } from "../../bot/config.ts";
import { createLog } from "../../bot/log.ts";
import { openHouse } from "../../bot/wiring.ts";
import { openDatabase } from "../../db/connect.ts";
import { ACCESS_TOKEN, type GraphStandIn, startGraph } from "./graph-stand-in.ts";

export const PHONE_NUMBER_ID = "106540352242922";
export const APP_SECRET = "app-secret-of-a-test";
export const VERIFY_TOKEN = "verify-token-of-a-test";
export const ADMIN_KEY = "admin-key-of-a-test-0123456789";

/** The whole product, running, with a stand-in for Meta behind it. */
export interface RunningHouse {
  readonly url: string;
  readonly graph: GraphStandIn;
  /** Lines that the house logged as errors. */
  readonly errors: readonly string[];
  close(): Promise<void>;
}

export interface HouseOptions {
  /** PostgreSQL to use; the embedded engine in a folder of its own when unset. */
  readonly database?: string;
  readonly graph?: GraphStandIn;
  /** Further variables, such as BUBBLE_WAIT_MS (0 unless set here). */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Opens the real house in this process, as `bot/main.ts` does, on free ports of this machine. */
export async function openRealHouse(options: HouseOptions = {}): Promise<RunningHouse> {
  const graph = options.graph ?? (await startGraph(PHONE_NUMBER_ID));
  const folder = await dataFolder();
  const read = readConfig({
    ...houseEnvironment(graph.url, folder, 0, options.database),
    ...options.environment,
  });
  if (!read.ok) throw new Error(read.problems.join("\n"));
  const errors: string[] = [];
  const house = await openHouse(
    read.config,
    createLog("error", (line) => errors.push(line)),
  );
  return {
    url: house.url ?? "",
    ...{ graph, errors },
    close: async () => {
      await house.close();
      if (options.graph === undefined) await graph.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A data folder with an empty embedded database: a copy of one made once per set of migrations. */
export async function dataFolder(): Promise<string> {
  const hash = createHash("sha256");
  const migrations = join(import.meta.dirname, "../../db/migrations");
  for (const file of readdirSync(migrations).toSorted())
    if (file.endsWith(".sql")) hash.update(readFileSync(join(migrations, file)));
  const template = join(tmpdir(), `majlis-folder-${hash.digest("hex").slice(0, 16)}`);
  if (!existsSync(template)) {
    const fresh = mkdtempSync(`${template}-`);
    await (await openDatabase({ url: null, dataDir: fresh })).close();
    // Another test process may have been quicker.
    if (!existsSync(template)) renameSync(fresh, template);
  }
  const folder = mkdtempSync(join(tmpdir(), "majlis-house-"));
  cpSync(template, folder, { recursive: true });
  return folder;
}

/** One process of the product. */
export interface HouseProcess {
  readonly child: ChildProcess;
  /** What it wrote to stdout so far: where it is open. */
  readonly said: () => string;
  /** What it wrote to stderr so far. */
  readonly log: () => string;
  /** Ends it like a power cut. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts `node bot/main.ts` in a process of its own; resolves once it says that it is open. */
export async function startHouseProcess(
  environment: Readonly<Record<string, string>>,
): Promise<HouseProcess> {
  const child = spawn("node", [...NODE_FLAGS, "bot/main.ts"], {
    env: { PATH: process.env.PATH, ...NODE_ENVIRONMENT, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  child.stderr.on("data", (data) => {
    log += String(data);
  });
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  let said = "";
  child.stdout.on("data", (data) => {
    said += String(data);
  });
  await new Promise<void>((open, failed) => {
    child.stdout.once("data", () => open());
    child.once("exit", () => failed(new Error(`the house did not open: ${log}`)));
  });
  const end = async (signal: "SIGKILL" | "SIGTERM") => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await gone;
  };
  return { child, said: () => said, log: () => log, kill: () => end("SIGKILL"), stop: () => end("SIGTERM") };
}

/** The variables of a house that speaks to a stand-in of Meta. */
export function houseEnvironment(
  graphUrl: string,
  folder: string,
  port: number,
  database?: string,
): Readonly<Record<string, string>> {
  return {
    ...{ PORT: String(port), DATA_DIR: folder, ADMIN_API_KEY: ADMIN_KEY },
    ...{ BUBBLE_WAIT_MS: "0", DOUBT_WAIT_MS: "2000", LOG_LEVEL: "error" },
    ...{ WHATSAPP_ACCESS_TOKEN: ACCESS_TOKEN, WHATSAPP_APP_SECRET: APP_SECRET },
    ...{ WHATSAPP_VERIFY_TOKEN: VERIFY_TOKEN, WHATSAPP_PHONE_NUMBER_ID: PHONE_NUMBER_ID },
    WHATSAPP_BASE_URL: graphUrl,
    ...(database === undefined ? {} : { DATABASE_URL: database }),
  };
}

/** Meta's signature of these bytes. */
export function signatureOf(body: Uint8Array | string, secret = APP_SECRET): string {
  return `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
}

/** Posts a webhook as Meta does; `signature` null leaves it out. */
export async function postWebhook(
  url: string,
  body: Uint8Array | string,
  signature: string | null = signatureOf(body),
): Promise<number> {
  const response = await fetch(`${url}/api/v1/webhooks/whatsapp`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(signature === null ? {} : { "x-hub-signature-256": signature }),
    },
    body: typeof body === "string" ? body : new Uint8Array(body),
  });
  await response.arrayBuffer();
  return response.status;
}

/** The body of an answer is looked into freely. */
// biome-ignore lint/suspicious/noExplicitAny: the shapes are held against the API's own document elsewhere
export type Json = any;

/** One call of the API with the admin's key; the body is parsed. */
export async function ask(
  url: string,
  method: string,
  path: string,
  body?: unknown,
  key: string | null = ADMIN_KEY,
): Promise<{ readonly status: number; readonly body: Json; readonly headers: Headers }> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = (response.headers.get("content-type") ?? "").includes("json");
  return { status: response.status, body: json ? JSON.parse(text) : text, headers: response.headers };
}

/** Every row of a list, page by page. */
export async function askAll(url: string, path: string): Promise<readonly Json[]> {
  const rows: Json[] = [];
  for (let cursor: string | null = null; ; ) {
    const page = await ask(
      url,
      "GET",
      `${path}${path.includes("?") ? "&" : "?"}limit=100${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`,
    );
    if (page.status !== 200) throw new Error(`${path} answered ${page.status} ${JSON.stringify(page.body)}`);
    rows.push(...page.body.data);
    cursor = page.body.nextCursor;
    if (cursor === null) return rows;
  }
}
