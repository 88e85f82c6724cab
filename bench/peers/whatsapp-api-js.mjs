// whatsapp-api-js as its documentation sets it up: the reply is sent inside the webhook, nothing is stored. With KEEP=yes it keeps
// what it hears and says in PostgreSQL, each message once, as whoever shows talks to people or answers no message twice must.
import { createServer } from "node:http";
import pg from "pg";
import { Text } from "whatsapp-api-js/messages";
import { WhatsAppAPI } from "whatsapp-api-js/middleware/node-http";

const { PORT, SECRET, GRAPH, DATABASE, KEEP } = process.env;
const api = new WhatsAppAPI({
  token: "token",
  appSecret: SECRET,
  webhookVerifyToken: "verify",
  v: "v24.0",
  ponyfill: {
    fetch: (url, options) => fetch(String(url).replace("https://graph.facebook.com", GRAPH), options),
  },
});
const PRICES = "Starter is SAR 900 a month, Complete SAR 2,400 a month, VAT excluded.";
const answerTo = (text) => (text?.includes("price") ? PRICES : "What would you like to make easier?");

const pool = KEEP === "yes" ? new pg.Pool({ connectionString: DATABASE, max: 12 }) : null;
await pool?.query(`create table talk (id text primary key, person text not null, heard text, answered text, at timestamptz default now());
  create index on talk (person, at)`);
const HEAR = "insert into talk (id, person, heard) values ($1, $2, $3) on conflict do nothing";
const SAY = "insert into talk (id, person, answered) values ($1, $2, $3)";

api.on.message = async ({ from, message, reply }) => {
  const { id, text } = message;
  const heard = await pool?.query({ name: "hear", text: HEAR, values: [id, from, text?.body] });
  if (heard?.rowCount === 0) return;
  const answer = answerTo(text?.body);
  const sent = await reply(new Text(answer), true);
  await pool?.query({ name: "say", text: SAY, values: [`answer to ${id}`, from, answer] });
  return sent;
};

createServer(async (request, response) => {
  response.statusCode = await api.handle_post(request);
  response.end();
}).listen(Number(PORT), "127.0.0.1");
