/** What the supervisor hears: that the loop turns, and how long it may be until the next word. */
interface Beat {
  /** Milliseconds; null = as long as the supervisor thinks right. */
  readonly silentMs: number | null;
}

/** What a process knows of the one that started it and listens to it; `process` is one. */
interface Watched {
  readonly connected?: boolean;
  send?: ((word: Beat, heard: () => void) => boolean) | undefined;
  once(event: "disconnect", gone: () => void): unknown;
}

const BEAT_MS = 1_000;

/**
 * Tells the supervisor, where one started this process (scripts/supervisor.mjs), once a second that the event loop turns:
 * the first time now, from which on silence counts. `silentMs` is how long this program may be silent and come back by itself; null =
 * no longer than others. Calls `alone` when the supervisor is gone, so that nobody is left over.
 */
export function beat(watched: Watched, alone: () => void, silentMs: number | null = null): void {
  if (watched.send === undefined) return;
  if (watched.connected !== true) {
    alone();
    return;
  }
  // Whether it was heard does not matter: one that is gone is told by `disconnect`.
  const say = () => watched.connected === true && watched.send?.({ silentMs }, () => undefined);
  say();
  const timer = setInterval(say, BEAT_MS).unref();
  watched.once("disconnect", () => {
    clearInterval(timer);
    alone();
  });
}
