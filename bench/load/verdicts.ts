import { harmOf, type Measured } from "./measure.ts";
import type { Kept } from "./memory.ts";
import type { WayName } from "./ways.ts";

/** One target of ../shared/reference/performance.md and whether it was met; null where it was not measured. */
export interface Verdict {
  readonly id: string;
  readonly what: string;
  readonly target: string;
  readonly measured: string;
  readonly met: boolean | null;
}

/** What was measured, in the order of the plan: the first of each way is what the others are held against. */
export type Found = Partial<Record<WayName, readonly Measured[]>>;

export const OURS = "majlis all";
export const WITH_WORKER = "majlis web + 1 worker";
export const WITH_TWO = "majlis web + 2 workers";

interface Judged {
  readonly measured: string;
  readonly met: boolean;
}

/** Every target that this command can judge, from what it measured. */
export function judge(found: Found, memory: readonly Kept[]): Verdict[] {
  return [
    row(
      "P1",
      "durable acks/s beside the coalesced Express floor",
      ">= 0.6x",
      against(found.acks, "ackedPerSec", 0.6),
    ),
    row(
      "P2",
      "replies/s beside the batched reference: one process",
      ">= 0.5x",
      against(found.replies, "repliedPerSec", 0.5),
    ),
    row(
      "P2",
      "replies/s beside the batched reference: web + 1 worker",
      ">= 0.5x",
      against(found.replies, "repliedPerSec", 0.5, WITH_WORKER),
    ),
    row("P3", "ack p99 at 100/s beside the reference's", "<= 3x", slower(found.steady, "ack", 3)),
    row("P4", "end to end p99 at 100/s beside the reference's", "<= 4x", slower(found.steady, "e2e", 4)),
    row(
      "P5",
      "300/s + 3 receipts each, 60 s",
      "ack p99 <= 150 ms, nothing behind at the end",
      keptUp(found.receipts),
    ),
    row("P6", "1,000,000 stored messages beside 1,000", "see npm run bench:history", null),
    row(
      "P7",
      "memory of each process after 45,000 messages",
      "<= 250 MB, <= 1.15x of after 5,000",
      kept(memory),
    ),
    row("P8", "CPU ms a message, app and database", "<= 1.0 each", frugal(found.replies)),
    row("scale", "CPU ms a message, 4 workers beside 1", "<= 1.25x", flat(found.scale)),
    ...(["peers", "plain"] as const).flatMap((way) => peers(way, found[way])),
  ];
}

/** Our own runs that refused, lost, repeated or swapped something: then the figures mean nothing. */
export function broken(found: Found, memory: readonly Kept[]): string[] {
  const runs = Object.entries(found).flatMap(([way, all]) =>
    all
      .filter(({ label }) => label.startsWith("majlis"))
      .filter((one) => harmOf(one) > 0)
      .map(
        (one) =>
          `${way}: ${one.label}: ${one.unacked} refused, ${one.lost} lost, ${one.duplicates} twice, ${one.outOfOrder} out of order, ${one.unmatched} to nobody`,
      ),
  );
  return [
    ...runs,
    ...memory.filter(({ harm }) => harm > 0).map(({ setup, role }) => `memory: ${setup}: ${role}`),
  ];
}

function row(id: string, what: string, target: string, judged: Judged | null): Verdict {
  return { id, what, target, measured: judged?.measured ?? "–", met: judged?.met ?? null };
}

const ours = (all: readonly Measured[] | undefined) => all?.find(({ label }) => label.startsWith("majlis"));

function against(
  all: readonly Measured[] | undefined,
  speed: "ackedPerSec" | "repliedPerSec",
  least: number,
  whose?: string,
): Judged | null {
  const mine = whose === undefined ? ours(all) : all?.find(({ label }) => label === whose);
  const floor = all?.[0];
  if (floor === undefined || mine === undefined) return null;
  const { times, each } = timesAsFast(mine, floor, speed);
  return {
    measured: `${times.toFixed(2)}x (${each}${mine[speed].toFixed(0)}/s beside ${floor[speed].toFixed(0)}/s)`,
    met: times >= least,
  };
}

/** How many times as fast over all slices; `each` tells between which ratios the slices lie, where there were several. */
function timesAsFast(
  mine: Measured,
  other: Measured,
  speed: "ackedPerSec" | "repliedPerSec",
): { readonly times: number; readonly each: string } {
  const ratios = (mine.slices ?? []).map((rate, slice) => rate / (other.slices?.[slice] ?? other[speed]));
  const [least, most] = [Math.min(...ratios).toFixed(2), Math.max(...ratios).toFixed(2)];
  const each = ratios.length > 1 ? `${ratios.length} slices, ${least} to ${most}; ` : "";
  return { times: mine[speed] / other[speed], each };
}

