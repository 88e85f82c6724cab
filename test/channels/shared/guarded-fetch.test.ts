import type { LookupAddress } from "node:dns";
import type { LookupFunction } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { guardedFetch, isPrivateAddress } from "../../../channels/shared/guarded-fetch.ts";
import { loopback } from "../../support/loopback.ts";

let server: Awaited<ReturnType<typeof loopback>>;
beforeAll(async () => {
  server = await loopback((_, response) => response.end());
});
beforeEach(() => {
  server.heard.length = 0;
  server.answer((_, response) => response.writeHead(200, { "content-type": "text/plain" }).end("hello"));
});
afterAll(() => server.close());

const trusted = () => ({ trustedOrigins: [server.url] });
const port = () => new URL(server.url).port;

/** Names that stand for what the test says. */
const names =
  (table: Readonly<Record<string, readonly string[]>>): LookupFunction =>
  (name, _, callback) => {
    const found = (table[name] ?? []).map(
      (address): LookupAddress => ({ address, family: address.includes(":") ? 6 : 4 }),
    );
    callback(null, found);
  };

describe("private places", () => {
  test.each([
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "fc00::1",
    "fd12::1",
    "fe80::1",
    "ff02::1",
    "2001:db8::1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "not an address",
  ])("%s is private", (address) => {
    expect(isPrivateAddress(address)).toBe(true);
  });

  test.each([
    "8.8.8.8",
    "172.15.0.1",
    "172.32.0.1",
    "100.128.0.1",
    "193.0.0.1",
    "2a00:1450:4001::1",
    "2606:4700::1111",
  ])("%s is public", (address) => {
    expect(isPrivateAddress(address)).toBe(false);
  });

  test("no spelling of a private address is ever connected to", async () => {
    for (const host of [
      "127.0.0.1",
      "2130706433",
      "0x7f000001",
      "0177.0.0.1",
      "127.1",
      "[::1]",
      "[::ffff:127.0.0.1]",
      "localhost",
    ]) {
      expect(await guardedFetch(`http://${host}:${port()}/`), host).toMatchObject({
        ok: false,
        why: "blocked",
      });
    }
    expect(server.heard).toEqual([]);
  });

  test("a name is judged by all its addresses, at the moment of connecting", async () => {
    const lookup = names({
      "rebind.example": ["127.0.0.1"],
      "mixed.example": ["8.8.8.8", "10.0.0.1"],
      "none.example": [],
    });
    for (const host of ["rebind.example", "mixed.example", "none.example"]) {
      expect(await guardedFetch(`http://${host}:${port()}/`, { lookup }), host).toMatchObject({
        ok: false,
        why: "blocked",
      });
    }
    expect(server.heard).toEqual([]);
  });

  test.each(["file:///etc/passwd", "gopher://127.0.0.1/", "ftp://example.com/", "data:text/plain,hi"])(
    "%s is not fetched",
    async (address) => {
      expect(await guardedFetch(address)).toMatchObject({ ok: false, why: "blocked" });
    },
  );

  test("nonsense is an answer", async () => {
    expect(await guardedFetch("not an address")).toMatchObject({ ok: false, why: "unreachable" });
  });
});

describe("what the operator configured", () => {
  test("may be on this machine", async () => {
    expect(await guardedFetch(`${server.url}/a`, trusted())).toMatchObject({
      ok: true,
      status: 200,
      mediaType: "text/plain",
      bytes: Buffer.from("hello"),
    });
  });

  test("a redirect from there to a private place is refused", async () => {
    server.answer((_, response) =>
      response.writeHead(302, { location: "http://169.254.169.254/latest/meta-data" }).end(),
    );
    expect(await guardedFetch(server.url, trusted())).toMatchObject({ ok: false, why: "blocked" });
  });

  test("three redirects are followed, a fourth is not", async () => {
    server.answer(({ path }, response) => {
      const left = Number(path.slice(1));
      if (left === 0) response.end("there");
      else response.writeHead(302, { location: `/${left - 1}` }).end();
    });
    expect(await guardedFetch(`${server.url}/3`, trusted())).toMatchObject({
      ok: true,
      url: `${server.url}/0`,
    });
    expect(await guardedFetch(`${server.url}/4`, trusted())).toMatchObject({
      ok: false,
      why: "too-many-redirects",
    });
  });

  test("a key is not carried to another place", async () => {
    const other = await loopback((_, response) => response.end("other"));
    server.answer((_, response) => response.writeHead(302, { location: `${other.url}/x` }).end());
    const headers = { authorization: "Bearer token" };
    await guardedFetch(server.url, { trustedOrigins: [server.url, other.url], headers });
    expect(server.heard[0]?.headers.authorization).toBe("Bearer token");
    expect(other.heard[0]?.headers.authorization).toBeUndefined();
    await other.close();
  });

  test("only hosts on the list, when there is one", async () => {
    expect(await guardedFetch("https://example.com/", { onlyHosts: ["lookaside.fbsbx.com"] })).toMatchObject({
      ok: false,
      why: "blocked",
    });
  });
});

describe("bounds", () => {
  test("a body without end is cut off", async () => {
    server.answer((_, response) => {
      const more = () => response.writable && response.write(Buffer.alloc(64_000), () => setImmediate(more));
      more();
    });
    expect(await guardedFetch(server.url, { ...trusted(), maxBytes: 500_000 })).toMatchObject({
      ok: false,
      why: "too-large",
    });
  });

  test("a slow answer, and a body that trickles, are given up", async () => {
    server.answer(() => {});
    expect(await guardedFetch(server.url, { ...trusted(), timeoutMs: 150 })).toMatchObject({
      ok: false,
      why: "too-slow",
    });
    server.answer((_, response) => {
      const timer = setInterval(() => response.write("."), 20);
      response.on("close", () => clearInterval(timer));
    });
    expect(await guardedFetch(server.url, { ...trusted(), timeoutMs: 200 })).toMatchObject({
      ok: false,
      why: "too-slow",
    });
  });

  test("nobody there", async () => {
    expect(
      await guardedFetch("http://127.0.0.1:9/", { trustedOrigins: ["http://127.0.0.1:9"] }),
    ).toMatchObject({ ok: false, why: "unreachable" });
  });
});
