import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import { expect, test } from "vitest";
import { configurationPage, envExample, readConfig } from "../../bot/config.ts";

test("an empty environment is a valid one", () => {
  const read = readConfig({});
  expect(read).toMatchObject({
    ok: true,
    config: { server: { PORT: 3000, HOST: "127.0.0.1", ROLE: "all" } },
  });
});

test("a wrong value names its variable and what would be valid", () => {
  expect(readConfig({ PORT: "eighty", ROLE: "boss", PUBLIC_URL: "majlis" })).toEqual({
    ok: false,
    problems: [
      "PORT must be a whole number from 0 to 65535",
      "ROLE must be one of all, web, worker",
      "PUBLIC_URL must be an address such as https://example.com",
    ],
  });
});

test("a secret is in no printed form of the configuration", () => {
  const read = readConfig({ WHATSAPP_APP_SECRET: "canary-71", ADMIN_API_KEY: "canary-72" });
  expect(`${JSON.stringify(read)} ${inspect(read, { depth: 9 })}`).not.toContain("canary");
});

test("the example file and the page say what the table says", () => {
  expect(readFileSync(".env.example", "utf8")).toBe(envExample());
  expect(readFileSync("docs/configuration.md", "utf8")).toBe(configurationPage());
});
