import { createServer as createNodeServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createApp } from "./app.ts";
import { createFigures } from "./figures.ts";
import { frontDoor } from "./front-door.ts";
import type { HttpParts } from "./parts.ts";
import { createStreams } from "./streams.ts";

export interface HttpServer {
  /** Resolves once connections are accepted; rejects when the port is taken. Port 0 picks a free one. */
  listen(port: number, host: string): Promise<{ readonly port: number; readonly url: string }>;
  /** Stops accepting, lets running requests finish for `graceMs` (10 s), then cuts what is left. */
  close(graceMs?: number): Promise<void>;
}

/** The REST API, the webhooks, the web chat's endpoints, the docs and the health probes on one port. */
export function createServer(parts: HttpParts): HttpServer {
  const figures = createFigures();
  const streams = createStreams();
  const app = createApp(parts, figures, streams);
  const server = createNodeServer(
    { requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 65_000 },
    frontDoor(parts, figures, app),
  );
  return {
    listen: (port, host) => listen(server, port, host),
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
