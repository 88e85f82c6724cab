// Chat SDK with its PostgreSQL state and the queue strategy, so that no message of a busy talk is dropped.
import { createServer } from "node:http";
import { createPostgresState } from "@chat-adapter/state-pg";
import { createWhatsAppAdapter } from "@chat-adapter/whatsapp";
import { Chat } from "chat";

const { PORT, SECRET, GRAPH, PHONE, DATABASE } = process.env;
const bot = new Chat({
  userName: "majlis",
  logger: "error",
  concurrency: "queue",
  state: createPostgresState({ url: DATABASE }),
  adapters: {
    whatsapp: createWhatsAppAdapter({
      accessToken: "token",
      appSecret: SECRET,
      phoneNumberId: PHONE,
      verifyToken: "verify",
      apiUrl: GRAPH,
    }),
  },
});
const PRICES = "Starter is SAR 900 a month, Complete SAR 2,400 a month, VAT excluded.";
const answer = ({ text }) =>
  `${text.includes("price") ? PRICES : "What would you like to make easier?"} ${text}`;
bot.onDirectMessage(async (thread, message, _channel, context) => {
  for (const one of [...(context?.skipped ?? []), message]) await thread.post(answer(one));
});

createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const answered = await bot.webhooks.whatsapp(
    new Request(`http://127.0.0.1:${PORT}${request.url}`, {
      method: "POST",
      headers: request.headers,
      body: Buffer.concat(chunks),
    }),
    { waitUntil: (work) => void work.catch(() => undefined) },
  );
  response.statusCode = answered.status;
  response.end(await answered.text());
}).listen(Number(PORT), "127.0.0.1");
