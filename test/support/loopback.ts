import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Heard {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly raw: Buffer;
  /** The body as JSON; null when it is none. */
  readonly body: unknown;
}

export type Answer = (request: Heard, response: ServerResponse, socketOf: IncomingMessage) => void;

/** A real HTTP server on a free loopback port that writes down what it hears and answers as told. */
export async function loopback(answer: Answer) {
  const heard: Heard[] = [];
  let behave = answer;
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const raw = Buffer.concat(chunks);
      const { method = "", url: path = "", headers } = incoming;
      const request = { method, path, headers, raw, body: jsonOf(raw) };
      heard.push(request);
      behave(request, response, incoming);
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    heard,
    /** From now on answers like this. */
    answer: (next: Answer) => {
      behave = next;
    },
    close: () =>
      new Promise<void>((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
}

/** Answers every request with this status and JSON. */
export function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return (_, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify(body));
  };
}

function jsonOf(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString("utf8"));
  } catch {
    return null;
  }
}
