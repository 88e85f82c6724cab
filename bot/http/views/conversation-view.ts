import type { ConversationRecord, TaskRecord, TraceEntry, TranscriptEntry } from "../../contracts/records.ts";
import { tasksBeside } from "./task-view.ts";

/** A conversation as the API shows it. */
export function conversationView(
  record: ConversationRecord,
  tasks: readonly TaskRecord[],
): Readonly<Record<string, unknown>> {
  const { state, handle, leadId, lastMessageAt } = record;
  return {
    id: state.id,
    channel: state.channel,
    handle,
    contactId: state.contactId,
    leadId,
    owner: state.owner,
    rep: state.rep,
    version: state.version,
    stage: state.stage,
    asking: state.asking,
    outcome: state.outcome,
    language: state.language,
    offered: state.offered.map(({ id, from, to }) => ({ id, from, to })),
    lastMessageAt,
    ...tasksBeside(tasks.filter(({ conversationId }) => conversationId === state.id)),
  };
}

/** One line of a transcript, with the delivery state of what we sent. */
export function transcriptView(entry: TranscriptEntry): Readonly<Record<string, unknown>> {
  const { id, direction, author, rep, kind, text, choices, attachments, status, statusDetail, sensed, at } =
    entry;
  return { id, direction, author, rep, kind, text, choices, attachments, status, statusDetail, sensed, at };
}

/** The same for a rep, who may fetch what people sent. */
export function repTranscriptView(
  entry: TranscriptEntry,
  conversationId: string,
): Readonly<Record<string, unknown>> {
  const here = `/api/v1/conversations/${encodeURIComponent(conversationId)}/messages/${encodeURIComponent(entry.id)}`;
  const attachments = entry.attachments.map((file, index) => ({
    ...file,
    url: entry.direction === "in" ? `${here}/attachments/${index}` : file.url,
  }));
  return { ...transcriptView(entry), attachments };
}

/** Why a turn ended as it did. */
export function traceView(entry: TraceEntry): Readonly<Record<string, unknown>> {
  const { turn, at, because, events, actions, understood, messageIds } = entry;
  const modelCalls = entry.modelCalls.map(callView);
  return { turn, at, because, events, actions, understood, messageIds, modelCalls };
}

function callView(call: TraceEntry["modelCalls"][number]): Readonly<Record<string, unknown>> {
  const { conversationId: _conversation, turn: _turn, ...rest } = call;
  return rest;
}
