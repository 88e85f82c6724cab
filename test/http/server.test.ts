import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RawRequest } from "../../bot/contracts/channel.ts";
import type { Commands } from "../../bot/contracts/commands.ts";
import type { Records } from "../../bot/contracts/records.ts";
import { ADMIN_KEY, call, only, REP_KEY, type RunningServer, startServer } from "../support/http-server.ts";

const posted: { platform: string; request: RawRequest }[] = [];
let outcome: () => Promise<"stored" | "not-genuine" | "unknown-channel"> = async () => "stored";
let ping: () => Promise<void> = async () => {};
let running: RunningServer;

beforeAll(async () => {
  running = await startServer({
    commands: only<Commands>("commands", {
      receiveWebhook: async (platform, request) => {
        posted.push({ platform, request });
        return outcome();
      },
    }),
    records: only<Records>("records", { ping: () => ping() }),
    verifyChallenge: (query) =>
      query["hub.verify_token"] === "right" ? (query["hub.challenge"] ?? null) : null,
    partStates: () => ({ storage: { state: "up", detail: "embedded" }, whatsapp: { state: "off" } }),
    metrics: () => [
      {
        name: "majlis_turns_total",
        help: "Turns",
        kind: "counter",
        samples: [{ labels: { stage: "book" }, value: 7 }],
      },
    ],
  });
});
afterAll(() => running.server.close(0));

const webhook = (
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
  platform = "whatsapp",
) => fetch(`${running.url}/api/v1/webhooks/${platform}`, { method: "POST", headers, body });

test("a platform's webhook is handed on as the very bytes that came, and answered once stored", async () => {
  const body = Buffer.from('{"text": "\\u0627\\u0647\\u0644\\u0627 أهلا"}');
  const response = await webhook(body, { "X-Hub-Signature-256": "sha256=ab", "X-Request-Id": "from-meta-1" });
  expect(response.status).toBe(200);
  expect(response.headers.get("x-request-id")).toBe("from-meta-1");
  const last = posted.at(-1);
  expect(last?.platform).toBe("whatsapp");
  expect(last?.request.headers["x-hub-signature-256"]).toBe("sha256=ab");
  expect(Buffer.from(last?.request.body ?? []).equals(body)).toBe(true);
});

test("200 comes only after the store has it; a store that fails makes the platform deliver again", async () => {
  let stored = false;
  outcome = async () => {
    await new Promise((resolve) => setTimeout(resolve, 60));
    stored = true;
    return "stored";
  };
  expect((await webhook("{}")).status).toBe(200);
  expect(stored).toBe(true);
  outcome = async () => Promise.reject(new Error("connection to 10.1.2.3 as user majlis refused"));
  const failed = await webhook("{}");
  expect(failed.status).toBe(503);
  expect(failed.headers.get("retry-after")).toBe("5");
  expect(await failed.text()).not.toContain("10.1.2.3");
  outcome = async () => "stored";
});

test("what is not genuine is 401; an unknown platform 404; one not set up says so", async () => {
  outcome = async () => "not-genuine";
  const forged = await webhook("{}", { "x-hub-signature-256": "sha256=00" });
  expect(forged.status).toBe(401);
  expect(await forged.json()).toEqual({
    error: { code: "unauthorized", message: "the signature is missing or wrong" },
  });
  outcome = async () => "unknown-channel";
  expect((await webhook("{}", {}, "calendly")).status).toBe(401);
  const notSetUp = await webhook("{}", { "calendly-webhook-signature": "t=1,v1=00" }, "calendly");
  expect(notSetUp.status).toBe(404);
  expect(await notSetUp.json()).toMatchObject({ error: { code: "channel-not-configured" } });
  expect((await webhook("{}", {}, "constructor")).status).toBe(404);
  expect(await (await webhook("{}", {}, "fax")).json()).toMatchObject({ error: { code: "not-found" } });
  outcome = async () => "stored";
});

test("3 MB pass, one byte more is 413, a compressed body 415, and nothing of either is handed on", async () => {
  const limit = 3 * 1024 * 1024;
  expect((await webhook(new Uint8Array(limit))).status).toBe(200);
  const before = posted.length;
  const large = await webhook(new Uint8Array(limit + 1));
  expect(large.status).toBe(413);
  expect(await large.json()).toMatchObject({ error: { code: "too-large" } });
  expect((await webhook("x", { "Content-Encoding": "gzip" })).status).toBe(415);
  expect(posted.length).toBe(before);
});

test("a body that breaks off is not handed on", async () => {
  const before = posted.length;
  const { port } = new URL(running.url);
  await new Promise<void>((resolve) => {
    const socket = connect(Number(port), "127.0.0.1", () => {
      socket.write("POST /api/v1/webhooks/whatsapp HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf");
      setTimeout(() => socket.destroy(), 50);
    });
    socket.on("close", () => resolve());
  });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(posted.length).toBe(before);
});

