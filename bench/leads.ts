import { rmSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { startGraph } from "../test/support/graph-stand-in.ts";
import {
  ask,
  dataFolder,
  houseEnvironment,
  PHONE_NUMBER_ID,
  startHouseProcess,
} from "../test/support/house.ts";
import type { HeardRequest } from "../test/support/models/serve.ts";
import { standInModels } from "../test/support/models/stand-in.ts";

/*
 * How long whoever posts a lead waits while every model takes 1.5 s to answer, on the real program in a process of its own:
 * understanding, phrasing and all steps of the pipeline included. `--ms N` sets another time, `--posts N` another number.
 */

const POSTS = numberAfter("--posts", 20);
const ANSWER_MS = numberAfter("--ms", 1_500);
const SIDE_BY_SIDE = 2;
const GOAL_MS = 5_000;

const NEEDS = [
  { message: "ودنا بشي يخفف علينا زحمة الاتصالات على الاستقبال، والمراجعين ما يحضرون", locale: "ar" },
  { message: "Our front desk drowns in calls and half of the patients never turn up", locale: "en" },
] as const;

const PROSE = {
  ar: { summary: "فهمنا أن الاستقبال عندكم مزدحم بالاتصالات.", solution: "صفحة حجز ورسائل تذكير للمراجعين." },
  en: {
    summary: "Your front desk is busy with calls.",
    solution: "A booking page and reminders for patients.",
  },
};

const failed = await measure();
process.exit(failed ? 1 : 0);

async function measure(): Promise<boolean> {
  const models = await standInModels({ answer: good, latencyMs: ANSWER_MS, checks: false });
  const graph = await startGraph(PHONE_NUMBER_ID);
  const folder = await dataFolder();
  const house = await startHouseProcess({
    ...houseEnvironment(graph.url, folder, 0),
    ...models.environment,
    WHATSAPP_TEMPLATE: "follow_up",
  });
  try {
    const url = await addressOf(house.said);
    const took: Posted[] = [];
    const waiting = Array.from({ length: POSTS }, (_, at) => at);
    const poster = async () => {
      for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) took.push(await post(at, url));
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, poster));
    return report(took, models.requests);
  } finally {
    await house.stop();
    await Promise.all([graph.close(), models.close()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Posted {
  /** Milliseconds. */
  readonly took: number;
  readonly byRules: number;
}

/** The greeting comes in pieces. */
async function addressOf(said: () => string): Promise<string> {
  for (let tries = 0; tries < 100; tries += 1) {
    const url = /http:\/\/[^\s/]+/u.exec(said())?.[0];
    if (url !== undefined) return url;
    await pause(20);
  }
  throw new Error("the house did not say where it is");
}

async function post(at: number, url: string): Promise<Posted> {
  const need = NEEDS[at % NEEDS.length];
  const number = `05${String(10_000_000 + at)}`;
  const who = {
    company: `عيادات ${at + 1}`,
    name: "خالد",
    phone: number,
    sector: "health",
    region: "Riyadh",
  };
  const what = {
    companySize: "40",
    budget: "٥٠ ألف",
    source: "website",
    autoBook: at % 4 < 2,
    autoProposal: true,
  };
  const began = performance.now();
  const { status, body } = await ask(url, "POST", "/api/v1/leads", {
    ...{ ...who, ...what, ...need },
    // Words of its own, or the answers of the post before would be given again.
    message: `${need?.message} (${at + 1})`,
  });
  if (status !== 201) throw new Error(`the lead was answered ${status}: ${JSON.stringify(body)}`);
  const took = performance.now() - began;
  const byRules = body.warnings.filter((words: string) => words.includes("no model answered")).length;
  return { took, byRules };
}

function report(posts: readonly Posted[], requests: readonly HeardRequest[]): boolean {
  const sorted = posts.map(({ took }) => took).toSorted((one, other) => one - other);
  const at = (share: number) => Math.round(sorted[Math.ceil(share * sorted.length) - 1] ?? 0);
  const calls = Object.entries(Object.groupBy(requests, ({ name }) => name));
  const asked = calls.map(([name, all]) => `${name} ${all?.length ?? 0}`).join(" · ");
  const late = posts.reduce((sum, { byRules }) => sum + byRules, 0);
  const line = `POST /leads, ${posts.length} posts, ${SIDE_BY_SIDE} at a time, every model answers in ${ANSWER_MS} ms`;
  process.stdout.write(
    `${line}\np50 ${at(0.5)} · p95 ${at(0.95)} · slowest ${at(1)} ms (goal: p50 under ${GOAL_MS})\nasked: ${asked} · steps done by rules because no model came in time: ${late}\n`,
  );
  return at(0.5) >= GOAL_MS;
}

/** What a sound model would say to each question. */
function good(name: string, _text: string, { material }: HeardRequest): unknown {
  const given = (label: string) => material.find((one) => one.label === label)?.text ?? "";
  if (name === "turn_reading") return { facts: [], acts: [], pains: [], answers: [], unanswered: null };
  if (name === "said_lines")
    return { lines: JSON.parse(given("lines")).map((line: { text: string }) => line.text) };
  if (name === "pains") return { pains: [], urgency: 0 };
  if (name === "reasons") return { reasons: given("reasons").split("\n") };
  if (name === "questions") return { questions: [] };
  if (name === "proposal_prose") return /\p{Script=Arabic}/u.test(given("about us")) ? PROSE.ar : PROSE.en;
  return {};
}

function numberAfter(flag: string, otherwise: number): number {
  const at = process.argv.indexOf(flag);
  return at > 0 ? Number(process.argv[at + 1]) : otherwise;
}
