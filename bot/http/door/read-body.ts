import type { IncomingMessage } from "node:http";
import { type Problem, problem } from "../problems.ts";

/** Largest bodies, in bytes. Meta's webhooks may be 3 MB; a mail that a vendor hands over whole, 30 MB. */
export const BODY_LIMITS = { webhook: 3 * 1024 * 1024, mail: 30 * 1024 * 1024, json: 1024 * 1024 } as const;

/** How much more is swallowed so that the caller can still read the refusal, before the line is cut. */
const SWALLOW = 8 * 1024 * 1024;

/** The raw bytes of a request; a refusal when they are too many, compressed, or never end. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Uint8Array | Problem> {
  const encoding = request.headers["content-encoding"];
  if (encoding !== undefined && encoding !== "identity") {
    request.resume();
    return problem("unsupported-media-type", "compressed bodies are not read");
  }
  const announced = Number(request.headers["content-length"] ?? 0);
  if (announced > limit + SWALLOW) return problem("too-large", `the body may have ${limit} bytes`);
  return collect(request, limit);
}

function collect(request: IncomingMessage, limit: number): Promise<Uint8Array | Problem> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let size = 0;
    const settle = (outcome: Uint8Array | Problem): void => {
      request.removeAllListeners("data");
      resolve(outcome);
    };
    const tooLarge = problem("too-large", `the body may have ${limit} bytes`);
    request.on("data", (part: Buffer) => {
      size += part.length;
      if (size <= limit) parts.push(part);
      else parts.length = 0;
      if (size > limit + SWALLOW) settle(tooLarge);
    });
    request.on("end", () => settle(size > limit ? tooLarge : joined(parts)));
    request.on("error", () => settle(problem("malformed", "the body broke off")));
    request.on("aborted", () => settle(problem("malformed", "the body broke off")));
  });
}

function joined(parts: readonly Buffer[]): Uint8Array {
  const [only] = parts;
  return parts.length === 1 && only ? only : Buffer.concat(parts);
}
