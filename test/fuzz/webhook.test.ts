import { expect, test } from "vitest";
import { readPost } from "../../channels/whatsapp/read.ts";
import { fuzzWebhook } from "./webhook.ts";

// The full hundred thousand run in `npm run fuzz`.
test("five thousand mutated posts: no exception, no endless work, nothing that cannot be stored", () => {
  const report = fuzzWebhook(5_000, 20_261_122);
  expect(report.failures).toEqual([]);
  // Mutations that no reader looks at would prove nothing.
  expect(Object.keys(report.kinds).sort()).toEqual([
    "echo",
    "identity",
    "message",
    "notice",
    "preference",
    "receipt",
  ]);
});

test("a post of Meta's largest size takes less than a second of computing, whatever it repeats", () => {
  const metadata = { phone_number_id: "1", display_phone_number: "2" };
  const contacts = Array.from({ length: 15_000 }, (_, index) => ({
    wa_id: `9665${index}`,
    profile: { name: "n" },
  }));
  const messages = contacts.map(({ wa_id }) => ({
    from: wa_id,
    id: wa_id,
    timestamp: "1700000000",
    type: "text",
    text: { body: "x" },
  }));
  const post = (value: object) =>
    Buffer.from(
      JSON.stringify({ entry: [{ changes: [{ field: "messages", value: { metadata, ...value } }] }] }),
    );
  for (const [body, news] of [
    [post({ contacts, messages }), 15_000],
    [Buffer.from(`{"entry":[${"1,".repeat(1_400_000)}1]}`), 1],
    [Buffer.from("[".repeat(3_000_000)), 1],
    [Buffer.from(`{"entry":${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}}`), 1],
    [post({ messages: [{ from: "1", id: "1", type: "text", text: { body: "ا".repeat(1_400_000) } }] }), 1],
    [
      post({
        messages: [
          {
            from: "1",
            id: "1",
            type: "system",
            system: { type: "user_changed_number", body: "changed from ".repeat(200_000) },
          },
        ],
      }),
      2,
    ],
  ] as const) {
    const started = process.threadCpuUsage();
    expect(readPost(body)).toHaveLength(news);
    const { user, system } = process.threadCpuUsage(started);
    expect((user + system) / 1_000).toBeLessThan(1_000);
  }
});

test("reading a plain text costs well under fifty microseconds beyond JSON.parse", () => {
  const metadata = { phone_number_id: "106540352242922", display_phone_number: "15550001111" };
  const messages = [
    {
      from: "966500000001",
      id: "wamid.x",
      timestamp: "1700000000",
      type: "text",
      text: { body: "السلام عليكم ورحمة الله" },
    },
  ];
  const contacts = [{ profile: { name: "سارة" }, wa_id: "966500000001" }];
  const body = Buffer.from(
    JSON.stringify({
      object: "whatsapp_business_account",
      entry: [{ id: "1", changes: [{ field: "messages", value: { metadata, contacts, messages } }] }],
    }),
  );
  const median = (act: () => unknown) => {
    const times = Array.from({ length: 4_000 }, () => {
      const started = performance.now();
      act();
      return performance.now() - started;
    });
    return (times.sort((one, other) => one - other)[2_000] ?? 0) * 1_000;
  };
  const beyond = median(() => readPost(body)) - median(() => JSON.parse(body.toString("utf8")));
  expect(beyond).toBeLessThan(50);
});
