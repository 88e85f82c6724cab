import type { Language } from "../../bot/conversation/message.ts";

interface Sentences {
  /** Subject where the talk has none yet. */
  readonly subject: (company: string) => string;
  readonly greeting: (name: string) => string;
  readonly closing: string;
  readonly human: (name: string) => string;
  readonly unsubscribe: string;
  /** Above the words that are answered; `date` is written out. */
  readonly wrote: (date: string, name: string) => string;
  readonly byReply: string;
}

/** The fixed sentences around a mail. */
export const MAIL_WORDING: Readonly<Record<Language, Sentences>> = {
  ar: {
    subject: (company) => `بخصوص تواصلكم مع ${company}`,
    greeting: (name) => `السلام عليكم ${name}،`,
    closing: "مع أطيب التحيات،",
    // Without the marks the plus of a number would stand behind it, and what follows before it.
    human: (name) => `للتواصل المباشر: ${name.replace(/\+\d+/g, "\u200e$&\u200f")}`,
    unsubscribe: "لإيقاف هذه الرسائل:",
    wrote: (date, name) => `في ${date}، كتب ${name}:`,
    byReply: "يمكنكم الرد برقم الخيار أو بكتابته.",
  },
  en: {
    subject: (company) => `Your enquiry to ${company}`,
    greeting: (name) => `Dear ${name},`,
    closing: "Kind regards,",
    human: (name) => `To speak to a person: ${name}`,
    unsubscribe: "To stop these emails:",
    wrote: (date, name) => `On ${date}, ${name} wrote:`,
    byReply: "You may answer with the number or in words.",
  },
};

/** Words that already greet: no second greeting is put above them. */
export const GREETS =
  /^\s*(?:و?عليكم السلام|السلام عليكم|[أا]هل[اًا]+|مرحب|صباح|مساء|حي[اّ]|تحية|عزيز|الأستاذ|hi\b|hello\b|dear\b|good (?:morning|afternoon|evening)|welcome\b)/i;
