import { READING } from "../../agents/dialogue/understanding.ts";
import { checkAnswer } from "../../agents/router/check-answer.ts";
import { nameFinder } from "../../agents/router/known-names.ts";
import { createMaskFor, redacted } from "../../agents/router/mask.ts";
import { printable } from "../../agents/services/proposal-pdf/printable.ts";
import { literally } from "../../bot/conversation/advice/quotes.ts";
import { findContacts, maskIdentifiers, phoneNumber } from "../../bot/conversation/language/contacts.ts";
import { findMoments } from "../../bot/conversation/language/dates.ts";
import { findQuantities } from "../../bot/conversation/language/entities.ts";
import { fixLayout } from "../../bot/conversation/language/layout.ts";
import { answersApart, ownWords } from "../../bot/conversation/language/letters.ts";
import { findMoney } from "../../bot/conversation/language/money.ts";
import { normalise, plainText } from "../../bot/conversation/language/normalise.ts";
import { findNumbers } from "../../bot/conversation/language/numbers.ts";
import { read } from "../../bot/conversation/language/reading.ts";
import { understand } from "../../bot/conversation/language/understand.ts";
import { sentenceOf } from "../../bot/conversation/language/words.ts";
import { nameShown } from "../../bot/conversation/letter.ts";
import { checkClaims } from "../../bot/conversation/sales/claims.ts";
import { stems } from "../../bot/conversation/sales/cues.ts";
import { inDigits } from "../../bot/conversation/sales/date-words.ts";
import { answerFacts, leadLanguage } from "../../bot/conversation/sales/lead-facts.ts";
import { offersNamed } from "../../bot/conversation/sales/offer.ts";
import { painsIn } from "../../bot/conversation/sales/pains.ts";
import { TOPICS, type Topic } from "../../bot/conversation/understanding.ts";
import { withoutEmoji, written } from "../../bot/conversation/wording/script.ts";
import { readJson, storableText } from "../../bot/http/door/read-json.ts";
import { htmlToWords } from "../../channels/email/html.ts";
import { idsIn } from "../../channels/email/ids.ts";
import { introductions } from "../../channels/email/introduce.ts";
import { addressesIn, headerLinesIn } from "../../channels/email/mail.ts";
import { formParts } from "../../channels/email/multipart.ts";
import { clean } from "../../channels/email/reply/clean.ts";
import { trimReply } from "../../channels/email/reply/trim.ts";
import { splitText } from "../../channels/shared/text.ts";
import { readPost } from "../../channels/whatsapp/read.ts";
import { demoCompany } from "../support/demo-company.ts";

/** One function that takes any text, the laws it keeps, and how long a text it is given in the product. */
export interface Reader {
  readonly name: string;
  /** Answers what is wrong, null when nothing is; a throw is wrong too. */
  read(text: string, asked: Topic | null): string | null;
}

const NOW = Date.parse("2026-11-22T10:00:00+03:00");
const company = demoCompany();
const context = (asked: Topic | null) => ({
  ...{ asked, now: NOW, profileName: null, language: null, city: null },
});
const approved = { company, slots: [], dates: [], heard: [], numbers: [] };
const moments = {
  ...{ now: NOW, offsetMinutes: 180, weekBegins: null, city: "Riyadh", meeting: true },
} as const;
const find = nameFinder(["خالد القحطاني", "شركة الأفق الجديد", "Ofuq LLC", "a"]);

