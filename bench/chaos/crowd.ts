import { spawn } from "node:child_process";

/** Busy for 95 of each 100 ms; ends with whoever started it. */
const BUSY = `
process.stdin.resume().on("end", () => process.exit());
setInterval(() => { for (const end = Date.now() + 95; Date.now() < end;); }, 100);`;

/** So many processes that want a core each, beside everything else. Answers how to end them. */
export function crowd(count: number): () => void {
  const busy = Array.from({ length: count }, () =>
    spawn("node", ["-e", BUSY], { stdio: ["pipe", "ignore", "ignore"] }),
  );
  return () => {
    for (const one of busy) one.kill("SIGKILL");
  };
}
