import type { TurnRecord } from "../contracts/turn-record.ts";
import { checkedNote } from "../conversation/advice/handover-note.ts";
import type { Mind } from "./mind.ts";

/** Keeps a note for the rep beside the task that called them. */
export type KeepNote = (conversationId: string, note: string) => Promise<void>;

/**
 * After a talk was handed over: a model's summary, checked, is added to the rep's task. The person's answer is stored
 * and on its way by then, so nobody waits for this; without a model the task has what the rules know.
 */
export async function briefRep(
  record: TurnRecord,
  heard: readonly string[],
  mind: Pick<Mind, "advisor" | "company">,
  keep: KeepNote,
): Promise<void> {
  const { conversation, tasks } = record;
  if (mind.advisor === null || !tasks.some(({ kind }) => kind === "call-rep")) return;
  const company = await mind.company();
  const answer = await mind.advisor.summarise({ conversation, company }, heard);
  const note = answer.ok ? checkedNote(answer.value, conversation, heard) : "";
  if (note !== "") await keep(conversation.id, note);
}
