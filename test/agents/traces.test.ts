import { once } from "node:events";
import { createServer } from "node:http";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type { AttemptReport } from "../../agents/router/models.ts";
import { deleteTraces, openTraces } from "../../agents/router/traces.ts";
import { Secret } from "../../bot/contracts/secret.ts";

interface Received {
  readonly path: string;
  readonly auth: string;
  readonly body: string;
}

async function langfuse() {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    const body = request.headers["content-encoding"] === "gzip" ? gunzipSync(bytes) : bytes;
    received.push({
      path: `${request.method} ${request.url}`,
      auth: request.headers.authorization ?? "",
      body: body.toString("utf8"),
    });
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { received, url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

const attempt = (change: Partial<AttemptReport>): AttemptReport => ({
  ...{ provider: "glm", model: "glm-5.2", outcome: "answered", milliseconds: 300 },
  ...{ tokensIn: 1000, tokensOut: 50, tokensCached: 400, costUsd: 0.002 },
  ...change,
});

const call = (turn: number, attempts: readonly AttemptReport[]) => ({
  task: "understanding" as const,
  about: { conversationId: "talk-7", turn },
  language: "ar" as const,
  startedAt: Date.now(),
  input: "رقمي ⟦PHONE_1⟧ أو 0551234567",
  output: '{"phone":"+966551234567"}',
  report: {
    ...{ provider: "glm" as const, model: "glm-5.2", milliseconds: 500, costUsd: 0.002, fromCache: false },
    attempts,
  },
});

interface Span {
  readonly traceId: string;
  readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue?: string } }[];
}

function spansOf(body: string): readonly Span[] {
  const sent = JSON.parse(body) as {
    readonly resourceSpans: readonly {
      readonly scopeSpans: readonly { readonly spans: readonly Span[] }[];
    }[];
  };
  return sent.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
}

const textOf = (span: Span | undefined, key: string) =>
  span?.attributes.find((each) => each.key === key)?.value.stringValue;

test("a turn is one trace, each attempt a generation with model, usage and cost, and nobody's number in it", async () => {
  const house = await langfuse();
  const traces = await openTraces({ publicKey: "pk", secretKey: new Secret("sk"), baseUrl: house.url });
  traces.call(call(1, [attempt({ provider: "groq", model: "gpt", outcome: "timed-out" }), attempt({})]));
  traces.call(call(2, [attempt({})]));
  await traces.close();
  house.close();
  expect(new Set(house.received.map(({ path }) => path))).toEqual(
    new Set(["POST /api/public/otel/v1/traces"]),
  );
  expect(house.received[0]?.auth).toBe(`Basic ${Buffer.from("pk:sk").toString("base64")}`);
  const spans = house.received.flatMap(({ body }) => spansOf(body));
  expect(spans).toHaveLength(3);
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(2);
  const answered = spans.filter((span) => textOf(span, "langfuse.observation.model.name") === "glm-5.2");
  expect(answered).toHaveLength(2);
  const [first] = answered;
  expect(textOf(first, "langfuse.observation.type")).toBe("generation");
  expect(textOf(first, "session.id")).toBe("talk-7");
  expect(JSON.parse(textOf(first, "langfuse.observation.usage_details") ?? "")).toEqual({
    input: 600,
    input_cached_tokens: 400,
    output: 50,
  });
  expect(JSON.parse(textOf(first, "langfuse.observation.cost_details") ?? "")).toEqual({ total: 0.002 });
  expect(textOf(first, "langfuse.observation.input")).toBe("رقمي ⟦PHONE_1⟧ أو ⟦PHONE⟧");
  expect(JSON.stringify(house.received)).not.toContain("551234567");
});

test("the traces of an erased talk are deleted by the very ids they were sent with", async () => {
  const house = await langfuse();
  const setting = { publicKey: "pk", secretKey: new Secret("sk"), baseUrl: house.url };
  const traces = await openTraces(setting);
  const outside = { ...call(0, [attempt({})]), about: { conversationId: "talk-7", turn: null } };
  traces.call(outside);
  traces.call(call(3, [attempt({})]));
  traces.call({ ...call(3, [attempt({})]), about: { conversationId: "talk-8", turn: 3 } });
  await traces.close();
  const sent = house.received.flatMap(({ body }) => spansOf(body));
  const idsOf = (talk: string) =>
    new Set(sent.filter((span) => textOf(span, "session.id") === talk).map(({ traceId }) => traceId));
  expect(idsOf("talk-7").size).toBe(2);
  expect(await deleteTraces("talk-7", 210, setting)).toBeNull();
  const deletions = house.received.filter(({ path }) => path === "DELETE /api/public/traces");
  const deleted = deletions.flatMap(({ body }) => (JSON.parse(body) as { traceIds: string[] }).traceIds);
  for (const id of idsOf("talk-7")) expect(deleted).toContain(id);
  for (const id of idsOf("talk-8")) expect(deleted).not.toContain(id);
  expect([deleted.length, new Set(deleted).size, deletions.length]).toEqual([212, 212, 3]);
  expect(deletions[0]?.auth).toBe(`Basic ${Buffer.from("pk:sk").toString("base64")}`);
  house.close();
  expect(await deleteTraces("talk-7", 1, { ...setting, baseUrl: "http://127.0.0.1:1" })).toMatch(/reached/u);
});

test("a Langfuse that is away breaks nothing and holds the end up for three seconds at most", async () => {
  const traces = await openTraces({
    ...{ publicKey: "pk", secretKey: new Secret("sk"), baseUrl: "http://127.0.0.1:1" },
  });
  const began = performance.now();
  for (let n = 0; n < 500; n += 1) traces.call(call(n, [attempt({})]));
  expect(performance.now() - began).toBeLessThan(2_000);
  await traces.close();
  expect(performance.now() - began).toBeLessThan(6_000);
});

test("without both keys nothing is traced", async () => {
  const house = await langfuse();
  const traces = await openTraces({ publicKey: "pk", secretKey: null, baseUrl: house.url });
  traces.call(call(1, [attempt({})]));
  await traces.close();
  house.close();
  expect(house.received).toEqual([]);
});
