import { execFileSync } from "node:child_process";
import { loadGenerator, type Measured, type Run } from "./load/measure.ts";
import { POSTGRES_PORT, type RunningPostgres, startPostgres } from "./load/postgres.ts";
import { startMajlis } from "./load/programs.ts";

/*
 * Whether an answer costs the same however much has been said before: one talk is held with the running house, copied until so
 * many messages are stored, and then the same load is measured on each size of history in one run.
 */

const SIZES = (process.argv[2] ?? "1000,100000,1000000").split(",").map(Number);
const MESSAGES = Number(process.env.BENCH_MESSAGES ?? "6000");
const PORT = 41_900;
const TALK = 20;
/** How a copy differs from the talk that was really held, by table: everything else is copied as it is. */
const COPIES: readonly (readonly [table: string, changed: Readonly<Record<string, string>>])[] = [
  ["contacts", { id: suffixed("id") }],
  ["addresses", { handle: suffixed("handle"), contact_id: suffixed("contact_id") }],
  ["leads", { id: suffixed("id"), contact_id: suffixed("contact_id") }],
  [
    "conversations",
    {
      id: suffixed("id"),
      handle: suffixed("handle"),
      contact_id: suffixed("contact_id"),
      lead_id: suffixed("lead_id"),
    },
  ],
  ["lanes", { conversation_id: suffixed("conversation_id") }],
  ["messages", { conversation_id: suffixed("conversation_id"), platform_id: suffixed("platform_id") }],
  ["outbox", { id: suffixed("id"), conversation_id: suffixed("conversation_id") }],
  ["deliveries", { platform_id: suffixed("platform_id"), outbox_id: suffixed("outbox_id") }],
  ["turns", { conversation_id: suffixed("conversation_id") }],
  ["facts", { conversation_id: suffixed("conversation_id") }],
  ["timers", { conversation_id: suffixed("conversation_id") }],
];

function suffixed(column: string): string {
  return `t.${column} || '-' || g`;
}

function ask(sql: string): string {
  const where = ["-h", "127.0.0.1", "-p", String(POSTGRES_PORT), "-U", "postgres", "-d", "majlis"];
  return execFileSync("psql", [...where, "-qAt", "-v", "ON_ERROR_STOP=1", "-c", sql], {
    encoding: "utf8",
  }).trim();
}

/** Copies the talk that is there until about so many messages are stored. */
function multiply(wanted: number): void {
  const copies = Math.max(0, Math.round(wanted / TALK) - 1);
  if (copies === 0) return;
  for (const [table, changed] of COPIES) {
    const columns = ask(
      `select string_agg(quote_ident(column_name), ',' order by ordinal_position) from information_schema.columns
        where table_schema = 'public' and table_name = '${table}' and is_identity = 'NO'`,
    ).split(",");
    const values = columns.map((column) => changed[column] ?? `t.${column}`);
    ask(
      `insert into ${table} (${columns.join(",")}) select ${values.join(",")}
         from generate_series(1, ${copies}) g cross join (select * from ${table}) t`,
    );
  }
  ask("vacuum analyze");
  ask("checkpoint");
}

const REPLIES = {
  mode: "closed",
  wait: "ack",
  concurrency: 32,
  users: 2000,
  messages: MESSAGES,
  warmup: 400,
};
const STEADY = { mode: "open", rate: 100, users: 500, messages: Math.min(2000, MESSAGES), warmup: 200 };
const ONE_TALK = { mode: "closed", wait: "reply", concurrency: 1, users: 1, messages: TALK };

/** One size of history: filled, then loaded twice. */
async function onHistory(size: number, load: Run, postgres: RunningPostgres) {
  const url = postgres.create("majlis");
  const measure = async (way: object): Promise<Measured> => {
    const program = await startMajlis({ roles: ["all"], database: url, port: PORT });
    try {
      const at = { target: `http://127.0.0.1:${PORT}`, path: "/api/v1/webhooks/whatsapp", quiet: true };
      const of = { label: String(size), text: "كم السعر؟ {token}", pid: program.pids.join(",") };
      return await load({ ...at, ...of, ...way, dbPid: String(postgres.pid) });
    } finally {
      await program.stop();
    }
  };
  await measure(ONE_TALK);
  multiply(size);
  const megabytes = ask("select pg_database_size('majlis') / 1048576");
  const stored = ask("select count(*) from messages");
  return { megabytes, stored, fast: await measure(REPLIES), steady: await measure(STEADY) };
}

const load = await loadGenerator();
if (load === null) process.exit(1);
process.stdout.write(
  "| stored messages | database MB | replies/s | ratio | lost / twice / out of order | CPU ms a message, app + db | at 100/s e2e p50 / p99 ms | others used |\n|---|---|---|---|---|---|---|---|\n",
);
const postgres = await startPostgres();
const ratios: number[] = [];
let first: number | null = null;
try {
  for (const size of SIZES) {
    const { megabytes, stored, fast, steady } = await onHistory(size, load, postgres);
    first ??= fast.repliedPerSec;
    const ratio = fast.repliedPerSec / first;
    ratios.push(ratio);
    const cells = [
      ...[stored, megabytes, fast.repliedPerSec.toFixed(0), `${ratio.toFixed(2)}x`],
      `${fast.lost} / ${fast.duplicates} / ${fast.outOfOrder}`,
      `${fast.proc?.cpuMsPerMsg.toFixed(2)} + ${fast.db?.cpuMsPerMsg.toFixed(2)}`,
      `${steady.e2e.p50.toFixed(1)} / ${steady.e2e.p99.toFixed(1)}`,
      `${fast.machine?.foreignPct.toFixed(0)} %`,
    ];
    process.stdout.write(`| ${cells.join(" | ")} |\n`);
  }
} finally {
  postgres.stop();
}
process.stdout.write(
  `\nThe slowest size answers at ${Math.min(...ratios).toFixed(2)}x the rate of the first (target 0.80x).\n`,
);
process.exit(0);
