import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isAligned, isProven } from "../../channels/email/proof.ts";
import { sharedFolder } from "../support/shared.ts";

const folder = sharedFolder("payloads/email/authentication-results");

interface Row {
  readonly header: string;
  readonly value: string;
  readonly from_domain: string | null;
  readonly parsed: Readonly<Record<string, string>>;
}

const mail = (from: string, ...headers: readonly (readonly [string, string])[]) => ({
  ...{ from, manyAuthors: false },
  headerLines: headers.map(([name, value]) => ({ name: name.toLowerCase(), value })),
});
const results = (value: string) => ["Authentication-Results", value] as const;

describe.skipIf(folder === null)("217 recorded headers", () => {
  const rows = (): readonly Row[] =>
    JSON.parse(readFileSync(join(folder ?? "", "headers.json"), "utf8")) as Row[];
  const provenBy = ({ header, value, from_domain }: Row, server: string) =>
    isProven(mail(`who@${from_domain}`, [header, value]), server);

  const writer = ({ value }: Row) =>
    value
      .replace(/^i=\d+;/, "")
      .trim()
      .split(/[\s;]/)[0] ?? "";
  const mayBeProven = ({ header, parsed }: Row) =>
    header === "Authentication-Results" && (parsed.dmarc === "pass" || parsed.dkim === "pass");

  test("nobody is proven without DMARC or a signature, nor by another header or another server", () => {
    const all = rows();
    expect(all).toHaveLength(217);
    const wrong = all.filter((row) => provenBy(row, writer(row)) && !mayBeProven(row));
    expect(wrong).toEqual([]);
    expect(all.filter((row) => provenBy(row, "mail.example.com"))).toEqual([]);
  });

  test("at Google, everybody whose DMARC passed is proven; spf alone never is", () => {
    const google = rows().filter(
      ({ header, value }) => header === "Authentication-Results" && value.startsWith("mx.google.com;"),
    );
    const passed = google.filter(({ value }) => /[;,] dmarc=pass /.test(value));
    expect(passed.length).toBeGreaterThan(10);
    for (const row of passed) expect(provenBy(row, "mx.google.com"), row.value).toBe(true);
    const alone = google.filter(
      ({ parsed }) => parsed.spf === "pass" && parsed.dkim !== "pass" && parsed.dmarc !== "pass",
    );
    expect(alone.length).toBeGreaterThan(5);
    for (const row of alone) expect(provenBy(row, "mx.google.com"), row.value).toBe(false);
  });

  test("how many of them are proven to the server that wrote them", () => {
    const proven = rows().filter((row) => provenBy(row, writer(row)));
    expect(proven.length).toMatchInlineSnapshot(`35`);
  });
});

describe("who is believed", () => {
  const trusted = "mx.example.com";
  const dmarc = results("mx.example.com; dmarc=pass header.from=example.net");

  test.each([
    ["DMARC", [dmarc], true],
    ["a signature of the same domain", [results("mx.example.com; dkim=pass header.d=example.net")], true],
    ["a signature of a domain above", [results("mx.example.com; dkim=pass header.i=@example.net")], true],
    [
      "a signature of somebody else",
      [results("mx.example.com; dkim=pass header.d=mailer.example.org")],
      false,
    ],
    ["SPF alone", [results("mx.example.com; spf=pass smtp.mailfrom=example.net")], false],
    ["DMARC of another domain", [results("mx.example.com; dmarc=pass header.from=example.org")], false],
    ["another server", [results("evil.example.org; dmarc=pass header.from=example.net")], false],
    ["ours below another", [results("evil.example.org; spf=none"), dmarc], false],
    ["in a comment", [results("mx.example.com; spf=fail (x; dmarc=pass header.from=example.net)")], false],
    [
      "in a nested comment",
      [results("mx.example.com; spf=fail (a (b) ; dkim=pass header.d=example.net )")],
      false,
    ],
    ["in quotes", [results('mx.example.com; spf=fail reason="; dkim=pass header.d=example.net"')], false],
    [
      "beside a DMARC that failed",
      [results("mx.example.com; dkim=pass header.d=example.net; dmarc=fail header.from=example.net")],
      false,
    ],
    ["passed-ish", [results("mx.example.com; dmarc=passed header.from=example.net")], false],
    ["with a version", [results("mx.example.com 1; dmarc=pass header.from=example.net")], true],
    ["nothing", [], false],
  ] as const)("%s", (_, headers, proven) => {
    expect(isProven(mail("khalid@example.net", ...headers), trusted)).toBe(proven);
  });

  test("nobody where no server is trusted, and no mail with two authors", () => {
    expect(isProven(mail("khalid@example.net", dmarc), null)).toBe(false);
    expect(isProven({ ...mail("khalid@example.net", dmarc), manyAuthors: true }, trusted)).toBe(false);
  });

  test("Microsoft 365 names no server", () => {
    const header = results(
      "spf=pass (sender IP is 1.2.3.4) smtp.mailfrom=example.net; dkim=none; dmarc=pass action=none header.from=example.net;compauth=pass reason=100",
    );
    expect(isProven(mail("khalid@example.net", header), "microsoft365")).toBe(true);
    expect(isProven(mail("khalid@example.net", dmarc), "microsoft365")).toBe(false);
  });

  test("a public suffix is nobody's own domain", () => {
    expect(isAligned("com.sa", "bank.com.sa")).toBe(false);
    expect(isAligned("sa", "bank.sa")).toBe(false);
    expect(isAligned("bank.com.sa", "mail.bank.com.sa")).toBe(true);
    expect(isAligned("evilbank.com", "bank.com")).toBe(false);
  });
});
