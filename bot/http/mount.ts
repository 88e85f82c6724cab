import type { Express, Request, Response } from "express";
import type { Actor } from "../contracts/commands.ts";
import { type Gate, tooMany } from "./auth.ts";
import type { Visitors } from "./chat/visitors.ts";
import { checkInput, storableTexts } from "./check-input.ts";
import { addressOf } from "./door/caller.ts";
import { problemOfThrown } from "./door/failures.ts";
import { BODY_LIMITS, readBody } from "./door/read-body.ts";
import { readJson } from "./door/read-json.ts";
import type { HttpParts } from "./parts.ts";
import { isProblem, PROBLEMS, type Problem, problem, problemBody, problemHeaders } from "./problems.ts";
import type { RateLimiter } from "./rate-limit.ts";
import type { Answer, CallBase, Outcome, RawCall, Route } from "./route.ts";

/** Whoever calls a public route. */
const NOBODY: Actor = { id: "public", role: "system" };

export interface Doorkeepers {
  readonly gate: Gate;
  readonly limiter: RateLimiter;
  readonly visitors: Visitors;
}

/** Puts the routes into Express: who may, how often, with what input; then the handler; then its answer or refusal. */
export function mountRoutes(
  app: Express,
  routes: readonly Route[],
  parts: HttpParts,
  keepers: Doorkeepers,
): void {
  for (const route of routes) {
    const { run } = route;
    if (run === "front") continue;
    app[route.method](expressPath(route.path), async (request, response) => {
      response.locals.route = route.path;
      const outcome = await attempt(route, run, request, response, parts, keepers);
      if (isProblem(outcome)) sendProblem(response, outcome);
      else sendAnswer(response, outcome);
    });
  }
}

/** `/leads/{id}` as Express writes it: `/leads/:id`. */
export function expressPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ":$1");
}

/** Sends a refusal in the API's error shape. */
export function sendProblem(response: Response, refusal: Problem): void {
  if (response.headersSent) {
    response.end();
    return;
  }
  if (refusal.problem === "too-large") response.set("Connection", "close");
  response.status(PROBLEMS[refusal.problem]).set(problemHeaders(refusal)).json(problemBody(refusal));
}

async function attempt(
  route: Route,
  run: (call: RawCall) => Promise<Outcome>,
  request: Request,
  response: Response,
  parts: HttpParts,
  keepers: Doorkeepers,
): Promise<Outcome> {
  const requestId = String(response.locals.requestId);
  try {
    const address = addressOf(request, parts.trustedProxies ?? 0);
    const actor = await admit(route, request, address, keepers);
    if (isProblem(actor)) return actor;
    response.locals.actor = actor.id;
    const base: CallBase = { requestId, address, actor, headers: request.headers };
    const call = await readCall(route, request, base);
    return isProblem(call) ? call : await run(call);
  } catch (thrown) {
    return problemOfThrown(parts, requestId, thrown);
  }
}

async function admit(
  route: Route,
  request: Request,
  address: string,
  { gate, limiter, visitors }: Doorkeepers,
): Promise<Actor | Problem> {
  if (route.access === "rep" || route.access === "admin") {
    const admitted = await gate.admit(request.headers.authorization, route.access, address);
    return isProblem(admitted) ? admitted : admitted.actor;
  }
  if (route.access === "visitor") return admitVisitor(route, request, address, limiter, visitors);
  const wait = route.limit === undefined ? null : limiter.take(route.limit, address);
  return wait === null ? NOBODY : tooMany("too many requests", wait);
}

/** A visitor has an own allowance, and all visitors at one address share one: tokens cost nothing. */
function admitVisitor(
  route: Route,
  request: Request,
  address: string,
  limiter: RateLimiter,
  visitors: Visitors,
): Actor | Problem {
  const visitor = visitors.recognise(request.headers.authorization);
  if (isProblem(visitor)) return visitor;
  const shared = limiter.take("chatAddress", address);
  const own = route.limit === undefined ? null : limiter.take(route.limit, visitor.visitorId);
  const wait = Math.max(shared ?? 0, own ?? 0);
  return wait > 0 ? tooMany("too many requests", wait) : { id: visitor.visitorId, role: "system" };
}

async function readCall(route: Route, request: Request, base: CallBase): Promise<RawCall | Problem> {
  const params = checkInput(route.params, storableTexts(request.params), "address");
  // An id that cannot be one belongs to nothing that exists.
  if (isProblem(params)) return problem("not-found", "there is nothing at this address");
  const query = checkInput(route.query, storableTexts(request.query as Record<string, unknown>), "query");
  if (isProblem(query)) return query;
  const body = await readRouteBody(route, request);
  if (isProblem(body)) return body;
  return { ...base, params: params.value, query: query.value, body: body.value };
}

async function readRouteBody(route: Route, request: Request): Promise<{ readonly value: unknown } | Problem> {
  if (route.body === undefined) return { value: undefined };
  const bytes = await readBody(request, route.bodyLimit ?? BODY_LIMITS.json);
  if (isProblem(bytes)) return bytes;
  if (route.rawBody !== undefined) return { value: bytes };
  if (bytes.length === 0 && route.bodyOptional) return checkInput(route.body, {}, "body");
  if (!/^application\/(?:[\w.+-]+\+)?json\b/i.test(request.headers["content-type"] ?? "")) {
    return problem("unsupported-media-type", "send the body as Content-Type: application/json");
  }
  const json = readJson(bytes);
  return isProblem(json) ? json : checkInput(route.body, json.value, "body");
}

function sendAnswer(response: Response, answer: Answer): void {
  response.status(answer.status).set(answer.headers ?? {});
  if (answer.stream) {
    response.flushHeaders();
    answer.stream(response);
  } else if (answer.raw) {
    response.set("Content-Type", answer.raw.mediaType);
    const { bytes } = answer.raw;
    response.end(typeof bytes === "string" ? bytes : Buffer.from(bytes));
  } else if (answer.body === undefined) {
    response.end();
  } else {
    response.json(answer.body);
  }
}
