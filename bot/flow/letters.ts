import type { Lane } from "../contracts/lanes.ts";
import type { LetterLinks } from "../contracts/letter-links.ts";
import type { AnsweredLetter, OutboxRow } from "../contracts/turn-record.ts";
import type { Company } from "../conversation/company.ts";
import type { OutboundMessage } from "../conversation/message.ts";
import { asReply } from "../conversation/subject.ts";
import { sentence } from "../conversation/wording/say.ts";

/**
 * A message as a letter: an answer to the letter that it answers and to whoever wrote that, also when others have written
 * since; anything else in the thread that was written in last. Each offered time has its link, and everything that is not
 * an answer a way out. Pure but for the links' signatures.
 */
export function asLetter(
  message: OutboundMessage,
  row: OutboxRow,
  lane: Lane,
  { company, links }: { readonly company: Company; readonly links: LetterLinks | null },
): OutboundMessage {
  const { conversation } = lane;
  const answered = row.purpose === "answer" ? answeredBy(row, lane) : null;
  const thread = answered ?? lane.thread ?? null;
  const offered = new Map(conversation.offered.map((slot) => [slot.id, slot]));
  const linked = links === null ? [] : row.choices.flatMap(({ id }) => offered.get(id) ?? []);
  return {
    ...message,
    to: answered === null ? message.to : { ...message.to, handle: answered.from },
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

/** The letter that a row answers; null where it is none, or is gone. */
function answeredBy(row: OutboxRow, { waiting, thread = null }: Lane): AnsweredLetter | null {
  const heard = waiting.find(({ message }) => message.id === row.inReplyTo)?.message;
  if (heard?.mail !== undefined) {
    const { messageId, references, subject } = heard.mail;
    return { mailId: messageId, references, subject, from: heard.from.handle };
  }
  return row.letter ?? (row.inReplyTo !== null && thread?.messageId === row.inReplyTo ? thread : null);
}

/** Of a letter that begins a thread. */
function subjectOf({ language }: OutboxRow, { conversation }: Lane, company: Company): string {
  const { register, digits } = conversation;
  const manner = { language, register, digits, seed: 0, said: [] };
  return sentence("letter.subject", { company: company.name[language] }, manner).text;
}
