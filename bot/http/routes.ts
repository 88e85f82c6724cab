import { healthRoutes } from "./api/health.ts";
import { webhookRoutes } from "./api/webhooks.ts";
import type { Figures } from "./figures.ts";
import type { HttpParts } from "./parts.ts";
import type { RateLimiter } from "./rate-limit.ts";
import type { Route } from "./route.ts";
import type { Streams } from "./streams.ts";

/** What the resources share inside one server. */
export interface Server {
  readonly parts: HttpParts;
  readonly figures: Figures;
  readonly streams: Streams;
  readonly limiter: RateLimiter;
}

/** Every operation, in the order of the document. */
export function allRoutes(server: Server): readonly Route[] {
  return [...healthRoutes(server), ...webhookRoutes(server)];
}
