import { z } from "zod";
import type { Question } from "../../../agents/router/models.ts";

export const NEED = z.object({
  need: z.string().nullable(),
  urgency: z.enum(["now", "later"]),
  pains: z.array(z.string().max(200)).max(5),
});
export type Need = z.infer<typeof NEED>;

export const GOOD: Need = { need: "نظام فواتير", urgency: "now", pains: ["التأخير في الفوترة"] };

/** A question as the dialogue asks it, with parts of it replaced. */
export function needQuestion(changes: Partial<Question<Need>> = {}): Question<Need> {
  return {
    task: "understanding",
    instructions: "Say what the person needs, in their own words.",
    material: [{ label: "message", text: "نحتاج نظام فواتير بسرعة", from: "outside" }],
    name: "need",
    schema: NEED,
    language: "ar",
    about: { conversationId: "talk-1", turn: 3 },
    ...changes,
  };
}
