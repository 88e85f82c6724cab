import { randomUUIDv7 } from "node:crypto";
import { readFileSync } from "node:fs";
import { ownCalendar } from "../agents/services/own-calendar.ts";
import type { WhatsAppChannel } from "../channels/whatsapp/index.ts";
import { type Database, openDatabase } from "../db/connect.ts";
import { lanesOn } from "../db/lanes.ts";
import { findKey } from "../db/records/keys.ts";
import { createRecords } from "../db/records/records.ts";
import { isStoreAway } from "../db/records/store-away.ts";
import { wakeOver } from "../db/wake.ts";
import { readCompanyFile } from "./company-file.ts";
import type { Config } from "./config.ts";
import type { Commands } from "./contracts/commands.ts";
import type { Desk } from "./contracts/desk.ts";
import type { Wake } from "./contracts/lanes.ts";
import type { Live } from "./contracts/live.ts";
import type { Secret } from "./contracts/secret.ts";
import type { OutboxRow } from "./contracts/turn-record.ts";
import type { Company } from "./conversation/company.ts";
import { decide } from "./conversation/decide.ts";
import { evolve } from "./conversation/evolve.ts";
import { understand } from "./conversation/language/understand.ts";
import type { Template } from "./conversation/message.ts";
import { nextAllowed } from "./conversation/sales/send-clock.ts";
import { ownFiles } from "./files.ts";
import { commands } from "./flow/commands.ts";
import { newCounters } from "./flow/counters.ts";
import { leadColumns } from "./flow/lead-columns.ts";
import type { Mind } from "./flow/mind.ts";
import { unprovenIn } from "./flow/prove.ts";
import { startWorker } from "./flow/worker.ts";
import { embedPages } from "./http/pages/embed.ts";
import { tryPage } from "./http/pages/try.ts";
import { createServer } from "./http/server.ts";
import { keptSecret, keyRing } from "./keys.ts";
import type { Log } from "./log.ts";
import { metricsOf } from "./metrics.ts";
import { openAdvisor } from "./wiring/advisor.ts";
import { openAgents } from "./wiring/agents.ts";
import { busyTogether } from "./wiring/busy.ts";
import { openChannels } from "./wiring/channels.ts";
import { chatSecretOf } from "./wiring/chat-secret.ts";
import { crashCourseFrom } from "./wiring/crash-points.ts";
import { openCrm } from "./wiring/crm.ts";
import { openLinks, paceOver } from "./wiring/letters.ts";
import { lineOf } from "./wiring/lines.ts";
import { mailRoom } from "./wiring/mail.ts";
import { openModelRoom } from "./wiring/models.ts";
import { remembered } from "./wiring/remembered.ts";
import { openRetention } from "./wiring/retention.ts";
import { fetchFrom, openSenses } from "./wiring/senses.ts";
import { websiteOf } from "./wiring/website.ts";

/** Majlis at work: what to tell whoever started it, and how to stop it without losing anything. */
export interface House {
  readonly greeting: readonly string[];
  /** Where the server listens; null for a worker. */
  readonly url: string | null;
  /** Before `close`, where others go on: no new connections, and open ones are answered a moment longer. */
  leave(): Promise<void>;
  close(): Promise<void>;
}

const now = () => Date.now();

/**
 * Opens storage, channels, server and worker as the configuration says. Rejects with a sentence a person can act on.
 * `opened` is called when nothing but the work itself is left to begin: a message can hold the process up from then on.
 */
