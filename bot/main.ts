import { setFlagsFromString } from "node:v8";
import { beat } from "./beat.ts";
import { environment, readConfig } from "./config.ts";
import { createLog } from "./log.ts";
import { type House, openHouse } from "./wiring.ts";

// On a machine with much memory V8 lets garbage grow to several times what is in use before it looks for it: a hundred
// megabytes within some thousand messages. This way it looks when what is in use has grown by two fifths.
setFlagsFromString("--heap-growing-percent=40");

/** The embedded engine computes on this very thread: a report over a long history keeps the event loop still, and ends. */
const EMBEDDED_SILENT_MS = 30_000;

/** Reads the environment, opens the house, says where it is, and closes it in good order when told to. */
async function main(): Promise<void> {
  const read = readConfig(environment());
  if (!read.ok) {
    process.stderr.write(`majlis: not started\n${read.problems.map((problem) => `  ${problem}\n`).join("")}`);
    process.exit(1);
  }
  const log = createLog(read.config.server.LOG_LEVEL);
  const opening = Promise.withResolvers<House>();
  let leaving = false;
  const leave = (signal: string) => {
    // A terminal tells the whole group, and the supervisor passes on what it was told.
    if (leaving) return;
    leaving = true;
    log.info({ signal }, "closing");
    opening.promise
      .then(async (house) => {
        await house.leave();
        await house.close();
      })
      .then(
        () => process.exit(0),
        (problem: unknown) => {
          log.error({ error: problem }, "did not close in good order");
          process.exit(1);
        },
      );
  };
  const silentMs = read.config.storage.DATABASE_URL === null ? EMBEDDED_SILENT_MS : null;
  const atWork = () => beat(process, () => leave("the supervisor is gone"), silentMs);
  const house = await openHouse(read.config, log, atWork);
  for (const line of house.greeting) process.stdout.write(`${line}\n`);
  opening.resolve(house);
  process.on("SIGTERM", leave);
  process.on("SIGINT", leave);
}

main().catch((problem: unknown) => {
  const text = problem instanceof Error ? problem.message : String(problem);
  process.stderr.write(`majlis: not started\n  ${text}\n`);
  process.exit(1);
});
