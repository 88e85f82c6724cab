import type { Visitors } from "./chat/visitors.ts";
import type { Figures } from "./figures.ts";
import type { HttpParts } from "./parts.ts";
import type { RateLimiter } from "./rate-limit.ts";
import type { Streams } from "./streams.ts";

/** What the resources share inside one server. */
export interface Shared {
  readonly parts: HttpParts;
  readonly figures: Figures;
  readonly streams: Streams;
  readonly visitors: Visitors;
  readonly limiter: RateLimiter;
}
