import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from "node:http";

interface Refusal {
  readonly at: number;
  /** When the same message was tried again; null until then. */
  again: number | null;
}

/** Stands between the program and the platform's stand-in, and refuses for a while with a wait of its own. */
export interface RefusingGraph {
  readonly refusals: ReadonlyMap<string, Refusal>;
  refuse(forMs: number): Promise<void>;
  close(): Promise<void>;
}

/** From `refuse` on each send is answered 429 with `Retry-After: waitSeconds`; times are milliseconds of `performance.now`. */
export async function openRefusingGraph(
  port: number,
  behind: number,
  waitSeconds: number,
): Promise<RefusingGraph> {
  const refusals = new Map<string, Refusal>();
  const agent = new Agent({ keepAlive: true });
  let refusing = false;
  const hear = (incoming: IncomingMessage, body: Buffer, outgoing: ServerResponse): void => {
    const id = /"biz_opaque_callback_data":"([^"]+)"/.exec(body.toString())?.[1];
    const known = id === undefined ? undefined : refusals.get(id);
    if (known !== undefined) known.again ??= performance.now();
    if (refusing && id !== undefined) {
      if (known === undefined) refusals.set(id, { at: performance.now(), again: null });
      outgoing.writeHead(429, { "content-type": "application/json", "retry-after": String(waitSeconds) });
      outgoing.end('{"error":{"code":130429,"message":"(#130429) Rate limit hit","type":"OAuthException"}}');
      return;
    }
    const options = { agent, host: "127.0.0.1", port: behind, path: incoming.url, method: incoming.method };
    const onward = request({ ...options, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on("error", () => outgoing.destroy());
    onward.end(body);
  };
  const server = createServer((incoming, outgoing) => {
    const parts: Buffer[] = [];
    incoming.on("data", (part: Buffer) => parts.push(part));
    incoming.on("end", () => hear(incoming, Buffer.concat(parts), outgoing));
  });
  await new Promise<void>((open) => server.listen(port, "127.0.0.1", open));
  return {
    refusals,
    refuse: async (forMs) => {
      refusing = true;
      await new Promise((over) => setTimeout(over, forMs));
      refusing = false;
    },
    close: () =>
      new Promise((closed) => {
        agent.destroy();
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
