import type { Language, OutboundMessage } from "../../bot/conversation/message.ts";
import { storable } from "../shared/json.ts";
import { htmlOf } from "./compose-html.ts";
import { fewReferences, ourMessageId } from "./ids.ts";
import { type Letterhead, type LetterWords, placeIn } from "./letter-words.ts";
import { GREETS, MAIL_WORDING } from "./wording.ts";

/** A mail as every carrier can send it. */
export interface Letter {
  /** Bare, fixed by our outbound id. */
  readonly messageId: string;
  readonly fromName: string;
  readonly fromAddress: string;
  readonly to: string;
  /** Where answers go; absent = to `fromAddress`. */
  readonly replyTo?: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Beside From, To, Subject, Date, Message-ID and MIME; printable ASCII, one line each. */
  readonly headers: Readonly<Record<string, string>>;
  readonly attachments: readonly LetterFile[];
}

export interface LetterFile {
  readonly fileName: string;
  readonly mediaType: string;
  readonly content: Uint8Array;
}

/** What is known of the talk around one message. */
export interface Background {
  readonly name: string | null;
  /** The words that are answered; null = unknown. */
  readonly answers: { readonly text: string; readonly name: string; readonly at: number } | null;
}

export interface ComposeParts {
  readonly fromAddress: string;
  readonly fromName: string;
  readonly messageIdDomain: string;
  readonly replyTo?: string | null;
  readonly letterhead: Letterhead;
  readonly background: Background;
  readonly files: readonly LetterFile[];
}

const LONGEST_SUBJECT = 200;
const LONGEST_QUOTE = 4_000;

/** A message as a mail: words and HTML that say the same, in its thread, marked as automatic. Pure. */
export function composeLetter(message: OutboundMessage, parts: ComposeParts): Letter {
  const words = wordsFor(message, parts);
  const wording = MAIL_WORDING[message.language];
  return {
    messageId: ourMessageId(message.id, parts.messageIdDomain),
    fromName: oneLine(parts.fromName),
    fromAddress: parts.fromAddress,
    to: message.to.handle,
    ...(parts.replyTo ? { replyTo: parts.replyTo } : {}),
    subject: oneLine(message.mail?.subject || wording.subject(parts.letterhead.company)).slice(
      0,
      LONGEST_SUBJECT,
    ),
    text: textOf(words),
    html: htmlOf(words),
    headers: headersFor(message),
    attachments: parts.files,
  };
}

function wordsFor(message: OutboundMessage, { letterhead, background }: ComposeParts): LetterWords {
  const { language } = message;
  const body = storable(message.text).trim();
  const name = oneLine(background.name ?? "");
  const isSigned = endOf(body).includes(letterhead.company);
  const greets = name === "" || body === "" || isSigned || GREETS.test(body);
  const links = message.mail?.links ?? {};
  const digits = digitsIn(language, [body, ...message.choices.map(({ label }) => label)]);
  return {
    ...{ language, digits, body },
    letterhead: isSigned ? null : letterhead,
    greeting: greets ? null : MAIL_WORDING[language].greeting(name),
    choices: message.choices.map(({ id, label, description }) => ({
      label: storable(description ? `${label} — ${description}` : label),
      link: webLink(Object.hasOwn(links, id) ? links[id] : undefined),
    })),
    unsubscribe: webLink(message.mail?.unsubscribe ?? undefined),
    quoted: quotedOf(background, language, digits),
  };
}

/** Where a letter is signed. */
function endOf(body: string): string {
  return body.split("\n").slice(-5).join("\n");
}

/** Arabic words that write ٣ are not listed by 1, 2, 3 nor dated in Latin digits. */
function digitsIn(language: Language, words: readonly string[]): LetterWords["digits"] {
  return language === "ar" && words.some((one) => /[٠-٩]/.test(one)) ? "arabic-indic" : "latin";
}

function quotedOf(
  { answers }: Background,
  language: Language,
  digits: LetterWords["digits"],
): LetterWords["quoted"] {
  if (answers === null || answers.text.trim() === "") return null;
  const arabic = `ar-SA-u-ca-gregory-nu-${digits === "latin" ? "latn" : "arab"}`;
  const date = new Intl.DateTimeFormat(language === "ar" ? arabic : "en-GB", {
    ...{ dateStyle: "long", timeStyle: "short", timeZone: "Asia/Riyadh" },
  }).format(answers.at);
  const introduction = MAIL_WORDING[language].wrote(date, oneLine(answers.name));
  return { introduction, text: storable(answers.text).slice(0, LONGEST_QUOTE).trim() };
}

/** A link that a person may be sent to; anything but the web is none. */
function webLink(address: string | undefined): string | null {
  return address !== undefined && /^https?:\/\/[\x21-\x7e]{1,2000}$/.test(address) ? address : null;
}

function textOf(words: LetterWords): string {
  const { language, greeting, body, choices, letterhead, unsubscribe, quoted } = words;
  const wording = MAIL_WORDING[language];
  const list = choices.map(
    ({ label, link }, index) => `${placeIn(words, index)} ${label}${link === null ? "" : `\n   ${link}`}`,
  );
  const leave = unsubscribe === null ? "" : `${wording.unsubscribe} ${unsubscribe}`;
  const history =
    quoted === null
      ? ""
      : [quoted.introduction, ...quoted.text.split("\n").map((line) => `> ${line}`)].join("\n");
  return [greeting, body, list.join("\n"), footOf(letterhead, language), leave, history]
    .filter((part) => part !== null && part !== "")
    .join("\n\n");
}

function footOf(letterhead: Letterhead | null, language: Language): string {
  if (letterhead === null) return "";
  const { closing, human } = MAIL_WORDING[language];
  const contact = letterhead.human === null ? null : human(letterhead.human);
  return ["-- ", closing, letterhead.company, letterhead.website, contact]
    .filter((line) => line !== null)
    .join("\n");
}

/** Automatic mail says so (RFC 3834), and carries the mark by which we and our like know it when it comes back. */
function headersFor({ mail, inReplyTo }: OutboundMessage): Readonly<Record<string, string>> {
  // What was answered may be a form, which is no mail: the thread alone says.
  const answered = headerId(mail === undefined ? inReplyTo : mail.inReplyTo);
  const thread = fewReferences(
    [...(mail?.references ?? []), answered ?? ""].map(headerId).filter((id) => id !== null),
  );
  const unsubscribe = webLink(mail?.unsubscribe ?? undefined);
  return {
    ...(answered === null ? {} : { "In-Reply-To": `<${answered}>` }),
    ...(thread.length === 0 ? {} : { References: thread.map((id) => `<${id}>`).join(" ") }),
    "Auto-Submitted": unsubscribe === null ? "auto-replied" : "auto-generated",
    "X-Auto-Response-Suppress": "All",
    "X-Bot-Loop": "majlis",
    ...(unsubscribe === null
      ? {}
      : { "List-Unsubscribe": `<${unsubscribe}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" }),
  };
}

/** An id that came from outside, when it can stand in a header; else null. */
function headerId(id: string | null): string | null {
  return id !== null && /^[\x21-\x3b\x3d\x3f-\x7e]{1,400}$/.test(id) ? id : null;
}

/** No line end, no control mark: nothing that could begin a header of its own. */
export function oneLine(text: string): string {
  return storable(text)
    .replace(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .trim();
}
