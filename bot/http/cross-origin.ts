import type { NextFunction, Request, Response } from "express";

/**
 * Any website may call the API: nothing here trusts a cookie, so another origin can do no more than its own key or
 * visitor token allows.
 */
export function crossOrigin(request: Request, response: Response, next: NextFunction): void {
  response.set("Access-Control-Allow-Origin", "*");
  response.set("Access-Control-Expose-Headers", "X-Request-Id, Retry-After");
  if (request.method !== "OPTIONS") {
    next();
    return;
  }
  response.set("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE");
  response.set("Access-Control-Allow-Headers", "Authorization, Content-Type, Idempotency-Key, X-Request-Id");
  response.set("Access-Control-Max-Age", "600");
  response.status(204).end();
}
