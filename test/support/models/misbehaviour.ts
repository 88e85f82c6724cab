import type { ServerResponse } from "node:http";
import type { Usage, Vendor } from "./vendors/vendor.ts";

/** Every way in which a provider can be wrong. */
export const MISBEHAVIOURS = [
  "refused",
  "reset",
  "hang",
  "slow",
  "slow-drip",
  "stalled",
  "cut-body",
  "rate-limited",
  "server-error",
  "overloaded",
  "unauthorized",
  "bad-request",
  "html",
  "malformed-body",
  "malformed-json",
  "truncated",
  "wrong-schema",
  "empty",
  "refusal",
  "wrong-language",
] as const;
export type Misbehaviour = (typeof MISBEHAVIOURS)[number];

/** What a misbehaving vendor has at hand: the answer it would have given. */
export interface Scene {
  readonly vendor: Vendor;
  readonly response: ServerResponse;
  readonly usage: Usage;
  readonly model: string;
  /** The right answer's text. */
  readonly text: string;
  /** Value of Retry-After: seconds or a date. */
  readonly retryAfter: string | null;
}

/** Sends a JSON body. */
export function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}

/** Does wrong what it is told to do wrong. */
export function misbehave(how: Misbehaviour, scene: Scene): void {
  WAYS[how](scene);
}

const refuse =
  (status: number, words: string) =>
  ({ vendor, response, retryAfter }: Scene): void =>
    send(
      response,
      status,
      vendor.error(status, words),
      retryAfter === null ? {} : { "retry-after": retryAfter },
    );

const says =
  (change: (text: string) => string) =>
  ({ vendor, response, text, usage, model }: Scene): void =>
    send(response, 200, vendor.answer(change(text), usage, model));

/** A body that is announced longer than what comes. */
const begun = ({ vendor, response, text, usage, model }: Scene): string => {
  const body = JSON.stringify(vendor.answer(text, usage, model));
  response.writeHead(200, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body) + 10,
  });
  return body;
};

const SLOW_MS = 20_000;

const WAYS: Readonly<Record<Misbehaviour, (scene: Scene) => void>> = {
  // Done by closing the port; whoever was inside already finds the line cut.
  refused: ({ response }) => response.destroy(),
  reset: ({ response }) => response.socket?.resetAndDestroy(),
  hang: () => undefined,
  // The right answer, long after everybody stopped waiting.
  slow: (scene) => {
    const later = setTimeout(() => {
      const { vendor, response, text, usage, model } = scene;
      send(response, 200, vendor.answer(text, usage, model));
    }, SLOW_MS);
    scene.response.on("close", () => clearTimeout(later));
  },
  "slow-drip": (scene) => {
    begun(scene);
    // Spaces are JSON so far: whoever only watches for silence waits for ever.
    const drip = setInterval(() => scene.response.write(" "), 20);
    scene.response.on("close", () => clearInterval(drip));
  },
  // Begun well, and then nothing more on an open line.
  stalled: (scene) => {
    const body = begun(scene);
    scene.response.write(body.slice(0, body.length / 2));
  },
  "cut-body": (scene) => {
    const body = begun(scene);
    scene.response.write(body.slice(0, body.length / 2), () => scene.response.destroy());
  },
  "rate-limited": refuse(429, "Rate limit reached"),
  "server-error": refuse(500, "Internal error"),
  overloaded: (scene) => refuse(scene.vendor.overloaded, "Overloaded")(scene),
  unauthorized: refuse(401, "Incorrect API key"),
  "bad-request": refuse(400, "Invalid request"),
  html: ({ response }) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.end("<html><body>Bad gateway</body></html>");
  },
  "malformed-body": ({ response }) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end('{"id": "of a test", ');
  },
  "malformed-json": says(() => "The customer needs an invoicing system, I think."),
  truncated: ({ vendor, response, text, usage, model }) =>
    send(response, 200, vendor.truncated(text.slice(0, text.length / 2), usage, model)),
  "wrong-schema": says(() => '{"unexpected":{"nothing":"asked for"}}'),
  empty: says(() => ""),
  refusal: ({ vendor, response, usage, model }) => {
    const { status, body } = vendor.refusal(usage, model);
    send(response, status, body);
  },
  "wrong-language": says((text) => JSON.stringify(inOtherWords(JSON.parse(text)))),
};

/** Every sentence in a language nobody asked for; single words, such as those of an enum, stay. */
function inOtherWords(value: unknown): unknown {
  if (typeof value === "string") return /\s|\p{Script=Arabic}/u.test(value) ? "我们 很高兴 为您 服务" : value;
  if (Array.isArray(value)) return value.map(inOtherWords);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inOtherWords(inner)]));
}
