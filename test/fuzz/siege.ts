import { setTimeout as sleep } from "node:timers/promises";
import { type Aftermath, aftermathOf, sentBy } from "./aftermath.ts";
import { type FuzzedHouse, houseTargets, startFuzzedHouse } from "./house.ts";
import { type MemorySample, memoryVerdict } from "./memory.ts";
import { type PeopleReport, peopleAt } from "./people.ts";
import { type FuzzRun, type FuzzTarget, runMixed, runTarget, type TargetReport } from "./target.ts";
import { hangUp } from "./wire.ts";

type Say = (line: string) => void;

const AT_ONCE = 12;
/** One person on WhatsApp and one in the web chat after so many broken ones. */
const PEOPLE_EVERY = 500;
/** How often the process's memory is looked at. */
const LOOK_MS = 1_000;
/** Shorter runs say nothing about memory: the heap is still taking the room it is going to keep. */
const LEAST_FOR_MEMORY = 100_000;
const LONGEST_ANSWER_MS = 120_000;

/** Starts the program, besieges it, says what became of it; false when anything is wrong. */
export async function fuzzHouse(run: FuzzRun, only: string | null, say: Say): Promise<boolean> {
  const house = await startFuzzedHouse();
  const prober = probe(house.url);
  try {
    const targets = (await houseTargets(house.url)).filter(({ name }) => only === null || name === only);
    if (targets.length === 0) throw new Error(`there is no target "${only}"`);
    const siege = await besieged(house, targets, run, say);
    await prober.stop();
    say(prober.told());
    for (const line of logged(house)) say(line);
    return tell(siege, house, say);
  } finally {
    await prober.stop();
    await hangUp();
    await house.close();
  }
}

interface Siege {
  readonly reports: readonly TargetReport[];
  readonly people: PeopleReport;
  readonly memory: readonly MemorySample[];
  readonly aftermath: Aftermath;
  readonly seconds: number;
}

async function besieged(
  house: FuzzedHouse,
  targets: readonly FuzzTarget[],
  run: FuzzRun,
  say: Say,
): Promise<Siege> {
  const people = peopleAt(house);
  const writing: Promise<void>[] = [people.write()];
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1_000;
  const tenth = Math.max(1, Math.floor(run.count / 10));
  let through = 0;
  const looker = watchMemory(house, () => through);
  const passed = (tries: number): void => {
    through = tries;
    if (tries % PEOPLE_EVERY === 0) writing.push(people.write());
    if (tries % tenth !== 0) return;
    const { resident = 0, objects = 0 } = looker.samples.at(-1) ?? {};
    const rate = Math.round(tries / seconds());
    say(`${tries} sent, ${rate}/s, ${resident.toFixed(0)} MB (objects ${(objects ?? 0).toFixed(0)})`);
  };
  let isOver = false;
  process.once("SIGINT", () => {
    isOver = true;
    say("stopped by hand: this is what became of those sent so far");
  });
  const [alone] = targets;
  const reports =
    run.at !== undefined && alone !== undefined
      ? [await runTarget(alone, run)]
      : await runMixed(targets, run, {
          atOnce: AT_ONCE,
          passed,
          isOver: () => isOver,
          failed: (told) => say(`WRONG ${told}`),
        });
  const took = seconds();
  await looker.stop();
  writing.push(people.write());
  await Promise.allSettled(writing);
  const heard = await people.outcome(LONGEST_ANSWER_MS);
  const { stored, faults } = await aftermathOf(house);
  const aftermath = { stored, faults: [...faults, ...sentBy(faults, targets, reports, run)] };
  return { reports, people: heard, memory: looker.samples, aftermath, seconds: took };
}

/** Looks at what the process holds once a second. */
function watchMemory(house: FuzzedHouse, tries: () => number) {
  const samples: MemorySample[] = [];
  let isOver = false;
  const looking = (async () => {
    while (!isOver) {
      const objects = await house.objects().catch(() => null);
      samples.push({ tries: tries(), resident: house.resident(), objects });
      await sleep(LOOK_MS);
    }
  })();
  return {
    samples,
    stop: async (): Promise<void> => {
      isOver = true;
      await looking;
    },
  };
}

