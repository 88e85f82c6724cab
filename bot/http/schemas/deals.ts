import { z } from "zod";
import { moment } from "./shared.ts";
import { language } from "./words.ts";

const bookingStatus = z.enum(["held", "confirmed", "cancelled", "expired"]);
const proposalStatus = z.enum(["draft", "approved", "sent", "accepted", "declined", "superseded"]);
const rep = z.string().min(1).max(100);

export const bookingFilter = z.object({ status: bookingStatus.optional(), rep: rep.optional() });

export const bookingSchema = z
  .object({
    id: z.string(),
    conversationId: z.string(),
    leadId: z.string(),
    rep: z.string(),
    from: moment,
    to: moment,
    status: bookingStatus,
    createdAt: moment,
  })
  .meta({ id: "Booking" });

export const availabilityQuery = z
  .object({ from: moment.optional(), to: moment.optional(), rep: rep.optional() })
  .refine(({ from, to }) => !from || !to || Date.parse(from) < Date.parse(to), {
    path: ["to"],
    message: "must be later than from",
  });

export const slotSchema = z
  .object({ id: z.string(), rep: z.string(), from: moment, to: moment })
  .meta({ id: "TimeSlot" });

export const proposalFilter = z.object({
  status: proposalStatus.optional(),
  leadId: z.string().min(1).max(200).optional(),
});

const per = z.enum(["once", "month", "year"]);

const totals = z.object({ subtotal: z.number(), vat: z.number(), total: z.number() });

export const proposalSchema = z
  .object({
    id: z.string(),
    conversationId: z.string(),
    leadId: z.string(),
    version: z.number().int(),
    status: proposalStatus,
    language,
    offerId: z.string().nullable(),
    needs: z.array(z.string()),
    lines: z.array(
      z.object({
        priceId: z.string(),
        label: z.string(),
        quantity: z.number(),
        unitAmount: z.number(),
        per,
        amount: z.number(),
      }),
    ),
    currency: z.string(),
    vatRate: z.number(),
    totals: z
      .object({ once: totals.nullable(), month: totals.nullable(), year: totals.nullable() })
      .meta({ description: "What is paid once, each month and each year." }),
    firstYear: totals,
    approvedBy: z.string().nullable(),
    validUntil: moment,
    createdAt: moment,
  })
  .meta({ id: "Proposal" });

export const proposalChange = z
  .strictObject({
    lines: z
      .array(
        z.strictObject({
          priceId: z.string().min(1).max(100),
          quantity: z.number().positive().max(1_000_000),
        }),
      )
      .min(1)
      .max(50)
      .optional(),
    needs: z.array(z.string().trim().min(1).max(500)).max(20).optional(),
  })
  .refine((change) => Object.keys(change).length > 0, "must change something");
