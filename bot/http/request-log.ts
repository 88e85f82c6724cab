import type { NextFunction, Request, Response } from "express";
import type { Figures } from "./figures.ts";
import type { Log } from "./parts.ts";

/**
 * One line for each answered request: the route's pattern, never the address, its query, its headers or its body, which
 * may carry names, numbers and words of people.
 */
export function logRequests(
  log: Log,
  figures: Figures,
  now: () => number,
): (request: Request, response: Response, next: NextFunction) => void {
  return (request, response, next) => {
    const began = now();
    response.locals.requestId = response.getHeader("X-Request-Id");
    response.once("close", () => {
      const route = typeof response.locals.route === "string" ? response.locals.route : "other";
      const milliseconds = now() - began;
      figures.served(request.method, route, response.statusCode, milliseconds);
      log.info(
        {
          requestId: response.locals.requestId,
          method: request.method,
          route,
          status: response.statusCode,
          milliseconds,
          ...(response.locals.actor ? { actor: response.locals.actor } : {}),
          ...(response.writableFinished ? {} : { brokenOff: true }),
        },
        "request",
      );
    });
    next();
  };
}
