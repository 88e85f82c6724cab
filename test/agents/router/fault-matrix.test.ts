import { afterAll, beforeAll, expect, test } from "vitest";
import { type AttemptOutcome, PROVIDERS, type ProviderName } from "../../../agents/router/models.ts";
import { openModels } from "../../../agents/router/open-models.ts";
import { ROUTES, type Routes } from "../../../agents/router/routes.ts";
import { MISBEHAVIOURS, type Misbehaviour } from "../../support/models/misbehaviour.ts";
import { memoryParts, tried } from "../../support/models/parts.ts";
import { GOOD, needQuestion } from "../../support/models/questions.ts";
import { type StandInModels, standInModels } from "../../support/models/stand-in.ts";

/** Short where the deadline is what is tested, else so long that a busy machine changes nothing. */
const STALL_MS = 400;
const limitFor = (how: Misbehaviour) => (EXPECTED[how][0] === "timed-out" ? STALL_MS : 10_000);
/** Whoever is being broken comes first, whoever helps second. */
const routesFor = (first: ProviderName, second: ProviderName, attemptMs: number): Routes => ({
  ...ROUTES,
  understanding: {
    ...ROUTES.understanding,
    attemptMs,
    wholeMs: 30_000,
    chain: [first, second],
    arabic: [first, second],
  },
});

/** What the router must make of each way of being wrong: the outcome of every attempt at the broken provider. */
const EXPECTED: Readonly<Record<Misbehaviour, readonly AttemptOutcome[]>> = {
  refused: ["refused-connection"],
  reset: ["refused-connection"],
  hang: ["timed-out"],
  slow: ["timed-out"],
  "slow-drip": ["timed-out"],
  stalled: ["timed-out"],
  "cut-body": ["truncated"],
  "rate-limited": ["rate-limited"],
  "server-error": ["server-error"],
  overloaded: ["overloaded"],
  unauthorized: ["unauthorized"],
  "bad-request": ["bad-request"],
  html: ["malformed"],
  "malformed-body": ["malformed"],
  // The model is asked once to mend what it wrote.
  "malformed-json": ["malformed", "malformed"],
  "wrong-schema": ["wrong-schema", "wrong-schema"],
  truncated: ["truncated"],
  empty: ["empty"],
  refusal: ["refusal"],
  "wrong-language": ["wrong-language"],
};

let vendors: StandInModels;
const helperOf = (name: ProviderName): ProviderName => (name === "anthropic" ? "gemini" : "anthropic");

beforeAll(async () => {
  vendors = await standInModels({ answer: () => GOOD });
});
afterAll(() => vendors.close());

/** A router with fresh circuits: what one case broke says nothing about the next. */
async function routerFor(name: ProviderName, how: Misbehaviour) {
  const { parts, accounts } = memoryParts();
  const router = await openModels(vendors.settings, {
    ...parts,
    routes: routesFor(name, helperOf(name), limitFor(how)),
  });
  return { router, accounts };
}

const said = (name: ProviderName, how: Misbehaviour) =>
  EXPECTED[how].map((outcome) => `${name} ${outcome}`).join(", ");

test.each(PROVIDERS.flatMap((name) => MISBEHAVIOURS.map((how) => ({ name, how }))))(
  "$name: $how → the next provider answers, and everybody broken → a failure that says so",
  async ({ name, how }) => {
    const helper = helperOf(name);
    const question = needQuestion({ speaks: "ar" });
    const one = await routerFor(name, how);
    await vendors.misbehave(name, how);
    const startedAt = performance.now();
    const answer = await one.router.ask(question);
    const took = performance.now() - startedAt;
    expect(tried(answer.call)).toBe(`${said(name, how)}, ${helper} answered`);
    expect(answer).toMatchObject({ ok: true, value: GOOD, call: { provider: helper, fromCache: false } });
    if (EXPECTED[how][0] === "timed-out") expect(took).toBeGreaterThanOrEqual(STALL_MS - 5);
    expect(one.accounts.calls).toMatchObject([{ report: answer.call }]);

    const both = await routerFor(name, how);
    await vendors.misbehave(helper, how);
    const nobody = await both.router.ask(question);
    expect(tried(nobody.call)).toBe(`${said(name, how)}, ${said(helper, how)}`);
    expect(nobody).toMatchObject({ ok: false, why: "failed", call: { provider: null, model: null } });
    expect(nobody.ok ? "" : nobody.detail).toMatch(new RegExp(`^${EXPECTED[how].at(-1)}: `));
    expect(both.accounts.calls).toMatchObject([{ report: nobody.call }]);

    await vendors.misbehave("all", null);
    expect(vendors.complaints).toEqual([]);
  },
);