function tell(siege: Siege, house: FuzzedHouse, say: Say): boolean {
  const { reports, people, memory, seconds } = siege;
  const sent = reports.reduce((sum, { tried }) => sum + tried, 0);
  for (const report of reports) {
    const { name, tried, outcomes, slowestMs, slowest, faults } = report;
    const classes = Object.entries(outcomes)
      .map(([outcome, times]) => `${outcome}: ${times}`)
      .join(", ");
    say(
      `${faults.length === 0 ? "ok   " : "WRONG"} ${name}: ${tried} sent; ${classes}; slowest ${slowestMs.toFixed(0)} ms (${slowest})`,
    );
    for (const fault of faults) say(JSON.stringify(fault, null, 2));
  }
  const { asked, answered, median, slowest, faults } = people;
  const isHeard = asked === answered && faults.length === 0;
  say(
    `${isHeard ? "ok   " : "WRONG"} people between and behind: ${asked} wrote, ${answered} answered, half of them within ${median.toFixed(0)} ms, the last after ${slowest.toFixed(0)} ms ${faults.join("; ")}`,
  );
  const isWorkedOff = tellAftermath(siege.aftermath, say);
  const verdict = memoryVerdict(memory);
  const isFlat = sent < LEAST_FOR_MEMORY || verdict.isFlat;
  const told = ({ early, late }: { readonly early: number; readonly late: number }) =>
    Number.isFinite(late - early)
      ? `${early.toFixed(0)} MB in the second tenth, ${late.toFixed(0)} in the last (${(late - early).toFixed(0)} more)`
      : "not seen often enough";
  say(
    `${isFlat ? "ok   " : "WRONG"} memory: the process ${told(verdict.resident)}; what stays alive ${told(verdict.objects)}${sent < LEAST_FOR_MEMORY ? ` (judged from ${LEAST_FOR_MEMORY} on)` : ""}`,
  );
  const ended = house.ended();
  say(ended === null ? "ok    the process lives" : `WRONG the process ${ended}`);
  say(
    `${sent} sent in ${seconds.toFixed(0)} s (${Math.round(sent / seconds)}/s) to one process on ${house.storage}, which computed for ${house.computed().toFixed(0)} s`,
  );
  return (
    isHeard &&
    isWorkedOff &&
    isFlat &&
    ended === null &&
    reports.every(({ faults: found }) => found.length === 0)
  );
}

function tellAftermath({ stored, faults }: Aftermath, say: Say): boolean {
  const what = stored === null ? "messages (the embedded engine does not tell which)" : `${stored} messages`;
  const kept = "heard by their turns, none set aside, no turn failed, every send one that Meta takes";
  say(faults.length === 0 ? `ok    behind the doors: ${what} ${kept}` : `WRONG behind the doors: of ${what}`);
  for (const fault of faults) say(fault);
  return faults.length === 0;
}

/** What the house logged as errors, each sort once with its number. */
function logged(house: FuzzedHouse): readonly string[] {
  const sorts = new Map<string, { times: number; readonly first: string }>();
  for (const line of house.errors) {
    const of = (name: string) => new RegExp(`"${name}":"([^"]{0,120})`).exec(line)?.[1] ?? "";
    const sort = `${of("msg") || line.slice(0, 80)}: ${of("platform")} ${of("error")}`;
    const known = sorts.get(sort) ?? { times: 0, first: line.slice(0, 700) };
    sorts.set(sort, { ...known, times: known.times + 1 });
  }
  return [...sorts].map(([sort, { times, first }]) => `logged ${times} times: ${sort}, first ${first}`);
}

/** Asks ten times a second whether it lives: how long all others wait while the broken ones are read. */
function probe(url: string) {
  const waits: number[] = [];
  let missed = 0;
  let isOver = false;
  const asking = (async () => {
    while (!isOver) {
      const asked = performance.now();
      const isThere = await fetch(`${url}/health/live`).then(
        (answer) => answer.text(),
        () => null,
      );
      if (isThere === null) missed += 1;
      else waits.push(performance.now() - asked);
      await sleep(100);
    }
  })();
  return {
    stop: async (): Promise<void> => {
      isOver = true;
      await asking;
    },
    told: (): string => {
      const sorted = waits.toSorted((one, other) => one - other);
      const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(0);
      return `/health/live meanwhile: half within ${at(0.5)} ms, 99 % within ${at(0.99)} ms, slowest ${(sorted.at(-1) ?? 0).toFixed(0)} ms, ${missed} of ${waits.length + missed} unanswered`;
    },
  };
}
