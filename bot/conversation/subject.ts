/** What mail programs put before the subject of an answer or a forwarded letter, in either language. */
const PREFIX =
  /^\s*(?:re|fwd?|aw|wg|sv|tr|رد|الرد|إعادة توجيه|اعادة توجيه|تحويل|إعادة إرسال)\s*(?:\[\d+\])?\s*[:：]\s*/iu;

/** The subject without "Re:", «رد:» and their like, however many, in one spelling: two letters of one thread have the same. */
export function topicOf(subject: string): string {
  return stripped(subject).replace(/\s+/gu, " ").trim().toLowerCase();
}

/** The subject of an answer: one "Re:", whatever stood before. */
export function asReply(subject: string): string {
  return `Re: ${stripped(subject).trim()}`;
}

function stripped(subject: string): string {
  // Invisible marks of direction stand before Arabic prefixes.
  let rest = subject.replace(/[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/gu, "");
  while (PREFIX.test(rest)) rest = rest.replace(PREFIX, "");
  return rest;
}
