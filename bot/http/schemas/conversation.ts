import { z } from "zod";
import { moment } from "./shared.ts";
import { taskSchema } from "./task.ts";
import { channelName, language, messageKind, outcome, owner, stageName, topic } from "./words.ts";

export const conversationFilter = z.object({
  handle: z
    .string()
    .trim()
    .min(1)
    .max(320)
    .optional()
    .meta({ description: "Any address of the person: phone with or without +, BSUID, email, visitor id." }),
  channel: channelName.optional(),
  owner: owner.optional(),
  stage: stageName.optional(),
});

export const conversationSchema = z
  .object({
    id: z.string(),
    channel: channelName,
    handle: z.string(),
    contactId: z.string(),
    leadId: z.string(),
    owner,
    rep: z.string().nullable().meta({ description: "The rep who holds it." }),
    version: z.number().int(),
    stage: stageName,
    asking: topic.nullable().meta({ description: "What the bot's last message asks for." }),
    outcome: outcome.nullable(),
    language,
    offered: z.array(z.object({ id: z.string(), from: moment, to: moment })),
    lastMessageAt: moment.nullable(),
    tasks: z.array(taskSchema).meta({ description: "What the team should do here and has not done yet." }),
    handoff: z.string().nullable().meta({
      description: "What a rep should know who was called to this talk, with the words it rests on.",
    }),
  })
  .meta({ id: "Conversation" });

export const transcriptEntrySchema = z
  .object({
    id: z.string(),
    direction: z.enum(["in", "out"]),
    author: z.enum(["prospect", "bot", "rep", "system"]),
    rep: z.string().nullable(),
    kind: messageKind,
    text: z.string(),
    choices: z.array(z.object({ id: z.string(), label: z.string(), description: z.string().nullable() })),
    attachments: z.array(
      z.object({
        kind: z.string(),
        mediaType: z.string(),
        fileName: z.string().nullable(),
        url: z.string().nullable().meta({
          description: "Where the file is fetched: with a key what people sent, without one what we sent.",
        }),
      }),
    ),
    status: z.string().meta({
      description:
        "Incoming: received, handled, edited, revoked, parked. Outgoing: waiting, sending, sent, delivered, read, failed, cancelled, doubtful.",
    }),
    statusDetail: z.string().nullable(),
    sensed: z
      .object({
        how: z.enum(["heard", "seen"]),
        by: z.string(),
        confidence: z.number(),
        text: z.string(),
      })
      .nullable()
      .meta({
        description:
          "What a model heard in a voice note or saw in a picture, who did (provider and model) and how surely; null for words that were written.",
      }),
    at: moment,
  })
  .meta({ id: "Message" });

const tokens = z.number().int();

const modelCallSchema = z
  .object({
    at: moment,
    task: z.string(),
    provider: z.string(),
    model: z.string(),
    outcome: z.string().meta({ description: "answered, cached, or the kind of failure." }),
    fallback: z.boolean().meta({ description: "Whether an earlier provider had failed." }),
    milliseconds: z.number().int(),
    tokensIn: tokens,
    tokensOut: tokens,
    tokensCached: tokens,
    costUsd: z.number(),
    left: z
      .array(z.string())
      .meta({ description: "Kinds of personal data that left, such as `phone: masked` or `name: sent`." }),
  })
  .meta({ id: "ModelCall" });

export const traceEntrySchema = z
  .object({
    turn: z.number().int(),
    at: moment,
    because: z.string().meta({ description: "Why the bot did this, in one sentence." }),
    events: z.array(z.unknown()),
    actions: z.array(z.unknown()),
    understood: z.array(z.unknown()),
    messageIds: z.array(z.string()),
    modelCalls: z
      .array(modelCallSchema)
      .meta({ description: "Attempts at language models made for this turn, oldest first." }),
  })
  .meta({ id: "TraceEntry" });

const rep = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .optional()
  .meta({ description: "For whom an admin's key acts; a rep's key always acts for its holder." });

export const actForRep = z.object({ rep });
export const repMessage = z.object({ text: z.string().trim().min(1).max(4_000), rep });
export const sentMessageSchema = z.object({ id: z.string(), conversationId: z.string(), status: z.string() });
