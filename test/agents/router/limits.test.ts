import { expect, test } from "vitest";
import { failed } from "../../../agents/router/failures.ts";
import type { ProviderName } from "../../../agents/router/models.ts";
import type { Provider } from "../../../agents/router/parts.ts";
import { type Step, scripted } from "../../../agents/router/providers/scripted.ts";
import { createModels, type RouterParts } from "../../../agents/router/router.ts";
import { ROUTES, type Routes } from "../../../agents/router/routes.ts";
import { memoryParts, tried } from "../../support/models/parts.ts";
import { GOOD, needQuestion } from "../../support/models/questions.ts";

const HANGS: readonly Step[] = [{ hangs: true }];
const ANSWERS: readonly Step[] = [{ json: GOOD }];

function routes(attemptMs: number, wholeMs: number): Routes {
  return { ...ROUTES, understanding: { ...ROUTES.understanding, attemptMs, wholeMs } };
}

function routerOver(providers: readonly Provider[], changes: Partial<RouterParts> = {}) {
  const memory = memoryParts();
  return { ...memory, models: createModels({ ...memory.parts, providers, ...changes }) };
}

const glm = (script: readonly Step[]) => scripted("glm", script);
const groq = (script: readonly Step[]) => scripted("groq", script);

test("a provider that hangs costs its attempt's time and no more", async () => {
  const { models } = routerOver([glm(HANGS), groq(ANSWERS)], { routes: routes(60, 1_000) });
  const startedAt = performance.now();
  const answer = await models.ask(needQuestion());
  const took = performance.now() - startedAt;
  expect(tried(answer.call)).toBe("glm timed-out, groq answered");
  expect(took).toBeGreaterThanOrEqual(58);
  expect(answer.call.attempts[0]?.milliseconds).toBeGreaterThanOrEqual(58);
});

test("a provider that does not even listen to the signal is not waited for", async () => {
  const deaf: Provider = { ...glm(HANGS), complete: () => new Promise(() => undefined) };
  const { models } = routerOver([deaf, groq(ANSWERS)], { routes: routes(40, 1_000) });
  expect(tried((await models.ask(needQuestion())).call)).toBe("glm timed-out, groq answered");
});

test("the whole call ends by the route's limit and by the caller's deadline, whichever is sooner", async () => {
  const all = () => [glm(HANGS), groq(HANGS), scripted("gemini", ANSWERS)];
  const byRoute = routerOver(all(), { routes: routes(60, 90) });
  const late = await byRoute.models.ask(needQuestion());
  expect(late).toMatchObject({ ok: false, why: "too-late" });
  expect(tried(late.call)).toBe("glm timed-out, groq timed-out");
  const byCaller = routerOver(all(), { routes: routes(60, 5_000) });
  const hurried = await byCaller.models.ask(needQuestion({ deadline: Date.now() + 30 }));
  expect(hurried).toMatchObject({ ok: false, why: "too-late" });
  expect(tried(hurried.call)).toBe("glm timed-out");
  const past = await byCaller.models.ask(needQuestion({ deadline: Date.now() - 1 }));
  expect(past).toMatchObject({ ok: false, why: "too-late", call: { attempts: [] } });
});

test("a caller without time does not bring a provider's circuit down", async () => {
  const { models } = routerOver([glm(HANGS)], { routes: routes(5_000, 10_000) });
  for (let n = 0; n < 4; n += 1) await models.ask(needQuestion({ deadline: Date.now() + 10 }));
  expect(models.states()).toMatchObject([{ provider: "glm", circuit: "closed", inside: 0 }]);
});

test("the caller's cancel ends the call at once, asks nobody else and blames nobody", async () => {
  const second = groq(ANSWERS);
  const { models, accounts } = routerOver([glm(HANGS), second]);
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 20);
  const startedAt = performance.now();
  const answer = await models.ask(needQuestion({ signal: stop.signal }));
  expect(performance.now() - startedAt).toBeLessThan(1_000);
  expect(answer).toMatchObject({ ok: false, why: "cancelled" });
  expect(tried(answer.call)).toBe("glm cancelled");
  expect(second.asked).toHaveLength(0);
  expect(models.states()[0]).toMatchObject({ circuit: "closed", inside: 0 });
  expect(accounts.calls).toHaveLength(1);
  const already = await models.ask(needQuestion({ signal: AbortSignal.abort() }));
  expect(already).toMatchObject({ ok: false, why: "cancelled", call: { attempts: [] } });
});