export async function openHouse(config: Config, log: Log, opened = () => {}): Promise<House> {
  const { ROLE, DATA_DIR } = { ...config.server, ...config.storage };
  if (ROLE !== "all" && config.storage.DATABASE_URL === null)
    throw new Error(`ROLE=${ROLE} needs DATABASE_URL: the embedded engine serves one process only`);
  if (config.storage.MONGODB_URL !== null)
    log.warn({}, "MONGODB_URL is set and of no use: no archive of raw documents is built yet");
  const fileCompany = readCompanyFile(config.dialogue.COMPANY_FILE);
  const database = await openDatabase({
    url: config.storage.DATABASE_URL,
    dataDir: DATA_DIR,
    connections: config.storage.DATABASE_POOL,
    patience: {
      forMs: 30_000,
      waiting: (cause) => log.warn({ error: cause }, "the database is away; trying for half a minute"),
    },
  });
  const closers: (() => Promise<void>)[] = [() => database.close()];
  const rooms = await furnish(config, log, database, fileCompany, closers);
  const server = ROLE === "worker" ? null : await openServer(config, log, database, rooms, closers);
  const url = server?.url ?? null;
  opened();
  rooms.begin();
  // Closed in the reverse order of opening, the database last: what is in hand still has to be stored.
  return {
    greeting: [...greeting(config, url, rooms.newAdminKey), ...rooms.mail.greeting],
    url,
    leave: async () => await server?.leave(),
    close: async () => {
      for (const close of closers.toReversed()) await close();
    },
  };
}

type Rooms = Awaited<ReturnType<typeof furnish>>;

/** Everything but the web server: storage's doors, channels, the mind, the commands and, where asked for, the worker. */
async function furnish(
  config: Config,
  log: Log,
  database: Database,
  fileCompany: Company,
  closers: (() => Promise<void>)[],
) {
  const records = createRecords(database.pool, fileCompany);
  const company = remembered(() => records.company());
  const files = ownFiles(records, now);
  const mail = await mailRoom({ config, log, database, files, now, closers, company: company.read });
  const channels = openChannels(config, log, files, closers, mail.channel);
  const wake = await wakeOver(database);
  closers.push(() => wake.close());
  const course = crashCourseFrom(config.tests);
  const store = course.store(lanesOn(database, randomUUIDv7));
  const models = await openModelRoom(config, log, database, closers);
  const counters = newCounters();
  const advisor = openAdvisor(config, models.models);
  const senses = openSenses(config, models.models, channels);
  const mind: Mind = { ...mindOf(store.desk, company.read), paceOf: paceOver(channels), advisor, senses };
  const links = openLinks(config);
  const shared = {
    ...{ store, wake, mind, counters, links },
    bubbleWaitMs: config.dialogue.BUBBLE_WAIT_MS,
    doubtWaitMs: config.dialogue.DOUBT_WAIT_MS,
    channel: (name: string) => course.channel(channels.get(name) ?? null),
    door: mail.door,
    clockAllows: (at: number, profile: Company, city: string | null) =>
      nextAllowed(at, "proactive", profile, city),
    templateFor: templateFrom(config.whatsapp.WHATSAPP_TEMPLATE),
    isStoreAway,
    report: (what: string, cause: unknown) => log.error({ error: cause }, what),
  };
  const erase = models.erasing((contactId, by) => store.desk.erase(contactId, by));
  const desk = { database, records, company: company.read, report: shared.report };
  openRetention({ ...desk, config, closers });
  const crm = await openCrm({ ...desk, isStoreAway, config, closers, commands: () => office });
  const floor = openAgents({
    ...{ ...desk, crm: crm.crm },
    ...{ models: models.models, now, newId: randomUUIDv7, commands: () => office },
  });
  const office: ReturnType<typeof commands> = commands({
    ...shared,
    ...{ records, erase },
    repIdleMs: config.dialogue.REP_IDLE_MINUTES * 60_000,
    ...{ pipeline: floor.pipeline, line: lineOf(config, channels, mail) },
    proposalPdf: (id) => files.proposal(id),
  });
  const works = config.server.ROLE !== "web";
  const worker = () => (works ? [startWorker({ ...shared, erase }).stop] : []);
  const begin = beginLater(closers, () => [...worker(), mail.open(office.receive, works)]);
  const key = adminKeyOf(config);
  return {
    ...{ records, files, channels, mail, counters, company, models, crm, agents: floor.agents },
    ...{
      live: liveOver(wake),
      commands: course.commands(crm.listening(rememberingCompany(office, company.forget))),
    },
    ...{ begin, adminKey: key.secret },
    newAdminKey: key.isNew ? key.secret : null,
  };
}

