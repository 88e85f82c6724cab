import { z } from "zod";
import { transcriptEntrySchema } from "./conversation.ts";
import { factsSchema } from "./facts.ts";
import { bantSchema, fitSchema } from "./lead.ts";
import { moment, toldPage } from "./shared.ts";
import { language, outcome, owner, stageName, tier, topic, urgency } from "./words.ts";

export const chatSession = z
  .object({ visitorId: z.string(), token: z.string() })
  .meta({ id: "ChatSession", description: "Send the token as Authorization: Bearer." });

export const chatMessage = z
  .object({
    clientId: z
      .string()
      .regex(/^[\w.-]{1,100}$/, "must be 1 to 100 letters, digits, dots, dashes")
      .meta({ description: "The client's own id: sent twice, the message counts once." }),
    text: z.string().max(4_000, "must have at most 4000 characters").optional(),
    choice: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .meta({ description: "The id of the choice that was tapped." }),
    page: toldPage.optional().meta({ description: "With the first message: kept with it, utm_ values too." }),
  })
  .refine(({ text, choice }) => choice !== undefined || (text ?? "").trim() !== "", {
    path: ["text"],
    message: "is required unless a choice is given",
  });

export const chatReceived = z.object({ id: z.string(), result: z.enum(["new", "repeat"]) });

export const chatQuery = z.object({
  after: z.string().min(1).max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(200),
});

export const chatTranscriptSchema = z.object({
  data: z.array(transcriptEntrySchema.omit({}).extend({ clientId: z.string().nullable() })),
  after: z.string().nullable(),
});

export const insightSchema = z
  .object({
    conversationId: z.string().nullable(),
    owner,
    language: language.nullable(),
    stage: stageName.nullable(),
    asking: topic.nullable(),
    outcome: outcome.nullable(),
    facts: factsSchema,
    names: z.record(z.string(), z.object({ ar: z.string(), en: z.string() })),
    fit: fitSchema.nullable(),
    tier: tier.nullable(),
    bant: bantSchema.nullable(),
    pains: z.array(z.string()),
    urgency: urgency.nullable(),
    offered: z.array(z.object({ id: z.string(), from: moment, to: moment })),
    because: z.array(z.object({ turn: z.number().int(), at: moment, because: z.string() })),
  })
  .meta({ id: "Insight" });
