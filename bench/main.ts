import { resolve } from "node:path";
import { loadGenerator, type Measured } from "./load/measure.ts";
import { measureMemory } from "./load/memory.ts";
import { installPeers } from "./load/peers.ts";
import { type RunningPostgres, startPostgres } from "./load/postgres.ts";
import { type Program, startFloor, startMajlis, startPeer } from "./load/programs.ts";

/*
 * The project against its floors in one run on one machine: the reference bot of ../shared/bench does no more than store, claim,
 * send and mark; Majlis also understands, decides and keeps its reasons. Ratios mean something, absolute numbers little.
 */

const SCALE = Number(process.env.BENCH_SCALE ?? "1");
const QUESTION = "كم السعر؟ {token}";
/** Letters only: whatsapp-api-js refuses the signature of a body in which a proxy wrote Arabic plainly. */
const QUESTION_FOR_ALL = "What are your prices? {token}";
const run = await loadGenerator();
if (!run) process.exit(1);

const PORT = 41_900;
const ways = {
  acks: { mode: "closed", wait: "ack", concurrency: 32, users: 2000, messages: 12_000, noReplies: true },
  replies: { mode: "closed", wait: "ack", concurrency: 32, users: 2000, messages: 10_000, warmup: 400 },
  peers: {
    ...{ mode: "closed", wait: "ack", concurrency: 32, users: 2000, messages: 4000, warmup: 300 },
    text: QUESTION_FOR_ALL,
  },
  steady: { mode: "open", rate: 100, users: 500, messages: 1500, warmup: 200 },
  /** Each answer comes back as sent, delivered and read. */
  receipts: {
    ...{ mode: "open", rate: 300, users: 2000, messages: 9000, warmup: 300 },
    statuses: "sent,delivered,read",
  },
  scale: { mode: "closed", wait: "ack", concurrency: 32, users: 2000, messages: 6000, warmup: 400 },
} as const;

interface Contender {
  readonly name: string;
  readonly path: string;
  start(postgres: RunningPostgres): Promise<Program>;
}

const floor = (name: string, environment: Readonly<Record<string, string>>): Contender => ({
  name,
  path: "/webhook",
  start: async (postgres) => {
    postgres.create("bench");
    postgres.run("bench", resolve("../shared/bench/floors/schema.sql"));
    return startFloor(environment, PORT);
  },
});
const majlis = (name: string, roles: readonly ("all" | "web" | "worker")[], embedded = false): Contender => ({
  name,
  path: "/api/v1/webhooks/whatsapp",
  start: async (postgres) =>
    startMajlis({ roles, database: embedded ? null : postgres.create("majlis"), port: PORT }),
});

const peer = (file: string): Contender => ({
  name: `peer: ${file.replace(".mjs", "")}`,
  path: "/webhook",
  start: (postgres) => startPeer(file, postgres.create("peer"), PORT),
});
const only = process.argv
  .find((word) => word.startsWith("--only="))
  ?.slice("--only=".length)
  .split(",");
const peersThere = process.argv.includes("--peers") && installPeers();

const REFERENCE = { MODE: "coalesce", WORKER: "batch", CONC: "400", RECONCILE: "status" };
const plan: readonly { readonly way: keyof typeof ways; readonly contenders: readonly Contender[] }[] = [
  {
    way: "acks",
    contenders: [
      floor("floor: coalesced Express", { MODE: "coalesce", FW: "express", CONVROW: "1" }),
      majlis("majlis web", ["web"]),
    ],
  },
  {
    way: "replies",
    contenders: [
      floor("reference: batch worker", REFERENCE),
      majlis("majlis all", ["all"]),
      majlis("majlis web + 2 workers", ["web", "worker", "worker"]),
      majlis("majlis embedded", ["all"], true),
    ],
  },
  {
    way: "steady",
    contenders: [
      floor("reference: batch worker", REFERENCE),
      majlis("majlis all", ["all"]),
      majlis("majlis embedded", ["all"], true),
    ],
  },
  {
    way: "receipts",
    contenders: [floor("reference: batch worker", REFERENCE), majlis("majlis all", ["all"])],
  },
  {
    way: "scale",
    contenders: [1, 2, 4].map((count) =>
      majlis(`majlis web + ${count} worker${count > 1 ? "s" : ""}`, ["web", ...Array(count).fill("worker")]),
    ),
  },
  ...(peersThere
    ? [
        {
          way: "peers" as const,
          contenders: [majlis("majlis all", ["all"]), peer("whatsapp-api-js.mjs"), peer("chat-sdk.mjs")],
        },
      ]
    : []),
];

async function measure(
  contender: Contender,
  way: keyof typeof ways,
  postgres: RunningPostgres,
): Promise<Measured> {
  const program = await contender.start(postgres);
  try {
    const options = ways[way];
    return await (run as NonNullable<typeof run>)({
      text: QUESTION,
      ...options,
      messages: Math.round(options.messages * SCALE),
      label: contender.name,
      target: `http://127.0.0.1:${PORT}`,
      path: contender.path,
      pid: program.pids.join(","),
      dbPid: String(postgres.pid),
      quiet: true,
    });
  } finally {
    await program.stop();
  }
}

const show = (value: number | undefined | null, digits = 1) =>
  value === undefined || value === null ? "–" : value.toFixed(digits);
const ratio = (value: number, of: number) => `${(value / of).toFixed(2)}x`;

const isOpen = (way: keyof typeof ways) => ways[way].mode === "open";

function row(way: keyof typeof ways, one: Measured, first: Measured): string {
  const speed = way === "acks" ? "ackedPerSec" : "repliedPerSec";
  const cells = [
    one.label,
    isOpen(way)
      ? `ack p99 ${show(one.ack.p99)}, e2e p50 ${show(one.e2e.p50)} p99 ${show(one.e2e.p99)} ms`
      : `${show(one[speed], 0)}/s`,
    isOpen(way)
      ? `ack ${ratio(one.ack.p99, first.ack.p99)}, e2e ${ratio(one.e2e.p99, first.e2e.p99)}`
      : ratio(one[speed], first[speed]),
    way === "acks" ? "–" : `${one.lost} / ${one.duplicates} / ${one.outOfOrder}`,
    `${show(one.proc?.cpuMsPerMsg, 2)} + ${show(one.db?.cpuMsPerMsg, 2)}`,
    `${show(one.proc?.rssMaxMb, 0)}`,
    `${show(one.machine?.foreignPct, 0)} %`,
  ];
  return `| ${cells.join(" | ")} |`;
}

const postgres = await startPostgres();
try {
  for (const { way, contenders } of plan) {
    if (only !== undefined && !only.includes(way)) continue;
    process.stdout.write(`\n### ${way}: ${JSON.stringify(ways[way])}\n\n`);
    process.stdout.write(
      "| who | measured | ratio | lost / twice / out of order | CPU ms a message, app + db | RSS MB | others used |\n|---|---|---|---|---|---|---|\n",
    );
    let first: Measured | null = null;
    for (const contender of contenders) {
      const measured = await measure(contender, way, postgres);
      first ??= measured;
      process.stdout.write(`${row(way, measured, first)}\n`);
    }
  }
  if (only === undefined || only.includes("memory")) {
    process.stdout.write("\n### memory: 45,000 messages\n\n");
    const target = { target: `http://127.0.0.1:${PORT}`, path: "/api/v1/webhooks/whatsapp", quiet: true };
    const load = { ...ways.replies, ...target, label: "memory", text: QUESTION };
    await measureMemory(run, postgres, { port: PORT, scale: SCALE, load });
  }
} finally {
  postgres.stop();
}
process.exit(0);
