import { Agent, createServer, request } from "node:http";

export interface Answer {
  readonly status: number;
  /** How long the caller waited, in milliseconds. */
  readonly ms: number;
}

/** What stands before web processes: hands each request to the next one that takes it, and keeps count. */
export interface Front {
  readonly answers: readonly Answer[];
  /** How often a connection ended without a word of answer, so that the request went to the next process. */
  readonly dropped: number;
  /** The same by what was said of it, as "ECONNRESET 3". */
  readonly drops: string;
  close(): Promise<void>;
}

/**
 * A round-robin balancer on loopback, set up as docs/operating.md says: it keeps connections, and a request whose connection
 * is refused or ends without a word of answer goes to the next process (the same webhook twice counts once). What none
 * takes is answered 502, and so is what ends in the middle of an answer.
 */
export async function openFront(port: number, behind: readonly number[]): Promise<Front> {
  const answers: Answer[] = [];
  const agent = new Agent({ keepAlive: true });
  let turn = 0;
  const drops = new Map<string, number>();
  const dropped = () => [...drops.values()].reduce((all, some) => all + some, 0);
  const server = createServer((incoming, outgoing) => {
    const begun = performance.now();
    const parts: Buffer[] = [];
    incoming.on("data", (part: Buffer) => parts.push(part));
    turn += 1;
    // A place of its own: others move `turn` on, and a second try would go to the very process that refused the first.
    const first = turn;
    incoming.on("end", () => pass(Buffer.concat(parts), 0));
    const end = (status: number, body: Buffer | string) => {
      answers.push({ status, ms: performance.now() - begun });
      outgoing.writeHead(status, { "content-type": "application/json" }).end(body);
    };
    const pass = (body: Buffer, tried: number): void => {
      const to = behind[(first + tried) % behind.length];
      const options = {
        agent,
        port: to,
        path: incoming.url,
        method: incoming.method,
        headers: incoming.headers,
      };
      const onward = request({ ...options, host: "127.0.0.1" }, (answer) => {
        const got: Buffer[] = [];
        answer.on("data", (part: Buffer) => got.push(part));
        answer.on("end", () => end(answer.statusCode ?? 502, Buffer.concat(got)));
        answer.on("error", () => end(502, "dropped"));
      });
      onward.on("error", (problem: NodeJS.ErrnoException) => {
        const code = problem.code ?? problem.message;
        if (code !== "ECONNREFUSED") drops.set(code, (drops.get(code) ?? 0) + 1);
        if (tried < behind.length) pass(body, tried + 1);
        else end(502, problem.code ?? "dropped");
      });
      onward.end(body);
    };
  });
  await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  return {
    answers,
    get dropped() {
      return dropped();
    },
    get drops() {
      return [...drops].map(([code, times]) => `${code} ${times}`).join(", ");
    },
    close: () =>
      new Promise((done) => {
        agent.destroy();
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
