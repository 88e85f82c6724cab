/** A run shorter than this is repeated for each caller: its answer is always fresh. */
const CHEAP_MS = 100;
/** A dear answer is kept this many times as long as it took, so that asking all the time costs a tenth at most. */
const KEPT = 10;

/**
 * Shares one run among everybody who asks meanwhile, and keeps the answer of a dear one for a while. `clock` in
 * milliseconds; it must not jump back. A failed run is kept for nobody.
 */
export function sparing<Answer>(run: () => Promise<Answer>, clock: () => number): () => Promise<Answer> {
  let running: Promise<Answer> | null = null;
  let kept: { readonly answer: Answer; readonly until: number } | null = null;
  const measured = async (): Promise<Answer> => {
    const began = clock();
    try {
      const answer = await run();
      const took = clock() - began;
      kept = took < CHEAP_MS ? null : { answer, until: clock() + took * KEPT };
      return answer;
    } finally {
      running = null;
    }
  };
  return () => {
    if (kept !== null && clock() < kept.until) return Promise.resolve(kept.answer);
    running ??= measured();
    return running;
  };
}
