// whatsapp-api-js as its documentation sets it up: the reply is sent inside the webhook, nothing is stored.
import { createServer } from "node:http";
import { Text } from "whatsapp-api-js/messages";
import { WhatsAppAPI } from "whatsapp-api-js/middleware/node-http";

const { PORT, SECRET, GRAPH } = process.env;
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
api.on.message = ({ message, reply }) =>
  reply(
    new Text(message.text?.body.includes("price") ? PRICES : "What would you like to make easier?"),
    true,
  );

createServer(async (request, response) => {
  response.statusCode = await api.handle_post(request);
  response.end();
}).listen(Number(PORT), "127.0.0.1");