/** Every function of the product that is given words of others. */
export const READERS: readonly Reader[] = [
  { name: "understand", read: understood },
  { name: "normalise", read: normalised },
  total("read", (text) => read(text)),
  total("fixLayout", (text) => fixLayout(read(text))),
  total("numbers", (text) => findNumbers(sentenceOf(normalise(text)))),
  total("money", (text) => findMoney(sentenceOf(normalise(text)), { askedBudget: true })),
  total("dates", (text) => findMoments(sentenceOf(normalise(text)), moments)),
  total("quantities", (text, asked) => findQuantities(normalise(text), context(asked))),
  total("contacts", (text) => findContacts(text)),
  total("phoneNumber", (text) => phoneNumber(text)),
  total("maskIdentifiers", (text) => maskIdentifiers(text)),
  { name: "mask", read: masked },
  total("redacted", (text) => redacted(text)),
  total("nameFinder", (text) => find(text)),
  total("literally", (text) => literally(text, text.slice(0, 200))),
  total("ownWords", (text) => ownWords(text)),
  total("answersApart", (text) => answersApart(text, TOPICS)),
  total("painsIn", (text) => painsIn(text)),
  total("checkClaims", (text) => checkClaims(text, approved)),
  total("stems", (text) => stems(text)),
  total("offersNamed", (text) => offersNamed(text, company)),
  total("answerFacts", (text) => answerFacts("budget", text, NOW)),
  total("leadLanguage", (text) => leadLanguage({ locale: null, message: text, company: null, name: null })),
  total("nameShown", (text) => nameShown(text)),
  { name: "written", read: wrote },
  idempotent("withoutEmoji", withoutEmoji),
  total("inDigits", (text) => inDigits(text, "arabic-indic")),
  idempotent("printable", printable),
  idempotent("storableText", storableText),
  total("readJson", (text) => readJson(Buffer.from(text))),
  { name: "checkAnswer", read: answerChecked },
  total("readPost", (text) => readPost(Buffer.from(text))),
  total("htmlToWords", (text) => htmlToWords(text)),
  total("trimReply", (text) => trimReply(text)),
  total("clean", (text) => clean(text)),
  total("introductions", (text) => introductions(text, text.slice(0, 100))),
  total("idsIn", (text) => idsIn(text)),
  total("addressesIn", (text) => addressesIn(text)),
  total("headerLinesIn", (text) => headerLinesIn(text)),
  total("formParts", (text) => formParts(Buffer.from(text), "multipart/form-data; boundary=a")),
  { name: "splitText", read: split },
];

function total(name: string, act: (text: string, asked: Topic | null) => unknown): Reader {
  return {
    name,
    read: (text, asked) => {
      act(text, asked);
      return null;
    },
  };
}

function idempotent(name: string, act: (text: string) => string): Reader {
  return {
    name,
    read: (text) => {
      const once = act(text);
      return act(once) === once ? null : `done twice it is ${JSON.stringify(act(once).slice(0, 200))}`;
    },
  };
}

function understood(text: string, asked: Topic | null): string | null {
  const { acts, facts, entities } = understand(text, context(asked));
  const unreadable = [...facts, ...entities].find((one) => hasNoNumber(one.value));
  if (unreadable !== undefined) return `finds a number that is none: ${JSON.stringify(unreadable)}`;
  const quotes = [...acts, ...facts].map(({ quote }) => quote);
  const unsaid = quotes.find((quote) => !text.includes(quote));
  if (unsaid !== undefined) return `quotes «${unsaid}», which was not written`;
  const misplaced = entities.find((entity) => text.slice(entity.start, entity.end) !== entity.text);
  return misplaced === undefined ? null : `places «${misplaced.text}» wrongly`;
}

/** Somewhere in it a number stands that JSON would make null of. */
function hasNoNumber(value: unknown): boolean {
  if (typeof value === "number") return !Number.isFinite(value);
  if (typeof value === "string") return value.includes("NaN") || value.includes("Infinity");
  return typeof value === "object" && value !== null && Object.values(value).some(hasNoNumber);
}

function normalised(text: string): string | null {
  const plain = normalise(text);
  // A sign that unfolds into letters ("Ⅷ") may unfold into a run of one letter, which is shortened at the second look.
  const isUnfolded = text.normalize("NFKC") === text;
  if (isUnfolded && plainText(plain.text) !== plain.text) return "not the same when done twice";
  for (let at = 0; at < plain.text.length; at += Math.max(1, plain.text.length >> 5))
    if (plain.at(at) < 0 || plain.at(at) >= text.length) return `unit ${at} comes from nowhere`;
  return null;
}

/** What was hidden comes back as it was, and no identifier is left for a second look. */
function masked(text: string): string | null {
  const mask = createMaskFor(new Set())("deepseek", ["خالد القحطاني", "Ofuq"]);
  const hidden = mask.hide(text);
  if (mask.restore(hidden) !== text) return "does not come back as it was";
  const left = (one: string) => one.match(/⟦(?:PHONE|EMAIL|ID|CARD)⟧/gu)?.length ?? 0;
  return left(redacted(hidden)) > left(hidden) ? `left something: ${redacted(hidden)}` : null;
}

function wrote(text: string): string | null {
  const bare = (one: string) => one.replace(/[\u2066\u2069\u200f]/gu, "");
  const out = written(text, { language: "ar", digits: "latin" });
  return bare(out) === bare(text) ? null : "another text, not only marks of direction";
}

function answerChecked(text: string): string | null {
  const answer = checkAnswer(text, { schema: READING, restore: (one) => one, speaks: "ar" });
  if (answer.ok) return null;
  return answer.detail.length <= 200 ? null : "an endless complaint";
}

function split(text: string): string | null {
  return splitText(text, 4_096).every((part) => part.length <= 4_096) ? null : "a part is too long";
}
