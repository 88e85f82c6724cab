import { spawn } from "node:child_process";
import { join } from "node:path";

/** A proposal takes a fraction of a second; a renderer that needs longer hangs. */
const TIME_LIMIT_MS = 30_000;

/**
 * Renders pages (JSON of `ProposalPages[]`) with proposal.typ. Rejects with what the renderer said when it broke.
 *
 * It works in a process of its own: the compiler is native code that aborts its process on characters it cannot
 * place, and what a prospect writes must never stop the assistant. That process gets no environment, so no secret is
 * within its reach.
 */
export function renderPdf(pages: string): Promise<Uint8Array> {
  const renderer = spawn(process.execPath, [join(import.meta.dirname, "render-process.ts")], {
    env: {},
    timeout: TIME_LIMIT_MS,
    killSignal: "SIGKILL",
  });
  const pdf: Buffer[] = [];
  const complaints: Buffer[] = [];
  renderer.stdout.on("data", (part: Buffer) => pdf.push(part));
  renderer.stderr.on("data", (part: Buffer) => complaints.push(part));
  return new Promise((resolve, reject) => {
    renderer.on("error", reject);
    // A renderer that dies early breaks the pipe to it; `close` says why, the broken pipe would not.
    renderer.stdin.on("error", () => undefined);
    renderer.on("close", (code, signal) => {
      if (code === 0) return resolve(new Uint8Array(Buffer.concat(pdf)));
      const said = Buffer.concat(complaints).toString().slice(0, 500);
      reject(new Error(`the proposal could not be rendered (${signal ?? code}): ${said}`));
    });
    renderer.stdin.end(pages);
  });
}
