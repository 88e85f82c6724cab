import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { connect, createServer } from "node:net";

/** A real Redis on loopback, without a file on disk. */
export interface RedisServer {
  readonly url: string;
  readonly port: number;
  start(): Promise<void>;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
  /** Stops it from answering without closing a connection. */
  freeze(): void;
  thaw(): void;
}

/** Whether redis-server can be started here; says so on stderr when not. */
export function canRunRedis(): boolean {
  if (spawnSync("redis-server", ["--version"]).status === 0) return true;
  process.stderr.write("SKIPPED on Redis: no redis-server on this machine\n");
  return false;
}

/** A server that is not started yet. */
export async function redisServer(): Promise<RedisServer> {
  const port = await freePort();
  let running: ChildProcess | null = null;
  const kill = async (): Promise<void> => {
    if (running === null) return;
    const gone = once(running, "exit");
    running.kill("SIGKILL");
    await gone;
    running = null;
  };
  process.once("exit", () => running?.kill("SIGKILL"));
  return {
    ...{ url: `redis://127.0.0.1:${port}`, port, kill },
    start: async () => {
      const options = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
      running = spawn("redis-server", options, { stdio: "ignore" });
      await answers(port);
    },
    freeze: () => void running?.kill("SIGSTOP"),
    thaw: () => void running?.kill("SIGCONT"),
  };
}

async function answers(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const socket = connect(port, "127.0.0.1");
    const isOpen = await Promise.race([
      once(socket, "connect").then(() => true),
      once(socket, "error").then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (isOpen) return;
    await new Promise((later) => setTimeout(later, 25));
  }
  throw new Error("redis-server did not start");
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}
