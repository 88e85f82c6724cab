import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Outside the project: what others made is measured beside it and never becomes a part of it. */
export const PEERS_FOLDER = join(tmpdir(), "majlis-bench-peers");
/** Apart: it wants an older Node, and its licence is not ours to pass on. */
export const N8N_FOLDER = join(tmpdir(), "majlis-bench-n8n");
export const INSTALL_PEERS = "node bench/install-peers.ts";

const LIBRARIES = {
  "whatsapp-api-js": "6.3.0",
  chat: "4.41.1",
  "@chat-adapter/whatsapp": "4.41.1",
  "@chat-adapter/state-pg": "4.41.0",
} as const;
const NODE_24 = `node-linux-${process.arch}`;

/** Which peers are there to be measured. */
export function installedPeers(): { readonly libraries: boolean; readonly n8n: boolean } {
  return {
    libraries: Object.keys(LIBRARIES).every((name) => existsSync(join(PEERS_FOLDER, "node_modules", name))),
    n8n: existsSync(n8nNode()) && existsSync(n8nProgram()),
  };
}

/** Installs the libraries by name from npm. */
export function installLibraries(): void {
  install(PEERS_FOLDER, { private: true, type: "module", dependencies: LIBRARIES });
}

/** Installs n8n 2.8.4 and the newest Node that it runs on: about 2 GB and some minutes. */
export function installN8n(): void {
  install(N8N_FOLDER, {
    private: true,
    dependencies: { n8n: "2.8.4", [NODE_24]: "24.21.0" },
    // The version that it names is an archive on another server than npm's.
    overrides: { xlsx: "0.18.5" },
  });
}

/** The Node that n8n runs on. */
export function n8nNode(): string {
  return join(N8N_FOLDER, "node_modules", NODE_24, "bin/node");
}

/** The command of n8n. */
export function n8nProgram(): string {
  return join(N8N_FOLDER, "node_modules/n8n/bin/n8n");
}

function install(folder: string, manifest: object): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  // No scripts: what they would fetch or build (other databases' drivers) is not needed to be measured.
  execFileSync("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts"], {
    cwd: folder,
    stdio: "inherit",
  });
}
