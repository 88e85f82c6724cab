import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { Secret } from "../../../bot/contracts/secret.ts";
import { type WhatsAppChannel, whatsapp } from "../../../channels/whatsapp/index.ts";
import { type Answer, json, loopback } from "../../support/loopback.ts";

const bytes = Buffer.from("OggS voice note");
const hash = createHash("sha256").update(bytes).digest();
let platform: Awaited<ReturnType<typeof loopback>>;
let channel: WhatsAppChannel;

/** Meta with one file: its description under its id, its bytes under /file. */
const meta =
  (
    described: object = {},
    file: Answer = (_, response) => response.writeHead(200, { "content-type": "audio/ogg" }).end(bytes),
  ): Answer =>
  (request, response, incoming) => {
    const info = {
      id: "4711",
      url: `${platform.url}/file`,
      mime_type: "audio/ogg; codecs=opus",
      sha256: hash.toString("hex"),
      file_size: bytes.length,
    };
    (request.path === "/file" ? file : json(200, { ...info, ...described }))(request, response, incoming);
  };

beforeAll(async () => {
  platform = await loopback((_, response) => response.end());
  channel = whatsapp(
    {
      accessToken: new Secret("token"),
      appSecret: new Secret("s"),
      verifyToken: new Secret("v"),
      baseUrl: platform.url,
      apiVersion: "v26.0",
      messagesPerSecond: 0,
      publicUrl: null,
    },
    { now: Date.now, readFile: async () => null, timeoutMs: 1_000 },
  );
});
beforeEach(() => {
  platform.heard.length = 0;
  platform.answer(meta());
});
afterAll(() => Promise.all([channel.close(), platform.close()]));

test("the bytes, asked for with our token, checked against the webhook's hash", async () => {
  expect(await channel.fetchMedia(`4711#${hash.toString("base64")}`)).toEqual({
    ok: true,
    bytes,
    mediaType: "audio/ogg; codecs=opus",
  });
  expect(platform.heard.map(({ path, headers }) => [path, headers.authorization])).toEqual([
    ["/v26.0/4711", "Bearer token"],
    ["/file", "Bearer token"],
  ]);
});

test("without a hash in the webhook, Meta's own counts", async () => {
  expect(await channel.fetchMedia("4711")).toMatchObject({ ok: true });
  platform.answer(meta({ sha256: "0".repeat(64) }));
  expect(await channel.fetchMedia("4711")).toMatchObject({ ok: false, failure: "damaged" });
});

test("other bytes than the ones that were sent are refused", async () => {
  platform.answer(meta({}, (_, response) => response.end("something else")));
  expect(await channel.fetchMedia(`4711#${hash.toString("base64")}`)).toMatchObject({
    ok: false,
    failure: "damaged",
  });
});

test("an address that went stale is asked for again, once", async () => {
  let asked = 0;
  platform.answer(
    meta({}, (_, response) => {
      asked += 1;
      if (asked === 1) response.writeHead(404).end();
      else response.end(bytes);
    }),
  );
  expect(await channel.fetchMedia("4711")).toMatchObject({ ok: true });
  platform.answer(meta({}, (_, response) => response.writeHead(404).end()));
  expect(await channel.fetchMedia("4711")).toMatchObject({ ok: false, failure: "gone" });
});

test("our token goes to Meta's hosts only", async () => {
  platform.answer(meta({ url: "https://example.com/steal" }));
  expect(await channel.fetchMedia("4711")).toMatchObject({ ok: false, failure: "blocked" });
  platform.answer(meta({ url: "http://169.254.169.254/" }));
  expect(await channel.fetchMedia("4711")).toMatchObject({ ok: false, failure: "blocked" });
});

test("too large, gone, and away", async () => {
  platform.answer(meta({ file_size: 99_000_000 }));
  expect(await channel.fetchMedia("4711")).toMatchObject({ ok: false, failure: "too-large" });
  platform.answer(json(400, { error: { code: 100, error_subcode: 33 } }));
  expect(await channel.fetchMedia("4711")).toMatchObject({ ok: false, failure: "gone" });
  platform.answer((_, __, incoming) => incoming.socket.destroy());
  expect(await channel.fetchMedia("4711")).toMatchObject({ ok: false, failure: "unavailable" });
});
