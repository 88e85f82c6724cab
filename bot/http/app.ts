import express, { type Express, type NextFunction, type Request, type Response } from "express";
import helmet from "helmet";
import { createGate } from "./auth.ts";
import { createVisitors } from "./chat/visitors.ts";
import { crossOrigin } from "./cross-origin.ts";
import { problemOfThrown } from "./door/failures.ts";
import type { Figures } from "./figures.ts";
import { mountRoutes, sendProblem } from "./mount.ts";
import type { HttpParts } from "./parts.ts";
import { problem } from "./problems.ts";
import { createRateLimiter, DEFAULT_LIMITS } from "./rate-limit.ts";
import { logRequests } from "./request-log.ts";
import { allRoutes } from "./routes.ts";
import type { Streams } from "./streams.ts";

/** The Express application: log, security headers, the routes, the pages, and one place each for 404 and failure. */
export function createApp(parts: HttpParts, figures: Figures, streams: Streams): Express {
  const app = express();
  app.disable("x-powered-by");
  app.set("etag", false);
  app.set("query parser", "simple");
  const limiter = createRateLimiter({ ...DEFAULT_LIMITS, ...parts.limits }, parts.now);
  app.use(logRequests(parts.log, figures, parts.now));
  app.use(securityHeaders());
  app.use(crossOrigin);
  const visitors = createVisitors(parts.chatSecret);
  const gate = createGate(parts.keys, limiter);
  const routes = allRoutes({ parts, figures, streams, visitors, limiter });
  mountRoutes(app, routes, parts, { gate, limiter, visitors });
  parts.pages?.(app);
  app.use((_request: Request, response: Response) => {
    sendProblem(response, problem("not-found", "there is nothing at this address"));
  });
  app.use((thrown: unknown, _request: Request, response: Response, _next: NextFunction) => {
    sendProblem(response, problemOfThrown(parts, String(response.locals.requestId), thrown));
  });
  return app;
}

/** Only our own files may run, load or frame anything. A page that needs more says so in its own answer. */
function securityHeaders(): ReturnType<typeof helmet> {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", "data:"],
        fontSrc: ["'self'"],
        mediaSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    crossOriginResourcePolicy: { policy: "cross-origin" },
  });
}
