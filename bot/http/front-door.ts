import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { pathOf, requestIdOf } from "./door/caller.ts";
import { PLATFORMS, sendBare, takeWebhook } from "./door/webhook-door.ts";
import type { Figures } from "./figures.ts";
import type { HttpParts } from "./parts.ts";
import { problem } from "./problems.ts";

const WEBHOOKS = "/api/v1/webhooks/";
/** Posted by a browser, not by a platform: checked like any other body. */
const FORM = `${WEBHOOKS}form`;

/** What the thin door serves itself, for the document and its test. */
export const FRONT_ROUTES: readonly string[] = [
  "get /health/live",
  ...Object.keys(PLATFORMS).map((platform) => `post ${WEBHOOKS}${platform}`),
];

/**
 * Stands before Express: gives each request its id, answers platforms' webhooks and the liveness probe with almost no
 * work, and passes the rest on.
 */
export function frontDoor(parts: HttpParts, figures: Figures, express: RequestListener): RequestListener {
  return (request, response) => {
    const requestId = requestIdOf(request.headers["x-request-id"], parts.newId);
    response.setHeader("X-Request-Id", requestId);
    const path = pathOf(request.url);
    if (request.method === "POST" && path.startsWith(WEBHOOKS) && path !== FORM) {
      takeCounted(parts, figures, request, response, path.slice(WEBHOOKS.length), requestId);
      return;
    }
    if (path === "/health/live" && (request.method === "GET" || request.method === "HEAD")) {
      answerAlive(response);
      return;
    }
    express(request, response);
  };
}

function takeCounted(
  parts: HttpParts,
  figures: Figures,
  request: IncomingMessage,
  response: ServerResponse,
  platform: string,
  requestId: string,
): void {
  takeWebhook(parts, request, response, platform, requestId)
    .catch((thrown: unknown) => {
      parts.log.error({ requestId, error: String(thrown) }, "the webhook door failed");
      if (!response.headersSent) sendBare(response, problem("internal", "something failed here"));
    })
    .finally(() => {
      figures.webhook(Object.hasOwn(PLATFORMS, platform) ? platform : "unknown", response.statusCode);
    });
}

function answerAlive(response: ServerResponse): void {
  response.writeHead(200, { "Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store" });
  response.end('{"status":"alive"}');
}