function slower(all: readonly Measured[] | undefined, which: "ack" | "e2e", most: number): Judged | null {
  const [floor, mine] = [all?.[0], ours(all)];
  if (floor === undefined || mine === undefined) return null;
  const times = mine[which].p99 / floor[which].p99;
  return {
    measured: `${times.toFixed(2)}x (${mine[which].p99.toFixed(1)} ms beside ${floor[which].p99.toFixed(1)} ms; p50 ${mine[which].p50.toFixed(1)} ms)`,
    met: times <= most,
  };
}

function keptUp(all: readonly Measured[] | undefined): Judged | null {
  const mine = ours(all);
  if (mine === undefined || mine.rate === undefined) return null;
  // All rates count from the first message on: so this is when the last answer came after the last message was due.
  const behind = mine.answered / mine.repliedPerSec - mine.sent / mine.rate;
  const failed = mine.graph?.statusesFailed ?? 0;
  return {
    measured: `ack p99 ${mine.ack.p99.toFixed(0)} ms; last answer ${behind.toFixed(1)} s after the last message; ${mine.graph?.statusesSent ?? 0} receipts taken, ${failed} not, ${mine.unacked} messages refused`,
    met: mine.ack.p99 <= 150 && behind <= 1 && harmOf(mine) === 0 && failed === 0,
  };
}

function kept(memory: readonly Kept[]): Judged | null {
  if (memory.length === 0) return null;
  return {
    measured: memory
      .map(
        ({ role, early, late }) =>
          `${role} ${early.toFixed(0)} → ${late.toFixed(0)} MB (${(late / early).toFixed(2)}x)`,
      )
      .join(", "),
    met: memory.every(({ early, late }) => late <= 250 && late <= 1.15 * early),
  };
}

function frugal(all: readonly Measured[] | undefined): Judged | null {
  const mine = all?.find(({ label }) => label === OURS);
  const [app, database] = [mine?.proc?.cpuMsPerMsg, mine?.db?.cpuMsPerMsg];
  if (app === undefined || database === undefined) return null;
  return { measured: `${app.toFixed(2)} + ${database.toFixed(2)}`, met: app <= 1 && database <= 1 };
}

const cpuOf = (one: Measured) => (one.proc?.cpuMsPerMsg ?? 0) + (one.db?.cpuMsPerMsg ?? 0);

function flat(all: readonly Measured[] | undefined): Judged | null {
  const [one, most] = [all?.[0], all?.at(-1)];
  if (one === undefined || most === undefined || one === most) return null;
  const times = cpuOf(most) / cpuOf(one);
  return {
    measured: `${times.toFixed(2)}x (${(all ?? []).map((each) => cpuOf(each).toFixed(2)).join(", ")} ms)`,
    met: times <= 1.25,
  };
}

const PEERS = [
  ["whatsapp-api-js (stores nothing)", 1],
  ["whatsapp-api-js + PostgreSQL", 1],
  ["Chat SDK", 5],
  ["n8n", 10],
] as const;

/** As we run it on a server: the web process and workers. */
function peers(way: "peers" | "plain", all: readonly Measured[] | undefined): Verdict[] {
  const mine = (all ?? []).filter(({ label }) => label === WITH_WORKER || label === WITH_TWO);
  const reference = all?.find(({ label }) => label.startsWith("reference"));
  return PEERS.map(([name, least]) => {
    const other = all?.find(({ label }) => label.includes(name));
    const what = `replies/s beside ${name} (${way === "peers" ? "our whole dialogue, their two sentences" : "one approved answer, people it knows"})`;
    if (mine.length === 0 || other === undefined) return row("P11", what, `>= ${least}x`, null);
    const times = (one: Measured) => timesAsFast(one, other, "repliedPerSec").times;
    const beside = (one: Measured) =>
      `${one.label.replace("majlis ", "")} ${times(one).toFixed(2)}x (${one.repliedPerSec.toFixed(0)}/s)`;
    const ratios = [...mine, ...(reference === undefined ? [] : [reference])].map(beside).join(", ");
    const measured = `${ratios}, beside ${other.repliedPerSec.toFixed(0)}/s`;
    return row("P11", what, `>= ${least}x`, { measured, met: Math.max(...mine.map(times)) >= least });
  });
}
