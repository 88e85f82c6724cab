import type { Lane } from "../contracts/lanes.ts";
import type { OutboxRow } from "../contracts/turn-record.ts";

/** Who says what; everything else is as an answer without anything beside its words has it. */
type Own = Pick<OutboxRow, "id" | "author" | "rep" | "text"> & Partial<OutboxRow>;

/** A row that waits for its fence, said by the version that the talk has once its turn is saved. */
export function waitingRow({ conversation }: Lane, own: Own): OutboxRow {
  const version = conversation.version + 1;
  return {
    ...{ turn: version, version, language: conversation.language, choices: [], choicesLabel: null },
    ...{ attachments: [], template: null, purpose: "answer", inReplyTo: null, icsOf: null, proposalId: null },
    ...{ state: "waiting", attempts: 0, dueAt: null, doubtSince: null, platformIds: [] },
    ...own,
  };
}
