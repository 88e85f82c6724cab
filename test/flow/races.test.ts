import { expect, test } from "vitest";
import { onBothEngines } from "../support/database.ts";
import { holdRaces, optOutRaces, type Raced, slotRaces, takeOverRaces } from "../support/races.ts";

/* A few of the races; `npm run chaos -- --only=races` runs all of them on PostgreSQL. */

const shown = ({ counts, seconds, races }: Raced, what: string): void =>
  void process.stdout.write(`${what}: ${races} races in ${seconds} s, ${JSON.stringify(counts)}\n`);

onBothEngines((engine) => {
  test("a rep takes over while the bot thinks, before its send and at the release: then it is silent", async () => {
    const raced = await takeOverRaces(await engine.fresh(), 40);
    shown(raced, `take-over on ${engine.name}`);
    expect(raced.faults).toEqual([]);
    expect(raced.counts.answeredBefore).toBeGreaterThan(0);
    expect(raced.counts.silencedBefore).toBeGreaterThan(0);
  }, 60_000);

  test("an opt-out while something unasked is queued: no send begins once it is stored", async () => {
    const raced = await optOutRaces(await engine.fresh(), 40);
    shown(raced, `opt-out on ${engine.name}`);
    expect(raced.faults).toEqual([]);
  }, 60_000);

  test("twelve rivals for each of six times: one booking each, and the others are offered what is free", async () => {
    const raced = await slotRaces(await engine.fresh(), 6, 12);
    shown(raced, `times on ${engine.name}`);
    expect(raced.faults).toEqual([]);
  }, 60_000);

  test("a hold that runs out, and a booking that is cancelled, while others want their time", async () => {
    const raced = await holdRaces(await engine.fresh(), 20);
    shown(raced, `holds on ${engine.name}`);
    expect(raced.faults).toEqual([]);
  }, 60_000);
});
