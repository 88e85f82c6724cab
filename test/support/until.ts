/** Waits until something is so; fails after the time. */
export async function until(isSo: () => boolean, longestMs = 15_000): Promise<void> {
  const end = performance.now() + longestMs;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`it did not come true within ${longestMs} ms`);
    await new Promise((done) => setTimeout(done, 20));
  }
}
