import type { ServerResponse } from "node:http";

/** The answers that stay open; a closing server ends them, or it would wait for them for ever. */
export interface Streams {
  /** Holds the answer open and calls `stop` once, when either side ends it. */
  hold(response: ServerResponse, stop: () => void): void;
  endAll(): void;
}

export function createStreams(): Streams {
  const open = new Set<ServerResponse>();
  return {
    hold(response, stop) {
      open.add(response);
      response.once("close", () => {
        open.delete(response);
        stop();
      });
    },
    endAll() {
      for (const response of open) response.end();
    },
  };
}
