import { afterAll, beforeAll, expect, test } from "vitest";
import { Secret } from "../../bot/contracts/secret.ts";
import { createApp } from "../../bot/http/app.ts";
import { createVisitors } from "../../bot/http/chat/visitors.ts";
import { createFigures } from "../../bot/http/figures.ts";
import { FRONT_ROUTES } from "../../bot/http/front-door.ts";
import { expressPath } from "../../bot/http/mount.ts";
import type { HttpParts } from "../../bot/http/parts.ts";
import { createStreams } from "../../bot/http/streams.ts";
import { readDocument } from "../support/api-document.ts";
import { only, type RunningServer, startServer } from "../support/http-server.ts";

let running: RunningServer;
beforeAll(async () => {
  running = await startServer({});
});
afterAll(() => running.server.close(0));

interface Layer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
}

test("every mounted route is in the document, and everything in the document is mounted", async () => {
  const parts = only<HttpParts>("parts", {
    version: "0",
    chatSecret: new Secret("x"),
    log: only("log", {}),
    records: only("records", {}),
    commands: only("commands", {}),
    now: Date.now,
    pages: () => {},
    agents: [],
    limits: {},
  });
  const app = createApp(parts, createFigures(), createStreams());
  const layers = (app.router as unknown as { readonly stack: readonly Layer[] }).stack;
  const mounted = layers.flatMap(({ route }) =>
    route ? Object.keys(route.methods).map((method) => `${method} ${route.path}`) : [],
  );
  const { operations } = await readDocument(running.url);
  const documented = operations.map(({ method, path }) => `${method} ${expressPath(path)}`);
  expect([...mounted, ...FRONT_ROUTES].toSorted()).toEqual(documented.toSorted());
});

test("the contract's table is there, method by method", async () => {
  const { operations } = await readDocument(running.url);
  const have = new Set(operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`));
  const base = "/api/v1";
  const promised = [
    "GET /health",
    "GET /health/live",
    "GET /health/ready",
    "GET /metrics",
    "GET /docs",
    `GET ${base}/openapi.json`,
    ...["GET", "POST"].map((method) => `${method} ${base}/leads`),
    ...["GET", "PATCH", "DELETE"].map((method) => `${method} ${base}/leads/{id}`),
    `GET ${base}/conversations`,
    `GET ${base}/conversations/{id}`,
    ...["GET", "POST"].map((method) => `${method} ${base}/conversations/{id}/messages`),
    `GET ${base}/conversations/{id}/trace`,
    `POST ${base}/conversations/{id}/takeover`,
    `POST ${base}/conversations/{id}/release`,
    `POST ${base}/sales/script`,
    `POST ${base}/sales/proposal`,
    `GET ${base}/proposals`,
    ...["GET", "PATCH"].map((method) => `${method} ${base}/proposals/{id}`),
    `POST ${base}/proposals/{id}/approve`,
    `GET ${base}/proposals/{id}/pdf`,
    `GET ${base}/bookings`,
    `POST ${base}/bookings/{id}/cancel`,
    `GET ${base}/availability`,
    ...["GET", "POST"].map((method) => `${method} ${base}/webhooks/whatsapp`),
    ...["calendly", "hubspot", "resend", "sendgrid", "telegram", "form"].map(
      (name) => `POST ${base}/webhooks/${name}`,
    ),
    `GET ${base}/analytics`,
    `GET ${base}/analytics/funnel`,
    `GET ${base}/analytics/llm`,
    ...["GET", "PUT"].map((method) => `${method} ${base}/settings/company`),
    `GET ${base}/contacts/{id}/export`,
    `DELETE ${base}/contacts/{id}`,
  ];
  expect(promised.filter((operation) => !have.has(operation))).toEqual([]);
});

test("operation ids are unique, and every reference leads somewhere", async () => {
  const text = await (await fetch(`${running.url}/api/v1/openapi.json`)).text();
  const document = JSON.parse(text) as { components: { schemas: Record<string, unknown> } };
  const ids = [...text.matchAll(/"operationId":"(\w+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toContain("getLeadsById");
  const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference ?? "");
  expect(references.length).toBeGreaterThan(50);
  for (const reference of references) {
    const name = /^#\/components\/schemas\/(\w+)$/.exec(reference)?.[1];
    expect(Object.keys(document.components.schemas)).toContain(name);
  }
});

test("the docs page shows every operation, runs no script and loads nothing from elsewhere", async () => {
  const response = await fetch(`${running.url}/docs`);
  const page = await response.text();
  expect(response.headers.get("content-type")).toContain("text/html");
  const { operations } = await readDocument(running.url);
  for (const { path } of operations) expect(page).toContain(`<code>${path}</code>`);
  const anchors = [...page.matchAll(/href="#([\w-]+)"/g)].map(([, anchor]) => anchor ?? "");
  expect(anchors.length).toBeGreaterThan(40);
  expect(anchors.filter((anchor) => !page.includes(`id="${anchor}"`))).toEqual([]);
  expect(page).not.toMatch(/<script|https?:|style=|undefined|\[object/);
  expect((await fetch(`${running.url}/docs/docs.css`)).headers.get("content-type")).toContain("text/css");
});

test("tokens of one server are another's only with the same secret", () => {
  const one = createVisitors(new Secret("one"));
  const { visitorId, token } = one.welcome();
  expect(visitorId).toMatch(/^v_[0-9a-f]{32}$/);
  expect(createVisitors(new Secret("one")).recognise(`Bearer ${token}`)).toEqual({ visitorId });
  expect(createVisitors(new Secret("two")).recognise(`Bearer ${token}`)).toMatchObject({
    problem: "unauthorized",
  });
});
