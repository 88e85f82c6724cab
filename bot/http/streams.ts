import type { ServerResponse } from "node:http";

/** The answers that stay open; a closing server ends them, or it would wait for them for ever. */
export interface Streams {
  /** Holds the answer open and calls `stop` when either side ends it; a second call of `stop` must do nothing more. */
  hold(response: ServerResponse, stop: () => void): void;
  /** From now on none stays open: whoever comes yet, on a connection that is still answered, is ended at once. */
  endAll(): void;
}

export function createStreams(): Streams {
  const open = new Map<ServerResponse, () => void>();
  let over = false;
  // Whoever reads slowly is not gone with the end: what is told to them until they are would be written behind it, an error.
  const end = (response: ServerResponse, stop: () => void): void => {
    stop();
    response.end();
  };
  return {
    hold(response, stop) {
      open.set(response, stop);
      response.once("close", () => {
        open.delete(response);
        stop();
      });
      if (over) setImmediate(end, response, stop);
    },
    endAll() {
      over = true;
      for (const [response, stop] of open) end(response, stop);
    },
  };
}
