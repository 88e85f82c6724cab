import { element } from "./frame.js";

/** @typedef {{ label: string, id?: string }} Choice */

/**
 * One message. The direction follows its own first letter, so that mixed talks read right.
 * @param {any} entry
 * @param {"sent" | "waiting" | "failed"} state
 * @param {any} words
 * @param {{ base: string, choose(choice: any): void, retry(): void }} acts
 */
export function bubbleRow(entry, state, words, { base, choose, retry }) {
  const isOut = entry.direction === "out";
  const who = isOut ? (entry.author === "rep" ? words.rep : words.bot) : words.you;
  const files = (entry.attachments ?? []).flatMap((/** @type {any} */ file) => fileLink(file, base, words));
  const choices =
    (entry.choices ?? []).length > 0
      ? element("div", { class: "choices" }, ...choicesOf(entry.choices, choose))
      : null;
  return element(
    "li",
    { class: isOut ? "out" : "in" },
    element(
      "div",
      { class: "words" },
      element("span", { class: "unseen" }, `${who}: `),
      paragraph(entry.text ?? ""),
      ...files,
    ),
    isOut && entry.author === "rep" ? element("small", {}, words.rep) : null,
    state === "waiting" ? element("small", {}, words.waiting) : null,
    state === "failed"
      ? element("button", { class: "retry", type: "button", onclick: retry }, words.notSent)
      : null,
    choices,
  );
}

/** @param {readonly Choice[]} choices @param {(choice: any) => void} choose @returns {any[]} */
export function choicesOf(choices, choose) {
  return choices.map((choice) =>
    element("button", { type: "button", dir: "auto", onclick: () => choose(choice) }, choice.label),
  );
}

/** The three dots; the presence line says it in words. */
export function writingRow() {
  const dots = element("div", { class: "words" }, element("i"), element("i"), element("i"));
  return element("li", { class: "out writing", "aria-hidden": "true" }, dots);
}

/** Links in the text become links; everything else stays text. @param {string} text */
function paragraph(text) {
  const parts = text.split(/(https?:\/\/[^\s\u2068\u2069<>"]+)/g);
  const children = parts.map((part) =>
    /^https?:\/\//.test(part)
      ? element("a", { href: part, rel: "noopener noreferrer", target: "_blank", dir: "ltr" }, part)
      : part,
  );
  return element("p", { dir: "auto" }, ...children);
}

/** @param {any} file @param {string} base @param {any} words @returns {any[]} */
function fileLink(file, base, words) {
  const url = URL.parse(file.url ?? file.reference ?? "", base);
  if (url === null || !/^https?:$/.test(url.protocol)) return [];
  return [
    element(
      "p",
      {},
      element(
        "a",
        { href: url.href, rel: "noopener noreferrer", target: "_blank" },
        file.fileName ?? words.file,
      ),
    ),
  ];
}
