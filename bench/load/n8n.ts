import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WHATSAPP } from "./environment.ts";
import { n8nNode, n8nProgram } from "./peers.ts";
import { PORTS } from "./ports.ts";
import { launch, type Program, program } from "./programs.ts";

/** As it is named in bench/peers/n8n-workflow.json. */
const WORKFLOW = "majlisBenchEcho1";

/** n8n with one workflow (webhook, code, request to the Graph API), on PostgreSQL, asking nobody outside for anything. */
export async function startN8n(database: string, port: number): Promise<Program> {
  const folder = mkdtempSync(join(tmpdir(), "majlis-n8n-"));
  const environment = environmentOf(folder, database, port);
  const workflow = join(folder, "workflow.json");
  const text = readFileSync("bench/peers/n8n-workflow.json", "utf8");
  writeFileSync(workflow, text.replace("GRAPH", `${WHATSAPP.graph}/v24.0/${WHATSAPP.phoneId}/messages`));
  const run = (...words: readonly string[]) =>
    execFileSync(n8nNode(), [n8nProgram(), ...words], {
      env: { ...process.env, ...environment },
      stdio: "pipe",
      timeout: 120_000,
    });
  run("import:workflow", `--input=${workflow}`);
  run("publish:workflow", `--id=${WORKFLOW}`);
  const child = launch([n8nProgram(), "start"], environment, "n8n", n8nNode());
  const started = program(port, [child], () => rmSync(folder, { recursive: true, force: true }));
  try {
    await untilPublished(port);
  } catch (problem) {
    await started.stop();
    throw problem;
  }
  return started;
}

function environmentOf(folder: string, database: string, own: number): Record<string, string> {
  const { hostname, port, username, pathname } = new URL(database);
  return {
    ...{ N8N_USER_FOLDER: folder, N8N_ENCRYPTION_KEY: "bench", N8N_LISTEN_ADDRESS: "127.0.0.1" },
    ...{ N8N_PORT: String(own), N8N_RUNNERS_BROKER_PORT: String(PORTS.n8nBroker) },
    ...{ DB_TYPE: "postgresdb", DB_POSTGRESDB_HOST: hostname, DB_POSTGRESDB_PORT: port },
    ...{ DB_POSTGRESDB_USER: username, DB_POSTGRESDB_DATABASE: pathname.slice(1) },
    ...{ N8N_DIAGNOSTICS_ENABLED: "false", N8N_VERSION_NOTIFICATIONS_ENABLED: "false" },
    ...{ N8N_TEMPLATES_ENABLED: "false", N8N_PERSONALIZATION_ENABLED: "false" },
    ...{ N8N_HIRING_BANNER_ENABLED: "false", N8N_LICENSE_AUTO_RENEW_ENABLED: "false" },
    ...{ N8N_COMMUNITY_PACKAGES_ENABLED: "false", EXTERNAL_FRONTEND_HOOKS_URLS: "", N8N_DISABLE_UI: "true" },
    ...{ N8N_LOG_LEVEL: "error", GENERIC_TIMEZONE: "Asia/Riyadh" },
  };
}

/** It answers 404 until its workflow listens; a webhook without entries makes the workflow say nothing. */
async function untilPublished(port: number): Promise<void> {
  const post = { method: "POST", headers: { "content-type": "application/json" }, body: '{"entry":[]}' };
  for (const until = Date.now() + 120_000; Date.now() < until; ) {
    const answer = await fetch(`http://127.0.0.1:${port}/webhook/whatsapp`, post).catch(() => null);
    await answer?.arrayBuffer();
    if (answer?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(`n8n did not publish its workflow within 120 s; see ${tmpdir()}/majlis-bench-n8n.log`);
}
