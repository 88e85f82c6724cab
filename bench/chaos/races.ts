import { type Database, openDatabase } from "../../db/connect.ts";
import { startPostgres } from "../../test/support/postgres.ts";
import { holdRaces, optOutRaces, type Raced, slotRaces, takeOverRaces } from "../../test/support/races.ts";

type Race = (database: Database, share: number) => Promise<Raced>;

const RACES: Readonly<Record<string, Race>> = {
  "a rep takes over": (database, share) => takeOverRaces(database, 1_000 * share),
  "an opt-out meets something unasked": (database, share) => optOutRaces(database, 1_000 * share),
  "fifty rivals for each time": (database, share) => slotRaces(database, 200 * share, 50),
  "holds that run out, times given up": (database, share) => holdRaces(database, 1_000 * share),
};

/**
 * People, reps and the bot racing for the same talk or the same time on a real PostgreSQL, with the real store and flow in
 * one process. `fast` runs a twentieth. Prints a table; answers whether every promise was kept.
 */
export async function playRaces(fast: boolean): Promise<boolean> {
  const postgres = await startPostgres();
  let kept = true;
  process.stdout.write("| race | races | what came of them | s |\n|---|---|---|---|\n");
  try {
    for (const [name, race] of Object.entries(RACES)) {
      const database = await openDatabase({ url: await postgres.newDatabase(), dataDir: null });
      const { races, counts, seconds, faults } = await race(database, fast ? 0.05 : 1);
      await database.close();
      const words = Object.entries(counts).map(([what, count]) => `${what} ${count}`);
      process.stdout.write(`| ${name} | ${races} | ${words.join(", ")} | ${seconds} |\n`);
      for (const fault of faults.slice(0, 10)) process.stdout.write(`  FAILED: ${fault}\n`);
      kept &&= faults.length === 0;
    }
  } finally {
    postgres.stop();
  }
  return kept;
}
