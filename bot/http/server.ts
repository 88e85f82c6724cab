import { createServer as createNodeServer, type RequestListener, type Server } from "node:http";
import { type AddressInfo, Server as Listener } from "node:net";
import { createApp } from "./app.ts";
import { createFigures } from "./figures.ts";
import { frontDoor } from "./front-door.ts";
import type { HttpParts } from "./parts.ts";
import { createStreams } from "./streams.ts";

export interface HttpServer {
  /** Resolves once connections are accepted; rejects when the port is taken. Port 0 picks a free one. */
  listen(port: number, host: string): Promise<{ readonly port: number; readonly url: string }>;
  /**
   * Takes no new connections; what comes on open ones is still answered, with the word that each is to be closed. Resolves
   * once all are, at the latest after half a second. For a balancer that stays: `close` alone cuts a connection just opened.
   */
  leave(): Promise<void>;
  /** Stops accepting, lets running requests finish for `graceMs` (10 s), then cuts what is left. */
  close(graceMs?: number): Promise<void>;
}

/** A busy balancer uses each of its connections once more within this time; what it does not use it can spare. */
const LAST_USE_MS = 500;

/** The REST API, the webhooks, the web chat's endpoints, the docs and the health probes on one port. */
export function createServer(parts: HttpParts): HttpServer {
  const figures = createFigures();
  const streams = createStreams();
  const app = createApp(parts, figures, streams);
  const door = frontDoor(parts, figures, app);
  let leaving = false;
  const lastUse: RequestListener = (request, response) => {
    if (leaving) response.shouldKeepAlive = false;
    door(request, response);
  };
  const server = createNodeServer(
    { requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 65_000 },
    lastUse,
  );
  return {
    listen: (port, host) => listen(server, port, host),
    leave: async () => {
      leaving = true;
      await stopListening(server);
    },
    close: async (graceMs = 10_000) => {
      streams.endAll();
      const cut = setTimeout(() => server.closeAllConnections(), graceMs);
      // A connection whose request ends now would otherwise be kept for the next one.
      const sweep = setInterval(() => server.closeIdleConnections(), 50);
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      });
      clearTimeout(cut);
      clearInterval(sweep);
    },
  };
}

/** Without what an HTTP server adds: cutting every connection that has no request on it right now. */
async function stopListening(server: Server): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const long = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, LAST_USE_MS);
  });
  const all = new Promise<void>((resolve) => Listener.prototype.close.call(server, () => resolve()));
  await Promise.race([all, long]);
  clearTimeout(timer);
}

function listen(
  server: Server,
  port: number,
  host: string,
): Promise<{ readonly port: number; readonly url: string }> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      const { port: actual } = server.address() as AddressInfo;
      const name = host.includes(":") ? `[${host}]` : host;
      resolve({ port: actual, url: `http://${name}:${actual}` });
    });
  });
}