/** A provider whose calls are ended by hand. */
function manual(name: ProviderName) {
  const ends: (() => void)[] = [];
  const provider: Provider = {
    ...scripted(name, []),
    complete: (_, signal) =>
      new Promise((done) => {
        ends.push(() =>
          done({ ok: true, value: JSON.stringify(GOOD), tokens: { in: 1, out: 1, cached: 0 } }),
        );
        signal.addEventListener("abort", () => done(failed("timed-out", "")), { once: true });
      }),
  };
  return { provider, ends };
}

test("no more calls at a time than places; the others wait in order and are served", async () => {
  const { provider, ends } = manual("glm");
  const { models } = routerOver([provider], { places: 2 });
  const served: number[] = [];
  const calls = [0, 1, 2, 3, 4].map(async (n) => {
    const answer = await models.ask(needQuestion());
    served.push(n);
    return answer.ok;
  });
  for (const inside of [2, 2, 2, 2, 1]) {
    await new Promise((later) => setTimeout(later, 5));
    expect(models.states()[0]?.inside).toBe(inside);
    ends.shift()?.();
  }
  expect(await Promise.all(calls)).toEqual([true, true, true, true, true]);
  expect(served).toEqual([0, 1, 2, 3, 4]);
  expect(models.states()[0]?.inside).toBe(0);
});

test("who waits in vain for a place goes to the next provider, and the busy one keeps its good name", async () => {
  const { provider, ends } = manual("glm");
  const { models } = routerOver([provider, groq(ANSWERS)], { places: 1, routes: routes(80, 1_000) });
  const first = models.ask(needQuestion({ task: "summary", prefer: "glm" }));
  const others = await Promise.all(
    [1, 2, 3].map(() => models.ask(needQuestion({ deadline: Date.now() + 500 }))),
  );
  ends.shift()?.();
  await first;
  expect(others.map(({ call }) => tried(call))).toEqual(
    Array.from({ length: 3 }, () => "glm overloaded, groq answered"),
  );
  expect(models.states()[0]).toMatchObject({ provider: "glm", inside: 0, circuit: "closed" });
});

test("with its circuit open a dead provider costs no time, and comes back by a probe", async () => {
  let now = 5_000_000;
  const script: Step[] = [{ fails: "server-error" }];
  const { models } = routerOver([glm(script), groq(ANSWERS)], { now: () => now });
  const outcomes: string[] = [];
  for (let n = 0; n < 4; n += 1) outcomes.push(tried((await models.ask(needQuestion())).call));
  expect(outcomes).toEqual([
    ...Array.from({ length: 3 }, () => "glm server-error, groq answered"),
    "glm circuit-open, groq answered",
  ]);
  now += 10_000;
  script[0] = { json: GOOD };
  expect(tried((await models.ask(needQuestion())).call)).toBe("glm answered");
  expect(models.states()).toMatchObject([{ circuit: "closed" }, { circuit: "closed" }]);
});

test("every circuit open: a failure at once, and nothing of the question left the house", async () => {
  const { models, accounts } = routerOver([glm([{ fails: "rate-limited", retryAfterMs: 60_000 }])]);
  await models.ask(needQuestion());
  const answer = await models.ask(needQuestion());
  expect(answer).toMatchObject({ ok: false, why: "failed", detail: "circuit-open: left alone for now" });
  expect(accounts.calls[1]?.left).toEqual([]);
});

test("a cache that is away makes a call cost something, not fail", async () => {
  const down = () => Promise.reject(new Error("down"));
  const away = { get: down, put: down, forget: down };
  const { models } = routerOver([glm(ANSWERS)], { cache: away });
  expect(await models.ask(needQuestion({ idempotent: true }))).toMatchObject({ ok: true, value: GOOD });
});

test("what was kept under an older form of the answer is asked for again", async () => {
  const { models, cache } = routerOver([glm(ANSWERS)]);
  await models.ask(needQuestion({ idempotent: true }));
  for (const entry of cache.kept.values()) entry.answer = '{"need":"x"}';
  const again = await models.ask(needQuestion({ idempotent: true }));
  expect(again).toMatchObject({ ok: true, call: { fromCache: false, provider: "glm" } });
});
