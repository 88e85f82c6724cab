import { Secret } from "../../bot/contracts/secret.ts";
import { webform } from "../../channels/webform/index.ts";
import { whatsapp } from "../../channels/whatsapp/index.ts";
import { channelContract } from "../contracts/channel.contract.ts";
import { emailConfig, mailServer, openEmail } from "../support/email.ts";
import { loopback } from "../support/loopback.ts";
import { mailServerOn } from "../support/mail-server.ts";
import { memoryChannel } from "../support/memory-channel.ts";

channelContract("in memory", async () => {
  const channel = memoryChannel();
  return {
    channel,
    to: { channel: "whatsapp", account: "77", handle: "+966500000001" },
    arrived: () => channel.arrived,
    goAway: async () => channel.failWith({ kind: "retry", afterMs: null, scope: "message" }),
    close: async () => {},
  };
});

channelContract("web chat", async () => ({
  channel: webform(),
  to: { channel: "webform", account: "try", handle: "visitor_1" },
  arrived: null,
  goAway: null,
  close: async () => {},
}));

channelContract("mail by SMTP", async () => {
  const server = await mailServerOn();
  const carrier = { kind: "smtp", server: mailServer({ port: server.port }) } as const;
  const { channel } = await openEmail(emailConfig({ carrier }), { timeoutMs: 1_000 });
  return {
    channel,
    to: { channel: "email", account: "sales@example.com", handle: "khalid@example.net" },
    // What a person reads above the signature.
    arrived: () => server.taken.map(({ mail }) => (mail.text ?? "").split("\n\n-- \n")[0] ?? ""),
    goAway: server.close,
    close: channel.close,
  };
});

channelContract("WhatsApp", async () => {
  let count = 0;
  const platform = await loopback((_, response) => {
    count += 1;
    response.end(JSON.stringify({ messaging_product: "whatsapp", messages: [{ id: `wamid.${count}` }] }));
  });
  const channel = whatsapp(
    {
      accessToken: new Secret("token"),
      appSecret: new Secret("secret"),
      verifyToken: new Secret("verify"),
      baseUrl: platform.url,
      apiVersion: "v26.0",
      messagesPerSecond: 0,
      publicUrl: null,
    },
    { now: Date.now, readFile: async () => null, timeoutMs: 1_000 },
  );
  return {
    channel,
    to: { channel: "whatsapp", account: "77", handle: "+966500000001" },
    arrived: () => platform.heard.map((request) => stringsIn(request.body).join("\n")),
    goAway: platform.close,
    close: channel.close,
  };
});

/** The words of a request body: text, titles, descriptions. */
function stringsIn(node: unknown): readonly string[] {
  if (Array.isArray(node)) return node.flatMap(stringsIn);
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    typeof value === "string" && ["body", "text", "title", "description"].includes(key)
      ? [value]
      : stringsIn(value),
  );
}