/** What begins when it is called, and is stopped in its turn among the closers of now. */
function beginLater(
  closers: (() => Promise<void>)[],
  begin: () => readonly (() => Promise<void>)[],
): () => void {
  let begun: readonly (() => Promise<void>)[] = [];
  closers.push(async () => {
    for (const stop of begun.toReversed()) await stop();
  });
  return () => {
    begun = begin();
  };
}

function adminKeyOf({ server, storage }: Config): ReturnType<typeof keptSecret> {
  const { ADMIN_API_KEY: admin } = server;
  return admin === null ? keptSecret(storage.DATA_DIR, "admin-api-key") : { secret: admin, isNew: false };
}

function mindOf(desk: Desk, company: () => Promise<Company>): Omit<Mind, "advisor"> {
  return {
    ...{ company, decide, evolve, now, newId: randomUUIDv7, leadColumns },
    understand: (message, context) => understand(message.text, context),
    unproven: unprovenIn,
    calendar: ownCalendar({ busy: busyTogether(desk), company, now }),
  };
}

/** Outside the reply window our text travels as the one value of an approved template. */
function templateFrom(name: string | null) {
  return (row: OutboxRow): Template | null =>
    name === null ? null : { name, language: row.language, values: [row.text] };
}

function liveOver(wake: Wake): Live {
  return {
    listen: (topic, heard) =>
      wake.listen("changed", (ids) => {
        if (topic === "all") for (const id of ids) heard(id);
        // No ids: too much changed to name, so everybody looks.
        else if (ids.length === 0 || ids.includes(topic)) heard(topic);
      }),
  };
}

/** A profile that was just saved is in force at once in this process. */
function rememberingCompany(office: Commands, forget: () => void): Commands {
  return {
    ...office,
    putCompany: async (company, by) => {
      await office.putCompany(company, by);
      forget();
    },
  };
}

async function openServer(
  config: Config,
  log: Log,
  database: Database,
  rooms: Rooms,
  closers: (() => Promise<void>)[],
): Promise<{ readonly url: string; leave(): Promise<void> }> {
  const { records, files, channels, counters } = rooms;
  const platform = channels.get("whatsapp") as WhatsAppChannel | undefined;
  const server = createServer({
    ...{ records, log, now, isStoreAway, newId: randomUUIDv7 },
    commands: rooms.commands,
    agents: rooms.agents,
    live: rooms.live,
    keys: keyRing(rooms.adminKey, (hash) => findKey(database.pool, hash)),
    version: version(),
    chatSecret: chatSecretOf(config),
    website: websiteOf(config, log),
    trustedProxies: config.server.TRUSTED_PROXIES,
    verifyChallenge: (query) => platform?.verifyChallenge(query) ?? null,
    partStates: () => ({
      storage: { state: "up", detail: database.kind },
      whatsapp: { state: platform === undefined ? "off" : "up" },
      email: rooms.mail.state(),
      hubspot: rooms.crm.state(),
      ...rooms.models.states(),
    }),
    metrics: () => [...metricsOf(counters), ...rooms.models.metrics()],
    modelReport: (since) => rooms.models.report(since),
    readFile: (path) => files.read(path),
    fetchAttachment: (name, reference) => fetchFrom(channels, name, reference),
    pages: (app) => {
      tryPage(app, { company: rooms.company.read });
      embedPages(app, { company: rooms.company.read });
    },
  });
  const { url } = await server.listen(config.server.PORT, config.server.HOST);
  // With the worker's own wait, where there is one, less than the ten seconds after which supervisors kill.
  closers.push(() => server.close(config.server.ROLE === "web" ? 8_000 : 2_500));
  return { url, leave: () => server.leave() };
}

function version(): string {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
}

function greeting(config: Config, url: string | null, newAdminKey: Secret | null): readonly string[] {
  if (url === null) return ["Majlis is working (no web server in this process)."];
  const at = config.server.PUBLIC_URL ?? url;
  const key = newAdminKey === null ? [] : ["", `  Admin API key, shown this once: ${newAdminKey.reveal()}`];
  return [
    "Majlis is open · أهلاً بك في مجلس",
    "",
    `  Chat page  ${at}/try`,
    `  Website    ${at}/demo`,
    `  API docs   ${at}/docs`,
    `  Health     ${at}/health`,
    ...key,
  ];
}
