import { expect, test } from "vitest";
import { readConfig } from "../../bot/config.ts";
import { consequenceOf } from "../../bot/flow/send-outcome.ts";
import type { Log } from "../../bot/log.ts";
import { openChannels } from "../../bot/wiring/channels.ts";
import { linkedin } from "../../channels/linkedin/index.ts";
import { choices, outbound } from "../support/outbound.ts";
import { outboxRow } from "../support/stored-talk.ts";

// The law of channels asks that a text arrives; here the law of the platform asks that it does not. The rest of it holds.
const channel = linkedin();
const to = { channel: "linkedin", account: "company", handle: "noura-alharbi" } as const;

test("it never sends: the words come back whole, as a draft for a person", async () => {
  const text = "السلام عليكم أ. نورة، متى يناسبكم نتكلم؟";
  const result = await channel.send(outbound({ to, text, choices: choices("الأحد ٩ ص", "الاثنين ٢ م") }));
  expect(result).toEqual({
    ok: false,
    failure: { kind: "by-hand", draft: `${text}\n\n1. الأحد ٩ ص\n2. الاثنين ٢ م` },
    detail: "nothing is sent on LinkedIn by program: the draft is on a rep's list",
  });
});

test("nothing to say is an answer, and the read sign never rejects", async () => {
  expect(await channel.send(outbound({ to, text: " " }))).toMatchObject({ failure: { kind: "rejected" } });
  await expect(channel.acknowledge(to, "unknown")).resolves.toBeUndefined();
});

test("the draft is a task of the rep, never tried again and never counted as said", async () => {
  const result = await channel.send(outbound({ to, text: "Hello Noura" }));
  const scene = { now: 1_000 } as Parameters<typeof consequenceOf>[2];
  const row = outboxRow("Hello Noura", 1, { rep: "sara" });
  expect(consequenceOf(result, row, scene)).toMatchObject({
    outcome: { to: "failed" },
    platformIds: [],
    task: { kind: "linkedin-draft", summary: "Hello Noura", rep: "sara" },
    accountRestsMs: 0,
    alarm: false,
  });
});

test("it is off unless somebody chooses it, and then the choice is explained at the start", () => {
  const said: string[] = [];
  const log = { warn: (_fields: object, words: string) => said.push(words) } as unknown as Log;
  const opened = (environment: Readonly<Record<string, string>>) => {
    const read = readConfig(environment);
    if (!read.ok) throw new Error(read.problems.join());
    return openChannels(read.config, log, {} as Parameters<typeof openChannels>[2], [], null);
  };
  expect([opened({}).has("linkedin"), said]).toEqual([false, []]);
  expect(opened({ LINKEDIN_DRAFTS: "on" }).has("linkedin")).toBe(true);
  expect(said).toEqual([expect.stringContaining("terms forbid programs")]);
  expect(readConfig({ LINKEDIN_DRAFTS: "send" })).toMatchObject({ ok: false });
});
