/**
 * CPU of the heart alone: whole turns (understand, decide, prove) of talks in memory, without store or network. Two tables of stages: the text that
 * `npm run bench` sends, and thousands of different sentences of both languages out of ../shared/language/dev. The
 * talks that are measured are never those that warmed the machine up. `--rounds=N` measures N times and shows the least.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Lane } from "../bot/contracts/lanes.ts";
import type { Company } from "../bot/conversation/company.ts";
import { decide } from "../bot/conversation/decide.ts";
import { begin, evolve } from "../bot/conversation/evolve.ts";
import { understand } from "../bot/conversation/language/understand.ts";
import type { InboundMessage } from "../bot/conversation/message.ts";
import { freeSlots } from "../bot/conversation/sales/slots.ts";
import { leadColumns } from "../bot/flow/lead-columns.ts";
import type { Mind } from "../bot/flow/mind.ts";
import { occasionsOf } from "../bot/flow/occasion.ts";
import { unprovenIn } from "../bot/flow/prove.ts";
import { takeTurn } from "../bot/flow/turn.ts";

const TURNS = 5;
const START = Date.parse("2026-11-22T10:00:00+03:00");
const root = join(import.meta.dirname, "..");
const company = parse(readFileSync(join(root, "company.yaml"), "utf8")) as Company;
const stages = { understand: 0, decide: 0, evolve: 0, prove: 0, calendar: 0, lead: 0, turn: 0 };
type Stage = keyof typeof stages;

/** Adds what a call costs this thread, in microseconds, to its stage. */
function timed<Input extends unknown[], Output>(
  stage: Stage,
  call: (...input: Input) => Output,
): (...input: Input) => Output {
  return (...input) => {
    const before = process.threadCpuUsage();
    const output = call(...input);
    const { user, system } = process.threadCpuUsage(before);
    stages[stage] += user + system;
    return output;
  };
}

/** A mind of rules; with `watched` each stage is timed, which costs a little itself. */
function mind(now: () => number, watched: boolean): Mind {
  const as: typeof timed = watched ? timed : (_, call) => call;
  const slots = (query: Parameters<Mind["calendar"]["openSlots"]>[0], limit: number) =>
    freeSlots({ company, query, busy: [], now: now() }).slice(0, limit);
  return {
    ...{ advisor: null, now, company: () => Promise.resolve(company) },
    newId: () => "0199-an-id",
    understand: as("understand", (message, context) => understand(message.text, context)),
    decide: as("decide", decide),
    evolve: as("evolve", evolve),
    unproven: as("prove", unprovenIn),
    leadColumns: as("lead", leadColumns),
    calendar: { openSlots: (query, limit) => Promise.resolve(as("calendar", slots)(query, limit)) },
  };
}

function message(text: string, id: string, sentAt: number): InboundMessage {
  return {
    ...{ id, from: { channel: "whatsapp", account: "1", handle: "+966500000000" }, alsoKnownAs: [] },
    ...{
      senderName: "Load",
      kind: "text",
      text,
      choice: null,
      attachments: [],
      about: null,
      origin: null,
      sentAt,
    },
  };
}

/** Claimed for the first time, with nothing in it. */
const NEW_LANE = {
  ...{ account: "1", handle: "+966500000000", alsoKnownAs: [], attempts: 1 },
  ...{ lastInboundAt: null, optedOutAt: null, eraseWanted: false, unsent: [], timers: [], more: false },
} as const;

/** Plays one talk to its end. */
async function play(texts: readonly string[], name: string, watched: boolean): Promise<void> {
  let now = START;
  let conversation = begin({ id: name, channel: "whatsapp", contactId: name, language: "ar" });
  const rules = mind(() => now, watched);
  for (const [turn, text] of texts.entries()) {
    now += 60_000;
    const waiting = [{ number: turn + 1, message: message(text, `${name}-${turn}`, now) }];
    const lane: Lane = { ...NEW_LANE, conversation, leadId: name, waiting };
    for (const occasion of occasionsOf(lane, true)) {
      const record = await takeTurn(lane, occasion, rules, new AbortController().signal);
      conversation = { ...record.conversation, version: conversation.version + 1 };
    }
  }
}

