import { type AddressInfo, createServer, type Socket } from "node:net";
import { expect, test } from "vitest";
import { emailConfig, openEmail } from "../support/email.ts";
import { until } from "../support/until.ts";

test("a mailbox that lets us in only when we have given up keeps no line open for each attempt", async () => {
  const open = new Set<Socket>();
  let attempts = 0;
  const server = createServer((socket) => {
    attempts += 1;
    open.add(socket);
    socket.on("close", () => open.delete(socket)).on("error", () => undefined);
    socket.write("* OK [CAPABILITY IMAP4rev1] ready\r\n");
    socket.on("data", (bytes) => {
      const [tag = "", command = ""] = bytes.toString().split(" ");
      const words = `* CAPABILITY IMAP4rev1\r\n${tag} OK done\r\n`;
      setTimeout(() => socket.write(words), /LOGIN|AUTHENTICATE/i.test(command) ? 600 : 0);
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  const { channel } = await openEmail(emailConfig({ mailbox: { host: "127.0.0.1", port } }), {
    timeoutMs: 150,
  });
  const leave = new AbortController();
  const watching = channel.watch(async () => undefined, leave.signal);
  // Both folders, twice each.
  await until(() => attempts >= 4, 10_000);
  expect(open.size).toBeLessThanOrEqual(2);
  leave.abort();
  await watching;
  await until(() => open.size === 0);
  await channel.close();
  server.close();
}, 20_000);
