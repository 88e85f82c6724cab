import { expect, test } from "vitest";
import { memoryVerdict } from "./memory.ts";

/** A run of 400 looks; objects swing by thirty megabytes between two collections. */
function run(at: (share: number) => { readonly resident: number; readonly alive: number }) {
  return Array.from({ length: 400 }, (_, look) => {
    const share = (look + 1) / 400;
    const { resident, alive } = at(share);
    return { tries: share * 200_000, resident, objects: look % 50 === 7 ? null : alive + (look % 7) * 5 };
  });
}

test("a process that holds the same at the end is flat, also when single bodies made it larger for a moment", () => {
  const calm = run(() => ({ resident: 250, alive: 70 }));
  const peaks = calm.map((one, look) => (look % 9 === 0 ? { ...one, resident: 340 } : one));
  expect(memoryVerdict(peaks)).toEqual({
    resident: { early: 250, late: 250 },
    objects: { early: 70, late: 70 },
    isFlat: true,
  });
});

test("what stays alive may not grow, even where the pages held before have room for it", () => {
  const leak = run((share) => ({ resident: 268, alive: 70 + 20 * share }));
  const { objects, isFlat } = memoryVerdict(leak);
  expect(objects.late - objects.early).toBeGreaterThan(15);
  expect(isFlat).toBe(false);
});

test("pages may not grow by fifty megabytes, even where no object stays alive", () => {
  expect(memoryVerdict(run((share) => ({ resident: 250 + 55 * share, alive: 70 }))).isFlat).toBe(true);
  expect(memoryVerdict(run((share) => ({ resident: 250 + 65 * share, alive: 70 }))).isFlat).toBe(false);
});

test("a run that was stopped by hand is judged by what there was of it", () => {
  const leak = run((share) => ({ resident: 250 + 130 * share, alive: 70 }));
  expect(memoryVerdict(leak.slice(0, 240)).resident).toMatchObject({ early: 262.025, late: 324.425 });
  expect(memoryVerdict(leak.slice(0, 240)).isFlat).toBe(false);
});

test("a run that nobody could look at is not called flat", () => {
  expect(memoryVerdict([]).isFlat).toBe(false);
  expect(memoryVerdict(run(() => ({ resident: 250, alive: Number.NaN }))).isFlat).toBe(false);
  expect(memoryVerdict(run(() => ({ resident: Number.NaN, alive: 70 }))).isFlat).toBe(false);
});
