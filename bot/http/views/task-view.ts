import type { TaskRecord } from "../../contracts/records.ts";

/** A task as the API shows it. */
export function taskView(task: TaskRecord): Readonly<Record<string, unknown>> {
  const { id, kind, reason, summary, rep, conversationId, leadId, createdAt, doneAt, doneBy } = task;
  const state = doneAt === null ? "open" : "done";
  return { id, kind, state, reason, summary, rep, conversationId, leadId, createdAt, doneAt, doneBy };
}

/** The open ones of these tasks, and what the rep was told who was called last. */
export function tasksBeside(tasks: readonly TaskRecord[]): {
  readonly tasks: readonly unknown[];
  readonly handoff: string | null;
} {
  return {
    tasks: tasks.filter(({ doneAt }) => doneAt === null).map(taskView),
    handoff: tasks.find(({ kind }) => kind === "call-rep")?.summary ?? null,
  };
}
