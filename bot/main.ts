import { setFlagsFromString } from "node:v8";
import { environment, readConfig } from "./config.ts";
import { createLog } from "./log.ts";
import { openHouse } from "./wiring.ts";

// On a machine with much memory V8 lets garbage grow to several times what is in use before it looks for it: a hundred
// megabytes within some thousand messages. This way it looks when what is in use has grown by two fifths.
setFlagsFromString("--heap-growing-percent=40");

/** Reads the environment, opens the house, says where it is, and closes it in good order when told to. */
async function main(): Promise<void> {
  const read = readConfig(environment());
  if (!read.ok) {
    process.stderr.write(`majlis: not started\n${read.problems.map((problem) => `  ${problem}\n`).join("")}`);
    process.exit(1);
  }
  const log = createLog(read.config.server.LOG_LEVEL);
  const house = await openHouse(read.config, log);
  for (const line of house.greeting) process.stdout.write(`${line}\n`);
  const leave = (signal: string) => {
    log.info({ signal }, "closing");
    house
      .leave()
      .then(() => house.close())
      .then(
        () => process.exit(0),
        (problem: unknown) => {
          log.error({ error: problem }, "did not close in good order");
          process.exit(1);
        },
      );
  };
  process.once("SIGTERM", leave);
  process.once("SIGINT", leave);
}

main().catch((problem: unknown) => {
  const text = problem instanceof Error ? problem.message : String(problem);
  process.stderr.write(`majlis: not started\n  ${text}\n`);
  process.exit(1);
});
