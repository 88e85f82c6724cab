import { Agent, createServer, request } from "node:http";

export interface Answer {
  readonly status: number;
  /** How long the caller waited, in milliseconds. */
  readonly ms: number;
}

/** What stands before web processes: hands each request to the next one that takes connections, and keeps count. */
export interface Front {
  readonly answers: readonly Answer[];
  close(): Promise<void>;
}

/** A round-robin balancer on loopback. A request that no process takes, or that one dropped, is answered 502. */
export async function openFront(port: number, behind: readonly number[]): Promise<Front> {
  const answers: Answer[] = [];
  const agent = new Agent({ keepAlive: false });
  let turn = 0;
  const server = createServer((incoming, outgoing) => {
    const begun = performance.now();
    const parts: Buffer[] = [];
    incoming.on("data", (part: Buffer) => parts.push(part));
    incoming.on("end", () => {
      turn += 1;
      pass(Buffer.concat(parts), 0);
    });
    const end = (status: number, body: Buffer | string) => {
      answers.push({ status, ms: performance.now() - begun });
      outgoing.writeHead(status, { "content-type": "application/json" }).end(body);
    };
    const pass = (body: Buffer, tried: number): void => {
      const to = behind[(turn + tried) % behind.length];
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
        if (problem.code === "ECONNREFUSED" && tried + 1 < behind.length) pass(body, tried + 1);
        else end(502, problem.code ?? "dropped");
      });
      onward.end(body);
    };
  });
  await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  return {
    answers,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
