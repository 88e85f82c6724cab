import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Outside the project: what others made is measured beside it and never becomes a part of it. */
export const PEERS_FOLDER = join(tmpdir(), "majlis-bench-peers");

const PEERS = {
  "whatsapp-api-js": "6.3.0",
  chat: "4.41.1",
  "@chat-adapter/whatsapp": "4.41.1",
  "@chat-adapter/state-pg": "4.41.0",
} as const;

/** Installs the peers by name from npm; false, with the reason printed, where that cannot be done. */
export function installPeers(): boolean {
  mkdirSync(PEERS_FOLDER, { recursive: true });
  const manifest = { private: true, type: "module", dependencies: PEERS };
  writeFileSync(join(PEERS_FOLDER, "package.json"), JSON.stringify(manifest));
  try {
    execFileSync("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts"], {
      cwd: PEERS_FOLDER,
      stdio: "pipe",
    });
    return true;
  } catch (problem) {
    process.stderr.write(
      `bench: the peers could not be installed, so they are left out (${String(problem)})\n`,
    );
    return false;
  }
}
