import { connect, createServer, type Socket } from "node:net";

/** A TCP line that can be cut, or made to fall silent, in the middle of anything. */
export async function cuttingProxy(target: { readonly host: string; readonly port: number }) {
  const lines = new Set<Socket>();
  let budget = Number.POSITIVE_INFINITY;
  let silent = false;
  let opened = 0;
  const server = createServer((near) => {
    opened += 1;
    const far = connect(target.port, target.host);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      lines.add(from);
      from.on("data", (bytes: Buffer) => {
        if (silent) return;
        if (from === far) budget -= bytes.length;
        if (budget < 0) {
          budget = Number.POSITIVE_INFINITY;
          to.write(bytes.subarray(0, bytes.length / 2), () => to.destroy());
          from.destroy();
          return;
        }
        to.write(bytes);
      });
      from.on("error", () => to.destroy());
      from.on("close", () => {
        lines.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    port: address.port,
    opened: () => opened,
    /** Cuts in the middle of what comes after this many more bytes from the server. */
    cutAfter: (bytes: number) => {
      budget = bytes;
    },
    cutNow: () => {
      for (const line of lines) line.destroy();
    },
    /** Lines that are open stay open, and nothing passes any more; new ones work. */
    fallSilent: () => {
      for (const line of lines) line.removeAllListeners("data").on("data", () => {});
    },
    close: () =>
      new Promise<void>((closed) => {
        silent = true;
        for (const line of lines) line.destroy();
        server.close(() => closed());
      }),
  };
}
