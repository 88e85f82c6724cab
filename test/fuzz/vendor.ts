import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What carries our mail, on loopback: takes every letter, and knows a mail by every number it is asked for. */
export async function startVendor(): Promise<{ readonly url: string; close(): Promise<void> }> {
  let taken = 0;
  const server = createServer((request, response) => {
    request.resume();
    request.once("end", () => {
      taken += 1;
      const id = /[\w-]+$/.exec(request.url ?? "")?.[0] ?? "none";
      const answer = request.method === "GET" ? mailOf(id) : { id: `sent-${taken}` };
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

function mailOf(id: string) {
  return {
    ...{ id, from: "Noura <noura@example.net>", to: ["sales@example.com"], subject: "عرض سعر", html: null },
    ...{ text: "السلام عليكم، كم السعر؟", message_id: `<${id}@example.net>`, headers: {}, attachments: [] },
    created_at: "2026-11-22T11:00:00.000Z",
  };
}
