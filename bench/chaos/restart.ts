import { openFront } from "./front.ts";
import type { Scenario } from "./scenario.ts";
import { type Meanwhile, PORTS, type Stage, sleep, verdictOf } from "./stage.ts";

const LONGEST_LEAVE_MS = 11_000;

async function pair(stage: Stage): Promise<void> {
  await Promise.all([
    stage.start("web", "web"),
    stage.start("other", "web", {}, PORTS.secondWeb),
    stage.start("one", "worker"),
    stage.start("two", "worker"),
  ]);
}

const rolling = (trouble: "restarts" | "migration", fast: boolean): Scenario => ({
  name:
    trouble === "restarts" ? "restart: one after another, with SIGTERM" : "restart: a migration under load",
  fast,
  play: async (stage) => {
    await pair(stage);
    const front = await openFront(PORTS.front, [PORTS.web, PORTS.secondWeb]);
    const leaves: number[] = [];
    const rate = stage.fast ? 100 : 200;
    const load = { rate, messages: rate * 10, target: `http://127.0.0.1:${PORTS.front}` };
    const meanwhile: Meanwhile =
      trouble === "restarts" ? () => restarts(stage, leaves) : () => migrates(stage);
    const result = await stage.load(load, meanwhile).finally(() => front.close());
    const bad = front.answers.filter(({ status }) => status >= 500).length;
    const left = await stage.count(
      "lanes where lease_owner is not null and lease_owner not in (select id from workers where alive_until > now())",
    );
    const slowest = Math.round(Math.max(0, ...leaves));
    return verdictOf(result, {
      note: `${bad} × 5xx, ${left} lanes left locked${leaves.length > 0 ? `, slowest leave ${slowest} ms of ${leaves.length}` : ""}`,
      faults: [
        ...(bad > 0 ? [`${bad} answers 5xx`] : []),
        ...(left > 0 ? [`${left} lanes left locked`] : []),
        ...(slowest > LONGEST_LEAVE_MS ? [`it took ${slowest} ms to leave`] : []),
      ],
    });
  },
});

async function restarts(stage: Stage, leaves: number[]): Promise<void> {
  const order = ["web", "one", "other", "two", "web"];
  for (const name of order) {
    await sleep(500);
    leaves.push(await stage.leave(name));
    stage.again(name);
    // Until it is there again, as a rolling restart waits for readiness.
    await (name === "web" || name === "other"
      ? stage.untilOpen(name === "web" ? PORTS.web : PORTS.secondWeb)
      : sleep(1_500));
  }
}

async function migrates(stage: Stage): Promise<void> {
  await sleep(2_000);
  await stage.rows("alter table messages add column chaos_note text not null default 'none'");
  await sleep(1_000);
  await stage.rows("create index concurrently chaos_messages on messages (sent_at)");
  await sleep(500);
  await stage.rows("alter table lanes add column chaos_weight int not null default 1");
}

export const restart: readonly Scenario[] = [rolling("restarts", true), rolling("migration", false)];
