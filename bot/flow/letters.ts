import type { Lane } from "../contracts/lanes.ts";
import type { LetterLinks } from "../contracts/letter-links.ts";
import type { OutboxRow } from "../contracts/turn-record.ts";
import type { Company } from "../conversation/company.ts";
import type { OutboundMessage } from "../conversation/message.ts";
import { asReply } from "../conversation/subject.ts";
import { sentence } from "../conversation/wording/say.ts";

/**
 * A message as a letter: in the thread that was written in last, an answer to whoever wrote it, each offered time with
 * its link, and a way out on everything that is not an answer. Pure but for the links' signatures.
 */
export function asLetter(
  message: OutboundMessage,
  row: OutboxRow,
  lane: Lane,
  { company, links }: { readonly company: Company; readonly links: LetterLinks | null },
): OutboundMessage {
  const { conversation } = lane;
  const thread = lane.thread ?? null;
  const offered = new Map(conversation.offered.map((slot) => [slot.id, slot]));
  const linked = links === null ? [] : row.choices.flatMap(({ id }) => offered.get(id) ?? []);
  const answersLast = thread !== null && row.purpose === "answer" && row.inReplyTo === thread.messageId;
  return {
    ...message,
    to: answersLast ? { ...message.to, handle: thread.from } : message.to,
    mail: {
      subject:
        thread === null || thread.subject === ""
          ? (row.subject ?? subjectOf(row, lane, company))
          : asReply(thread.subject),
      inReplyTo: thread?.mailId ?? null,
      references: thread?.references ?? [],
      // An answer to a form goes to an address that anybody may have typed: it has a way out like what is unasked.
      unsubscribe:
        row.purpose === "proactive" || thread === null ? (links?.unsubscribe(conversation.id) ?? null) : null,
      links: Object.fromEntries(linked.map((slot) => [slot.id, links?.booking(conversation.id, slot) ?? ""])),
    },
  };
}

/** Of a letter that begins a thread. */
function subjectOf({ language }: OutboxRow, { conversation }: Lane, company: Company): string {
  const { register, digits } = conversation;
  const manner = { language, register, digits, seed: 0, said: [] };
  return sentence("letter.subject", { company: company.name[language] }, manner).text;
}
