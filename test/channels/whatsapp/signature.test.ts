import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import type { RawRequest } from "../../../bot/contracts/channel.ts";
import { Secret } from "../../../bot/contracts/secret.ts";
import { whatsapp } from "../../../channels/whatsapp/index.ts";
import { isGenuine, verifyChallenge } from "../../../channels/whatsapp/signature.ts";

const secret = new Secret("app-secret");
const hmac = (body: string | Uint8Array, key = "app-secret", algorithm = "sha256") =>
  createHmac(algorithm, key).update(body).digest("hex");
const request = (body: string | Uint8Array, headers: Record<string, string>): RawRequest => ({
  headers,
  body: typeof body === "string" ? Buffer.from(body) : body,
});
const signed = (body: string, signature: string) => request(body, { "x-hub-signature-256": signature });

const plain = '{"entry":[{"text":"hello"}]}';
const arabic = '{"entry":[{"name":"نورة 😀","text":"السلام عليكم"}]}';
const escaped = arabic.replace(
  /[\u0080-\uffff]/g,
  (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
);

test("the right signature over the raw bytes is genuine", () => {
  for (const body of [plain, arabic, escaped]) {
    expect(isGenuine(signed(body, `sha256=${hmac(body)}`), secret)).toBe(true);
  }
});

test("a body whose escapes were turned into letters on the way is still genuine", () => {
  expect(escaped).not.toBe(arabic);
  expect(isGenuine(signed(arabic, `sha256=${hmac(escaped)}`), secret)).toBe(true);
});

test.each([
  ["no signature", {}],
  ["an empty one", { "x-hub-signature-256": "" }],
  ["a wrong one", { "x-hub-signature-256": `sha256=${"0".repeat(64)}` }],
  ["the old sha1 one alone", { "x-hub-signature": `sha1=${hmac(plain, "app-secret", "sha1")}` }],
  ["sha1 in the new header", { "x-hub-signature-256": `sha1=${hmac(plain, "app-secret", "sha1")}` }],
  ["another app's", { "x-hub-signature-256": `sha256=${hmac(plain, "other-secret")}` }],
  ["only half of it", { "x-hub-signature-256": `sha256=${hmac(plain).slice(0, 32)}` }],
  ["without its prefix", { "x-hub-signature-256": hmac(plain) }],
  ["with a word behind it", { "x-hub-signature-256": `sha256=${hmac(plain)}0` }],
])("%s is not genuine", (_, headers) => {
  expect(isGenuine(request(plain, headers as Record<string, string>), secret)).toBe(false);
});

test("one changed byte anywhere breaks it", () => {
  const signature = `sha256=${hmac(escaped)}`;
  const bytes = Buffer.from(escaped);
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(isGenuine(request(changed, { "x-hub-signature-256": signature }), secret)).toBe(false);
  }
});

test("re-serialised JSON with other spaces is not genuine", () => {
  const body = '{"a": 1}';
  expect(isGenuine(signed(JSON.stringify(JSON.parse(body)), `sha256=${hmac(body)}`), secret)).toBe(false);
});

test("bytes that are no UTF-8 are judged, not thrown at", () => {
  const bytes = Uint8Array.from([0xff, 0xfe, 0xd8, 0x00]);
  expect(isGenuine(request(bytes, { "x-hub-signature-256": `sha256=${hmac(bytes)}` }), secret)).toBe(true);
  expect(isGenuine(request(bytes, { "x-hub-signature-256": `sha256=${hmac("x")}` }), secret)).toBe(false);
});

test("without an app secret nothing is genuine", () => {
  expect(isGenuine(signed(plain, `sha256=${hmac(plain, "")}`), new Secret(""))).toBe(false);
});

test("the subscription check answers the challenge to the right token only", () => {
  const query = { "hub.mode": "subscribe", "hub.verify_token": "token", "hub.challenge": "1158201444" };
  const token = new Secret("token");
  expect(verifyChallenge(query, token)).toBe("1158201444");
  expect(verifyChallenge({ ...query, "hub.verify_token": "Token" }, token)).toBeNull();
  expect(verifyChallenge({ ...query, "hub.mode": "unsubscribe" }, token)).toBeNull();
  expect(verifyChallenge({ ...query, "hub.challenge": "<script>" }, token)).toBeNull();
  expect(verifyChallenge({ ...query, "hub.verify_token": ["token", "token"] }, token)).toBeNull();
  expect(verifyChallenge({}, token)).toBeNull();
  expect(verifyChallenge({ ...query, "hub.verify_token": "" }, new Secret(""))).toBeNull();
});

test("the channel judges, reads and answers the check with its own secrets", async () => {
  const channel = whatsapp(
    {
      accessToken: new Secret("t"),
      appSecret: secret,
      verifyToken: new Secret("verify"),
      baseUrl: "http://127.0.0.1:9",
      apiVersion: "v26.0",
      messagesPerSecond: 0,
      publicUrl: null,
    },
    { now: Date.now, readFile: async () => null },
  );
  expect(channel.isGenuine(signed(arabic, `sha256=${hmac(arabic)}`))).toBe(true);
  expect(channel.isGenuine(request(arabic, {}))).toBe(false);
  expect(channel.read(request("not JSON", {}))).toMatchObject([{ kind: "notice" }]);
  const query = { "hub.mode": "subscribe", "hub.verify_token": "verify", "hub.challenge": "7" };
  expect(channel.verifyChallenge(query)).toBe("7");
  await channel.close();
});
