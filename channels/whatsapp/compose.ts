import type { Attachment, Choice, OutboundMessage, Template } from "../../bot/conversation/message.ts";
import { withNumberedChoices, withoutList } from "../shared/choices.ts";
import { cutText, splitText } from "../shared/text.ts";

/**
 * One platform message, without its envelope: what stands under `type` and under that type's name. A file still has to
 * be put somewhere where the platform can take it.
 */
export type Part =
  | { readonly type: string; readonly content: Readonly<Record<string, unknown>> }
  | { readonly file: Attachment; readonly caption: string };

/** Meta's limits, a little below where its way of counting letters is not documented. */
export const limits = {
  text: 4_000,
  buttons: 3,
  rows: 10,
  buttonTitle: 20,
  rowTitle: 24,
  rowDescription: 72,
} as const;
const bodyBesideChoices = 1_000;
const caption = 1_000;
const identifier = { button: 256, row: 200 } as const;

const fixedWords = {
  ar: { pick: "اختر من القائمة:", open: "الخيارات" },
  en: { pick: "Please choose:", open: "Options" },
} as const;

/** The platform messages that carry `message`, in order; always the same ones for the same message. Empty = nothing to say. */
export function partsOf(message: OutboundMessage): readonly Part[] {
  if (message.template) return [template(message.template)];
  if (typeof message.reaction === "string") return [reaction(message.reaction, message.inReplyTo)];
  const { attachments, choices, text } = message;
  const only = attachments.length === 1 && choices.length === 0 ? attachments[0] : undefined;
  if (only && mayHaveCaption(only) && text.length <= caption) return [{ file: only, caption: text }];
  const files = attachments.map((file) => ({ file, caption: "" }));
  return [...files, ...wordsOf(message)];
}

function wordsOf(message: OutboundMessage): readonly Part[] {
  const { choices, text } = message;
  if (fitButtons(choices)) return withChoices(message, buttons(choices));
  if (fitList(choices)) return withChoices(message, list(message));
  const words = choices.length === 0 ? text : withNumberedChoices(text, choices);
  return words.trim() === "" ? [] : splitText(words, limits.text).map(textPart);
}

/** A list of the choices in the text is not said beside them; what does not fit goes before them, so that they stay at the end. */
function withChoices(message: OutboundMessage, action: Interactive): readonly Part[] {
  const text = withoutList(message.text, message.choices.length).trim() || fixedWords[message.language].pick;
  const body = splitText(text, bodyBesideChoices).at(-1) ?? text;
  const before = text.slice(0, text.length - body.length).trim();
  const earlier = before === "" ? [] : splitText(before, limits.text);
  const content = { type: action.type, body: { text: body }, action: action.action };
  return [...earlier.map(textPart), { type: "interactive", content }];
}

interface Interactive {
  readonly type: "button" | "list";
  readonly action: Readonly<Record<string, unknown>>;
}

function buttons(choices: readonly Choice[]): Interactive {
  const replies = choices.map(({ id, label }) => ({ type: "reply", reply: { id, title: plain(label) } }));
  return { type: "button", action: { buttons: replies } };
}

function list(message: OutboundMessage): Interactive {
  const label = plain(message.choicesLabel ?? "") || fixedWords[message.language].open;
  const sections = [{ rows: message.choices.map(row) }];
  return { type: "list", action: { button: cutText(label, limits.buttonTitle), sections } };
}

/** A label too long for a row's title is repeated whole in its description: nobody should choose by half a word. */
function row(choice: Choice): Readonly<Record<string, string>> {
  const label = plain(choice.label);
  const whole = label.length > limits.rowTitle ? label : "";
  const description = [whole, choice.description ?? ""].filter((part) => part !== "").join(" · ");
  const title = cutText(label, limits.rowTitle);
  if (description === "") return { id: choice.id, title };
  return { id: choice.id, title, description: cutText(description, limits.rowDescription) };
}

function fitButtons(choices: readonly Choice[]): boolean {
  const titles = new Set(choices.map((choice) => plain(choice.label)));
  const short = [...titles].every(
    (title) => /[\p{L}\p{N}]/u.test(title) && title.length <= limits.buttonTitle,
  );
  const described = choices.some((choice) => choice.description !== null);
  const count = choices.length > 0 && choices.length <= limits.buttons;
  return (
    count && short && !described && titles.size === choices.length && distinct(choices, identifier.button)
  );
}

function fitList(choices: readonly Choice[]): boolean {
  const labelled = choices.every((choice) => plain(choice.label) !== "");
  return choices.length > 0 && choices.length <= limits.rows && labelled && distinct(choices, identifier.row);
}

function distinct(choices: readonly Choice[], longest: number): boolean {
  const ids = new Set(choices.map((choice) => choice.id));
  return ids.size === choices.length && [...ids].every((id) => id !== "" && id.length <= longest);
}

/** Titles may carry no formatting marks and no line breaks. */
function plain(label: string): string {
  return label
    .replace(/[*_~`]/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

function textPart(body: string): Part {
  return { type: "text", content: { preview_url: false, body } };
}

function reaction(emoji: string, target: string | null): Part {
  return { type: "reaction", content: { message_id: target ?? "", emoji } };
}

function template({ name, language, values }: Template): Part {
  // Meta refuses line breaks, tabs and runs of spaces in a value.
  const parameters = values.map((value) => ({
    type: "text",
    text: value.replace(/\s+/g, " ").trim() || "-",
  }));
  const components = parameters.length === 0 ? {} : { components: [{ type: "body", parameters }] };
  return {
    type: "template",
    content: { name, language: { policy: "deterministic", code: language }, ...components },
  };
}

function mayHaveCaption({ kind }: Attachment): boolean {
  return kind !== "audio" && kind !== "sticker";
}
