import { Agent, type Dispatcher } from "undici";

export interface HttpRequest {
  readonly method: "GET" | "POST";
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | null;
}

/** What became of a request; a sender must know whether the other side may have acted on it. */
export type HttpOutcome =
  | {
      readonly kind: "answered";
      readonly status: number;
      /** The Retry-After header, verbatim. */
      readonly retryAfter: string | null;
      readonly body: Uint8Array;
    }
  /** Not one byte left: refused, unknown host, no connection in time. */
  | { readonly kind: "unsent"; readonly why: string }
  /** It left, and no whole answer came back. */
  | { readonly kind: "in-doubt"; readonly why: string };

export interface HttpClient {
  /** Never rejects for what a network may do. */
  send(request: HttpRequest): Promise<HttpOutcome>;
  /** Closes the idle connections and waits for the others, at most half a second: their requests keep their own time. */
  close(): Promise<void>;
}

export interface HttpClientOptions {
  /** From the call to the last byte of the answer, waiting for a free connection included. */
  readonly timeoutMs: number;
  readonly connections: number;
  readonly longestAnswer: number;
}

/** A client that keeps connections open and tells a request that never left from one whose answer was lost. */
export function httpClient(options: HttpClientOptions): HttpClient {
  const agent = new Agent({
    connections: options.connections,
    pipelining: 1,
    // The deadline below covers these; undici's own timers are coarse.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: options.timeoutMs },
  });
  let closing: Promise<void> | null = null;
  return {
    send: (request) => new Promise((done) => dispatch(agent, request, options, done)),
    close: () => {
      closing ??= closed(agent);
      return closing;
    },
  };
}

/** A platform that answers nothing would else keep a process that leaves for a whole `timeoutMs`. */
const LAST_ANSWERS_MS = 500;

async function closed(agent: Agent): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const long = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, LAST_ANSWERS_MS);
  });
  await Promise.race([agent.close(), long]);
  clearTimeout(timer);
}

function dispatch(
  agent: Dispatcher,
  request: HttpRequest,
  options: HttpClientOptions,
  done: (outcome: HttpOutcome) => void,
): void {
  const exchange = new Exchange(options, done);
  const { url } = request;
  agent.dispatch(
    {
      origin: url.origin,
      path: url.pathname + url.search,
      method: request.method,
      headers: request.headers,
      body: request.body,
    },
    exchange,
  );
}

/** One request on its way. Written against the dispatcher itself because only there "has it left?" can be known. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #done: (outcome: HttpOutcome) => void;
  readonly #longestAnswer: number;
  readonly #deadline: NodeJS.Timeout;
  readonly #latestStart: number;
  readonly #chunks: Uint8Array[] = [];
  #controller: Dispatcher.DispatchController | null = null;
  #length = 0;
  #status = 0;
  #retryAfter: string | null = null;
  #settled = false;

  constructor(options: HttpClientOptions, done: (outcome: HttpOutcome) => void) {
    this.#done = done;
    this.#longestAnswer = options.longestAnswer;
    this.#deadline = setTimeout(() => this.#fail("no answer in time"), options.timeoutMs);
    this.#latestStart = performance.now() + options.timeoutMs / 2;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Who waited so long for a connection would leave only to be given up underway, and be in doubt.
    if (performance.now() > this.#latestStart) this.#fail("no free connection in time");
    if (this.#settled) controller.abort(new Error("too late"));
    else this.#controller = controller;
  }

  onResponseStart(
    _: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, unknown>>,
  ): void {
    this.#status = status;
    const retryAfter = headers["retry-after"];
    this.#retryAfter = typeof retryAfter === "string" ? retryAfter : null;
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Uint8Array): void {
    this.#length += chunk.byteLength;
    if (this.#length > this.#longestAnswer) this.#fail("the answer is too long");
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const { 0: only, length } = this.#chunks;
    const body = only !== undefined && length === 1 ? only : Buffer.concat(this.#chunks);
    this.#settle({ kind: "answered", status: this.#status, retryAfter: this.#retryAfter, body });
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#fail(error.message);
  }

  #fail(why: string): void {
    if (this.#settled) return;
    this.#settle({ kind: this.#controller === null ? "unsent" : "in-doubt", why });
    this.#controller?.abort(new Error(why));
  }

  #settle(outcome: HttpOutcome): void {
    if (this.#settled) return;
    this.#settled = true;
    clearTimeout(this.#deadline);
    this.#done(outcome);
  }
}
