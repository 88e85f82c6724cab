import parsePhoneNumber from "libphonenumber-js/max";
import type { Entity } from "../understanding.ts";
import { plainText } from "./normalise.ts";
import type { Word } from "./reading.ts";
import type { PlacedFact, Text } from "./text.ts";
import { claim, wordsOf } from "./text.ts";

const LONG = 4000;
const DIGITS = "0-9\u0660-\u0669\u06f0-\u06f9";
const DIGIT = new RegExp(`[${DIGITS}]`);
const PHONE = new RegExp(`(?:\\+|00)?[${DIGITS}](?:[ \\u00a0().-]{0,2}[${DIGITS}]){6,16}\\+?`, "g");
const EMAIL = /[a-z0-9][a-z0-9._%+-]{0,63}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}/gi;
const URL =
  /(?:https?:\/\/[^\s<>"'،؛]{3,200}|www\.[^\s<>"'،؛]{3,200}|(?<![@a-z0-9.-])[a-z0-9][a-z0-9-]{1,62}(?:\.[a-z0-9-]{2,62}){0,2}\.(?:com|net|org|sa|io|co|ai|app|dev|me|shop|store|online|info|biz|ae)(?:\/[^\s<>"'،؛]{0,200})?(?![a-z0-9@]))/gi;

/** Phones, email addresses and links, in reading order, with their places in the raw text. */
export function findContacts(raw: string): Entity[] {
  const text = raw.slice(0, LONG);
  const emails = text.includes("@")
    ? [...text.matchAll(EMAIL)].map((match) => found("email", match, match[0].toLowerCase()))
    : [];
  const urls = /\.|www/i.test(text)
    ? [...text.matchAll(URL)]
        .map((match) => link(match))
        .filter((url) => !emails.some((email) => url.start < email.end && email.start < url.end))
    : [];
  const others = [...emails, ...urls];
  if (!DIGIT.test(text)) return others.sort((one, other) => one.start - other.start);
  return [...others, ...phones(text, others)].sort((one, other) => one.start - other.start);
}

function found(
  kind: "email" | "url" | "phone",
  match: RegExpExecArray,
  value: string,
  text = match[0],
): Entity {
  return { kind, value, text, start: match.index, end: match.index + text.length };
}

function link(match: RegExpExecArray): Entity {
  const text = match[0].replace(/[.,;:!?)\]]+$/, "");
  return found("url", match, text, text);
}

function phones(text: string, taken: readonly Entity[]): Entity[] {
  const phones: Entity[] = [];
  for (const match of text.matchAll(PHONE)) {
    const value = phoneNumber(match[0]);
    const clash = taken.some(
      (other) => match.index < other.end && other.start < match.index + match[0].length,
    );
    if (value && !clash) phones.push(found("phone", match, value));
  }
  return phones;
}

/** E.164 of a Saudi or international number however it is written, or null. */
export function phoneNumber(written: string): string | null {
  const plain = plainText(written);
  const digits = plain.replace(/\D/g, "");
  if (/^(?:5\d{8}|05\d{8}|(?:00)?9660?5\d{8})$/.test(digits)) return `+966${digits.slice(-9)}`;
  if (/^(?:0?1[1-7]\d{7})$/.test(digits) && digits.startsWith("0")) return `+966${digits.slice(1)}`;
  if (/^9200\d{5}$/.test(digits) || /^800\d{7}$/.test(digits)) return `+966${digits}`;
  if (!plain.includes("+") && !digits.startsWith("00") && !digits.startsWith("966")) return null;
  const parsed = parsePhoneNumber(`+${digits.replace(/^00/, "")}`);
  return parsed?.isValid() ? parsed.number : null;
}

/** Contact facts and commercial numbers of the text. */
export function contactFacts(text: Text): PlacedFact[] {
  const facts: PlacedFact[] = [];
  for (const entity of text.entities) {
    const place = wordsOf(text.reading, entity);
    if (entity.kind === "phone" && isPhone(text, entity))
      facts.push(claim(text, "phone", entity.value, place, 0.95));
    if (entity.kind === "email") facts.push(claim(text, "email", entity.value, place, 0.97));
    if (entity.kind === "url") facts.push(claim(text, "website", entity.value, place, 0.9));
  }
  return [...firstOfEach(facts), ...registrations(text)];
}

function firstOfEach(facts: readonly PlacedFact[]): PlacedFact[] {
  return facts.filter((each, at) => facts.findIndex((other) => other.fact.about === each.fact.about) === at);
}

function isPhone(text: Text, entity: Entity): boolean {
  return !(REGISTER.test(before(text, entity.start)) && /^\D*[1-57]\d{9}\D*$/.test(plainText(entity.text)));
}

const REGISTER = /(?:سجل\S*|س\s?\.\s?ت|الموحد|\bcr\b|commercial regist\S*|unified number)[^\n\d]{0,20}$/i;

function before(text: Text, at: number): string {
  return plainText(text.reading.raw.slice(Math.max(0, at - 40), at));
}

/** Commercial register (with its cue) and VAT numbers; national ids and IBANs are never facts. */
function registrations(text: Text): PlacedFact[] {
  const facts: PlacedFact[] = [];
  text.reading.words.forEach((word, at) => {
    const about = word.kind === "number" ? registrationKind(text, word) : null;
    if (about) facts.push(claim(text, about, word.fold, { from: at, to: at + 1 }, 0.95));
  });
  return firstOfEach(facts);
}

function registrationKind(text: Text, word: Word): "vatNumber" | "crNumber" | null {
  if (/^3\d{13}3$/.test(word.fold)) return "vatNumber";
  return /^[1-57]\d{9}$/.test(word.fold) && REGISTER.test(before(text, word.start)) ? "crNumber" : null;
}

const SECRET = new RegExp(
  `(?<![${DIGITS}])(?:SA\\s?[${DIGITS}]{2}(?:[ ]?[${DIGITS}A-Za-z]{4}){5}|[12١٢][${DIGITS}]{9}(?![${DIGITS}]))`,
  "gi",
);

/** The text with national ids, iqamas and IBANs replaced by dots, so that they are never stored or sent on. */
export function maskIdentifiers(raw: string): string {
  return raw.replace(SECRET, (match: string, at: number) => {
    const digits = plainText(match).replace(/\s/g, "");
    const isRegister = REGISTER.test(plainText(raw.slice(Math.max(0, at - 40), at)));
    if (/^sa/i.test(digits)) return `${match.slice(0, 2)}••••${match.slice(-4)}`;
    return isRegister || !luhn(digits) ? match : `••••••${match.slice(-4)}`;
  });
}

function luhn(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits[at]) * (at % 2 === 0 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0;
}
