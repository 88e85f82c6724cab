/** How many calls go together at most: keeps a statement's work, and what fails with it, small. */
const MOST = 200;

interface Call<Item, Result> {
  readonly item: Item;
  readonly done: (result: Result) => void;
  readonly failed: (cause: unknown) => void;
}

/**
 * Turns many single calls into few batches: calls that arrive while a batch is under way go together in
 * the next one. When a batch fails its calls are tried alone, so that a bad one fails only itself: `run` must then have
 * done nothing of it. It answers in the order it was asked. With `most` = 1 the calls go one after another.
 */
export function gather<Item, Result>(
  run: (items: readonly Item[]) => Promise<readonly Result[]>,
  most = MOST,
): (item: Item) => Promise<Result> {
  let waiting: Call<Item, Result>[] = [];
  let flying = false;
  let planned = false;

  // Not at once: the calls that this round of the event loop still brings go along. With the embedded engine, which
  // computes on this very thread, every call would otherwise fly alone.
  const plan = (): void => {
    if (planned) return;
    planned = true;
    setImmediate(fly);
  };
  const fly = (): void => {
    planned = false;
    if (flying || waiting.length === 0) return;
    const calls = waiting.slice(0, most);
    waiting = waiting.slice(most);
    flying = true;
    runTogether(calls, run)
      .finally(() => {
        flying = false;
        plan();
      })
      // runTogether tells each caller what failed; nothing is left to tell here.
      .catch(() => undefined);
  };

  return (item) =>
    new Promise((done, failed) => {
      waiting.push({ item, done, failed });
      plan();
    });
}

async function runTogether<Item, Result>(
  calls: readonly Call<Item, Result>[],
  run: (items: readonly Item[]) => Promise<readonly Result[]>,
): Promise<void> {
  try {
    const results = await run(calls.map(({ item }) => item));
    if (results.length !== calls.length) throw new Error("a batch answered for another number of calls");
    for (const [place, call] of calls.entries()) call.done(results[place] as Result);
  } catch (cause) {
    if (calls.length === 1) calls[0]?.failed(cause);
    else for (const call of calls) await runTogether([call], run);
  }
}
