import { z } from "zod";

/** An opaque id in an address. */
export const idParams = z.object({ id: z.string().min(1).max(200) });

/** How lists are paged. */
export const pageQuery = z.object({
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(200)
    .default(50)
    .meta({ description: "At most so many entries." }),
  cursor: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .meta({ description: "`nextCursor` of the page before; leave it out for the first." }),
});

/** ISO 8601 with an offset or Z. */
export const moment = z.iso.datetime({ offset: true });

/** One page of a list. */
export function pageOf<Row extends z.ZodType>(row: Row): z.ZodObject {
  return z.object({ data: z.array(row), nextCursor: z.string().nullable() });
}

/** Every refusal. */
export const errorSchema = z
  .object({
    error: z.object({
      code: z.string().meta({ description: "For programs." }),
      message: z.string().meta({ description: "For people." }),
      details: z
        .looseObject({ fields: z.array(z.object({ field: z.string(), message: z.string() })).optional() })
        .optional(),
    }),
  })
  .meta({ id: "Error" });

/** The page somebody wrote on. Its query is read for utm_ values and not kept. */
export const toldPage = z.object({
  url: z.string().max(4_000).optional(),
  referrer: z.string().max(4_000).optional(),
});