test("the platform's challenge is echoed for the right token only", async () => {
  const ask = (token: string) =>
    fetch(
      `${running.url}/api/v1/webhooks/whatsapp?hub.mode=subscribe&hub.verify_token=${token}&hub.challenge=1158`,
    );
  const right = await ask("right");
  expect(right.status).toBe(200);
  expect(await right.text()).toBe("1158");
  expect(right.headers.get("content-type")).toContain("text/plain");
  expect((await ask("wrong")).status).toBe(403);
});

test("health: alive without the store, ready and up only with it", async () => {
  const live = await fetch(`${running.url}/health/live`);
  expect(await live.json()).toEqual({ status: "alive" });
  expect(live.headers.get("x-request-id")).toMatch(/^test-\d+$/);
  const health = await call(`${running.url}/health`, { key: null });
  expect(await health.json()).toMatchObject({
    status: "ok",
    version: "0.0.0-test",
    parts: { storage: { state: "up", detail: "embedded" }, whatsapp: { state: "off" } },
  });
  ping = async () => Promise.reject(new Error("away"));
  expect((await fetch(`${running.url}/health/live`)).status).toBe(200);
  expect((await fetch(`${running.url}/health/ready`)).status).toBe(503);
  const down = await fetch(`${running.url}/health`);
  expect(down.status).toBe(503);
  expect(await down.json()).toMatchObject({
    status: "down",
    parts: { storage: { state: "down", detail: "embedded" } },
  });
  ping = async () => {};
});

test("keys: none or unknown is 401, and the figures want one", async () => {
  const none = await call(`${running.url}/metrics`, { key: null });
  expect(none.status).toBe(401);
  expect(none.headers.get("www-authenticate")).toContain("Bearer");
  expect(await none.json()).toMatchObject({ error: { code: "unauthorized" } });
  expect((await call(`${running.url}/metrics`, { key: "nobody's" })).status).toBe(401);
  const figures = await call(`${running.url}/metrics`, { key: REP_KEY });
  expect(figures.status).toBe(200);
  const text = await figures.text();
  expect(text).toContain('majlis_turns_total{stage="book"} 7');
  expect(text).toContain('majlis_webhooks_total{platform="whatsapp",status="200"}');
});

test("unknown addresses are 404 in the error shape, garbled ones 400, both with id and strict headers", async () => {
  const unknown = await call(`${running.url}/api/v1/nothing?secret=1`);
  expect(unknown.status).toBe(404);
  expect(await unknown.json()).toMatchObject({ error: { code: "not-found" } });
  expect(unknown.headers.get("x-request-id")).not.toBeNull();
  expect(unknown.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(unknown.headers.get("x-powered-by")).toBeNull();
  expect((await call(`${running.url}/api/v1/sectors/logistics`)).status).toBe(404);
});

test("a request id that is not harmless is replaced", async () => {
  const response = await fetch(`${running.url}/health`, {
    headers: { "x-request-id": 'x" onload=alert(1)' },
  });
  expect(response.headers.get("x-request-id")).toMatch(/^test-\d+$/);
});

test("other websites may call, without cookies", async () => {
  const preflight = await fetch(`${running.url}/api/v1/webhooks/form`, { method: "OPTIONS" });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get("access-control-allow-origin")).toBe("*");
  expect(preflight.headers.get("access-control-allow-credentials")).toBeNull();
});

test("the log has one line a request: no key, no query value, no body", async () => {
  const mark = running.logged.length;
  await call(`${running.url}/health?phone=%2B966501234567`);
  await webhook('{"from":"966501234567"}', { "x-request-id": "log-1" });
  while (running.logged.length < mark + 2) await new Promise((resolve) => setTimeout(resolve, 10));
  const lines = running.logged.slice(mark);
  expect(lines.map(({ message }) => message).sort()).toEqual(["request", "webhook stored"]);
  expect(lines.find(({ message }) => message === "request")?.fields).toMatchObject({
    method: "GET",
    route: "/health",
    status: 200,
  });
  const everything = JSON.stringify(running.logged);
  expect(everything).not.toContain("501234567");
  expect(everything).not.toContain(ADMIN_KEY);
});

test("close() lets a running request finish and then refuses", async () => {
  let finish: () => void = () => {};
  const slow = await startServer({
    records: only<Records>("records", { ping: () => new Promise((resolve) => (finish = resolve)) }),
  });
  const answer = fetch(`${slow.url}/health/ready`);
  await new Promise((resolve) => setTimeout(resolve, 60));
  const closed = slow.server.close(2_000);
  finish();
  expect((await answer).status).toBe(200);
  await closed;
  await expect(fetch(`${slow.url}/health/live`)).rejects.toThrow();
});