/** Sentences that people wrote, from each set alike, in an order that is the same everywhere. */
function sentences(): string[] {
  const folder = join(root, "../shared/language/dev");
  if (!existsSync(folder)) return [];
  const sets = {
    ...{
      "massive-ar-SA": 2500,
      "arbanking77-saudi-msa-test": 2000,
      "saudi-tweets": 1000,
      "clinc150-en": 2500,
    },
    ...{ "eval-lang": 500, "eval-datetime-massive-ar-SA": 500, "eval-datetime-duckling-en": 300 },
    ...{
      "eval-money-en": 150,
      "eval-money-ar": 60,
      "eval-number-ar": 200,
      "eval-datetime-recognizers-en": 290,
    },
  };
  const texts = Object.entries(sets).flatMap(([name, count]) => {
    const lines = readFileSync(join(folder, `${name}.jsonl`), "utf8")
      .split("\n")
      .filter((line) => line !== "");
    const step = lines.length / count;
    return Array.from(
      { length: count },
      (_, at) => JSON.parse(lines[Math.floor(at * step)] ?? "{}").text as string,
    );
  });
  // A prime stride that does not divide the length mixes the sets.
  return texts.map((_, at) => texts[(at * 7919) % texts.length] ?? "");
}

const talksOf = (texts: readonly string[]): string[][] =>
  Array.from({ length: Math.floor(texts.length / TURNS) }, (_, at) =>
    texts.slice(at * TURNS, (at + 1) * TURNS),
  );

const question = (from: number, count: number): string[] =>
  Array.from(
    { length: count },
    (_, at) => `كم السعر؟ #m${((from + at) * 7919).toString(36)}-${(from + at).toString(36)}`,
  );

/** CPU of all threads in milliseconds a turn, the collector's included. */
async function cpuOf(talks: readonly string[][], name: string, watched: boolean): Promise<number> {
  globalThis.gc?.();
  const before = process.cpuUsage();
  for (const [at, texts] of talks.entries()) await play(texts, `${name}-${at}`, watched);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / (talks.length * TURNS);
}

async function measure(name: string, texts: readonly string[], rounds: number): Promise<void> {
  const talks = talksOf(texts);
  const half = Math.floor(talks.length / 2);
  const [warm, cold] = [talks.slice(0, half), talks.slice(half)];
  await cpuOf(warm, `${name} warm`, false);
  const measured: number[] = [];
  for (let round = 0; round < rounds; round++) measured.push(await cpuOf(cold, `${name} ${round}`, false));
  for (const stage of Object.keys(stages) as Stage[]) stages[stage] = 0;
  await cpuOf(cold, `${name} watched`, true);
  const turns = cold.length * TURNS;
  const parts = (Object.keys(stages) as Stage[]).filter((stage) => stages[stage] > 0);
  process.stdout.write(
    `${name}: ${turns} turns, first ${measured[0]?.toFixed(4)} ms CPU a turn, least of ${rounds} ${Math.min(...measured).toFixed(4)}\n` +
      parts
        .map((stage) => `  ${stage.padEnd(11)} ${(stages[stage] / 1000 / turns).toFixed(4)} ms\n`)
        .join(""),
  );
}

const rounds = Number(process.argv.find((word) => word.startsWith("--rounds="))?.slice(9) ?? "3");
const only = process.argv.find((word) => word.startsWith("--only="))?.slice(7);
if (only !== "mix") await measure("the benchmark's question", question(0, 20_000), rounds);
const mix = sentences();
if (mix.length > 0 && only !== "question") await measure("a mix of sentences", mix, rounds);
