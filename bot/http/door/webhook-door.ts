import type { IncomingMessage, ServerResponse } from "node:http";
import type { HttpParts } from "../parts.ts";
import { isProblem, PROBLEMS, type Problem, problem, problemBody, problemHeaders } from "../problems.ts";
import { plainHeaders, queryOf } from "./caller.ts";
import { describeThrown } from "./failures.ts";
import { BODY_LIMITS, readBody } from "./read-body.ts";

/** Platforms that post to us, and the header that carries each one's signature. */
export const PLATFORMS: Readonly<Record<string, string>> = {
  whatsapp: "x-hub-signature-256",
  calendly: "calendly-webhook-signature",
  hubspot: "x-hubspot-signature-v3",
  resend: "svix-signature",
  sendgrid: "x-twilio-email-event-webhook-signature",
  telegram: "x-telegram-bot-api-secret-token",
};

const STORED = JSON.stringify({ received: true });
/** Platforms wait about five seconds before they count a delivery as failed, and then think of us as slow. */
const LONGEST_STORE_MS = 2_000;
const JSON_TYPE = "application/json; charset=utf-8";

/**
 * Answers a platform's webhook without Express, which would cost several times the work itself. 200 only after the news
 * is stored; 503 when it could not be, so that the platform delivers again.
 */
export async function takeWebhook(
  parts: HttpParts,
  request: IncomingMessage,
  response: ServerResponse,
  platform: string,
  requestId: string,
): Promise<void> {
  const refusal = await receive(parts, request, platform, requestId);
  if (refusal === null) {
    parts.log.debug({ requestId, platform }, "webhook stored");
    response.writeHead(200, { "Content-Type": JSON_TYPE, "X-Content-Type-Options": "nosniff" });
    response.end(STORED);
    return;
  }
  parts.log.warn({ requestId, platform: known(platform), refused: refusal.problem }, "webhook refused");
  sendBare(response, refusal);
}

/** Sends a refusal where there is no Express to do it. */
export function sendBare(response: ServerResponse, refusal: Problem): void {
  const close = refusal.problem === "too-large" ? { Connection: "close" } : {};
  response.writeHead(PROBLEMS[refusal.problem], {
    "Content-Type": JSON_TYPE,
    "X-Content-Type-Options": "nosniff",
    ...problemHeaders(refusal),
    ...close,
  });
  response.end(JSON.stringify(problemBody(refusal)));
}

async function receive(
  parts: HttpParts,
  request: IncomingMessage,
  platform: string,
  requestId: string,
): Promise<Problem | null> {
  const body = await readBody(request, platform === "sendgrid" ? BODY_LIMITS.mail : BODY_LIMITS.webhook);
  if (isProblem(body)) return body;
  const headers = plainHeaders(request);
  try {
    const storing = parts.commands.receiveWebhook(platform, { headers, body, query: queryOf(request.url) });
    const outcome = await inTime(storing);
    if (outcome === "stored") return null;
    return outcome === "not-genuine" ? unsigned() : noSuchChannel(platform, headers);
  } catch (thrown) {
    parts.log.error({ requestId, platform, error: describeThrown(thrown) }, "webhook not stored");
    return { ...problem("unavailable", "not stored; deliver it again"), retryAfter: 5 };
  }
}

/**
 * Storage that is stuck is told of as such while the platform still listens. What is stored after all, later, is
 * recognised when it is delivered again.
 */
async function inTime<Outcome>(storing: Promise<Outcome>): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, failed) => {
    timer = setTimeout(() => failed(new Error(`not stored within ${LONGEST_STORE_MS} ms`)), LONGEST_STORE_MS);
  });
  try {
    return await Promise.race([storing, late]);
  } finally {
    clearTimeout(timer);
  }
}

function unsigned(): Problem {
  return problem("unauthorized", "the signature is missing or wrong");
}

/** A post without a signature is refused as such even where nothing is set up to check one. */
function noSuchChannel(platform: string, headers: Readonly<Record<string, string>>): Problem {
  const signature = Object.hasOwn(PLATFORMS, platform) ? PLATFORMS[platform] : undefined;
  if (signature === undefined) return problem("not-found", "there is no such webhook");
  if (headers[signature] === undefined) return unsigned();
  return problem("channel-not-configured", `${platform} is not set up here`);
}

function known(platform: string): string {
  return Object.hasOwn(PLATFORMS, platform) ? platform : "unknown";
}
