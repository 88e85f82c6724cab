import type { Language } from "../../bot/conversation/message.ts";
import type { AgentTools } from "../agent.ts";
import type { CallContext, Question } from "../router/models.ts";

type Asked<Value> = Omit<Question<Value>, "language" | "about"> & { readonly language: Language };

/** A model's answer, or null with the reason when rules must do; no warning where no model is set up. */
export async function askModel<Value>(
  question: Asked<Value>,
  about: CallContext,
  { models }: Pick<AgentTools, "models">,
): Promise<{ readonly value: Value | null; readonly warnings: readonly string[] }> {
  if (!models.present) return { value: null, warnings: [] };
  const answer = await models.ask({ ...question, about });
  if (answer.ok) return { value: answer.value, warnings: [] };
  return { value: null, warnings: [`${question.name}: done by rules, no model answered (${answer.why})`] };
}

/** Whose call it is. */
export function callOf(conversationId: string | null): CallContext {
  return { conversationId, turn: null };
}
