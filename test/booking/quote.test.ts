import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quote } from "../../bot/conversation/sales/quote.ts";

describe("a quote", () => {
  it("adds VAT to one kind of payment", () => {
    expect(quote([{ quantity: 3, unitAmount: 1200, per: "month" }], 0.15)).toEqual({
      amounts: [3600],
      recurring: { once: null, month: { subtotal: 3600, vat: 540, total: 4140 }, year: null },
      firstYear: { subtotal: 43_200, vat: 6_480, total: 49_680 },
      headline: { per: "month", subtotal: 3600, vat: 540, total: 4140 },
    });
  });

  it("leads with the first year when payments are mixed", () => {
    const result = quote(
      [
        { quantity: 1, unitAmount: 5000, per: "once" },
        { quantity: 2, unitAmount: 450.5, per: "month" },
        { quantity: 1, unitAmount: 900, per: "year" },
      ],
      0.15,
    );
    expect(result.amounts).toEqual([5000, 901, 900]);
    expect(result.recurring.month).toEqual({ subtotal: 901, vat: 135.15, total: 1036.15 });
    expect(result.headline).toEqual({ per: "first-year", subtotal: 16_712, vat: 2506.8, total: 19_218.8 });
  });

  it.each([
    [0.1, 0.02, 0.12], // 1.5 halalas of VAT round up
    [0.3, 0.05, 0.35], // 4.5 halalas round up, though 0.15 × 30 is 4.4999… in doubles
    [0.02, 0, 0.02],
    [19.99, 3, 22.99],
    [1_000_000.01, 150_000, 1_150_000.01],
  ])("%d before VAT", (unitAmount, vat, total) => {
    expect(quote([{ quantity: 1, unitAmount, per: "once" }], 0.15).headline).toEqual({
      per: "once",
      subtotal: unitAmount,
      vat,
      total,
    });
  });

  it("costs nothing when empty", () => {
    expect(quote([], 0.15).headline).toEqual({ per: "first-year", subtotal: 0, vat: 0, total: 0 });
  });

  it("is exact to the halala for any price list", () => {
    const line = fc.record({
      quantity: fc.integer({ min: 1, max: 10_000 }),
      halalas: fc.integer({ min: 0, max: 100_000_000 }),
      per: fc.constantFrom("once", "month", "year"),
    });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const result = quote(
          lines.map(({ quantity, halalas, per }) => ({ quantity, unitAmount: halalas / 100, per })),
          0.15,
        );
        const times = { once: 1n, month: 12n, year: 1n };
        const exact = { subtotal: 0n, vat: 0n };
        for (const per of ["once", "month", "year"] as const) {
          const sum = lines
            .filter((one) => one.per === per)
            .reduce((total, one) => total + BigInt(one.quantity) * BigInt(one.halalas), 0n);
          exact.subtotal += sum * times[per];
          exact.vat += ((sum * 15n + 50n) / 100n) * times[per];
        }
        const asHalalas = (riyals: number) => BigInt(Math.round(riyals * 100));
        expect(asHalalas(result.firstYear.subtotal)).toBe(exact.subtotal);
        expect(asHalalas(result.firstYear.vat)).toBe(exact.vat);
        expect(asHalalas(result.firstYear.total)).toBe(exact.subtotal + exact.vat);
      }),
    );
  });
});
