import { z } from "zod";
import type { TaskRecord } from "../../contracts/records.ts";
import { moment } from "./shared.ts";
import { all } from "./words.ts";

const taskKind = z.enum(
  all<TaskRecord["kind"]>({
    "call-rep": true,
    "ask-team": true,
    "doubtful-send": true,
    undelivered: true,
    "parked-message": true,
    crm: true,
    "linkedin-draft": true,
  }),
);

export const taskSchema = z
  .object({
    id: z.string(),
    kind: taskKind,
    state: z.enum(["open", "done"]),
    reason: z.string().nullable(),
    summary: z.string().meta({ description: "What to know; of a draft to be sent by hand, its text." }),
    rep: z.string().nullable().meta({ description: "Whose it is; null = anybody's." }),
    conversationId: z.string().nullable(),
    leadId: z.string().nullable(),
    createdAt: moment,
    doneAt: moment.nullable(),
    doneBy: z.string().nullable(),
  })
  .meta({ id: "Task", description: "Something that a person of the team should do." });

const id = z.string().min(1).max(200).optional();

export const taskFilter = z.object({
  state: z.enum(["open", "done", "all"]).default("open"),
  kind: taskKind.optional(),
  rep: id.meta({ description: "Tasks of this rep, and those that are anybody's." }),
  conversation: id.meta({ description: "Of one conversation, by its id." }),
  lead: id.meta({ description: "Of one lead, by its id." }),
});
