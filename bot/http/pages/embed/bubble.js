import { bubbleRow, choicesOf, writingRow } from "./bubble-rows.js";
import { element, icon, ownFrame } from "./frame.js";
import { keep, readSettings, recall } from "./settings.js";
import { BUBBLE_STYLE, STYLE } from "./style.js";
import { Talk } from "./talk.js";
import { WORDS } from "./words.js";

const CHAT =
  "M4 4h16a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H9l-5 4v-4a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2zm3 5v2h10V9zm0 4v2h7v-2z";
const CROSS = "m12 10.6 5-5 1.4 1.4-5 5 5 5-1.4 1.4-5-5-5 5-1.4-1.4 5-5-5-5L7 5.6z";
const PLANE = "M3.4 20.400 21 12 3.4 3.600v6.600L15 12 3.4 13.800z";

/** @param {HTMLScriptElement} script Shows the chat bubble in a corner of the page. */
export function show(script) {
  const settings = readSettings(script);
  const { host, root } = ownFrame(settings, [STYLE, BUBBLE_STYLE]);
  root.classList.add(settings.side);
  document.body.append(host);
  new Bubble(settings, root).draw();
}

class Bubble {
  /** @type {import("./settings.js").Settings} */
  #settings;
  /** @type {typeof WORDS.ar} */
  #words;
  /** @type {Talk} */
  #talk;
  /** @type {string} */
  #name;
  /** Rows by the id of what they show, so that a reader is told only what is new. @type {Map<string, any>} */
  #rows = new Map();
  #seen = 0;
  #isOpen = false;
  /** @type {Record<string, any>} */
  #parts;

  /** @param {import("./settings.js").Settings} settings @param {HTMLElement} root */
  constructor(settings, root) {
    this.#settings = settings;
    this.#words = WORDS[settings.language];
    this.#name = `majlis-bubble:${settings.site}`;
    this.#talk = new Talk(settings.base, settings.site, () => this.draw());
    this.#parts = buildParts(this.#words);
    root.append(this.#parts.launch, this.#parts.panel);
    this.#listen();
    const kept = recall(this.#name);
    this.#parts.words.value = kept?.words ?? "";
    this.#seen = kept?.seen ?? 0;
    if (this.#talk.hasBegun || this.#talk.pending.length > 0) void this.#talk.flush();
    if (kept?.open) this.#open(false);
    void this.#nameCompany();
  }

  async #nameCompany() {
    try {
      const answer = await fetch(`${this.#settings.base}embed/company.json`);
      if (answer.ok) this.#parts.title.textContent = (await answer.json())[this.#settings.language];
    } catch {
      // The chat works without the company's name.
    }
  }

  #listen() {
    const { launch, close, panel, writer, words } = this.#parts;
    launch.addEventListener("click", () => this.#open(true));
    close.addEventListener("click", () => this.#close());
    panel.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Escape") this.#close();
    });
    writer.addEventListener("submit", (/** @type {Event} */ event) => {
      event.preventDefault();
      const text = words.value.trim();
      if (text === "") return words.focus();
      words.value = "";
      this.#say({ text });
    });
    words.addEventListener("input", () => this.#keep());
    words.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      writer.requestSubmit();
    });
  }

  /** @param {{ text: string, choice?: string }} said */
  #say(said) {
    this.#keep();
    this.#talk.write(said);
    this.#parts.log.scrollTop = this.#parts.log.scrollHeight;
    this.#parts.words.focus();
  }

  #keep() {
    keep(this.#name, { open: this.#isOpen, words: this.#parts.words.value, seen: this.#seen });
  }

  /** @param {boolean} byHand */
  #open(byHand) {
    this.#isOpen = true;
    this.draw();
    this.#parts.log.scrollTop = this.#parts.log.scrollHeight;
    if (byHand) this.#parts.words.focus();
  }

  #close() {
    this.#isOpen = false;
    this.draw();
    this.#parts.launch.focus();
  }

  draw() {
    // A talk that already runs may call before everything stands.
    if (this.#parts === undefined) return;
    const { launch, panel, presence, count } = this.#parts;
    const words = this.#words;
    const heard = [...this.#talk.entries.values()].filter(({ direction }) => direction === "out").length;
    if (this.#isOpen) this.#seen = heard;
    const unread = Math.max(0, heard - this.#seen);
    launch.hidden = this.#isOpen;
    panel.hidden = !this.#isOpen;
    count.hidden = unread === 0;
    count.replaceChildren(String(unread), element("span", { class: "unseen" }, ` ${words.unread}`));
    const state = !this.#talk.isConnected ? words.away : this.#talk.isWriting ? words.writing : words.here;
    if (presence.textContent !== state) presence.textContent = state;
    this.#drawRows();
    this.#keep();
  }

  #drawRows() {
    const { log, list, hello, writing } = this.#parts;
    const { entries, pending, isWriting } = this.#talk;
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 140;
    const said = [...entries].map(([id, entry]) => this.#row(id, entry, "sent"));
    const unsent = pending.map((one) =>
      this.#row(one.clientId, { ...one, direction: "in" }, one.failed ? "failed" : "waiting"),
    );
    putInOrder(list, [hello, ...said, ...unsent, ...(isWriting ? [writing] : [])]);
    this.#drawChoices();
    if (atEnd) log.scrollTop = log.scrollHeight;
  }

  /** Only the newest question can still be answered by a tap. */
  #drawChoices() {
    const { starters } = this.#parts;
    const [last] = [...this.#talk.entries].slice(-1);
    const isOpen = this.#talk.pending.length === 0 && last?.[1].direction === "out";
    for (const [id, row] of this.#rows)
      for (const button of row.querySelectorAll(".choices button"))
        button.disabled = !isOpen || id !== last?.[0];
    starters.hidden = last !== undefined || this.#talk.pending.length > 0;
    if (starters.hidden || starters.children.length > 0) return;
    const offers = this.#words.starters.map((label) => ({ label }));
    starters.append(...choicesOf(offers, ({ label }) => this.#say({ text: label })));
  }

  /** @param {string} id @param {any} entry @param {"sent" | "waiting" | "failed"} state */
  #row(id, entry, state) {
    const known = this.#rows.get(id);
    if (known?.dataset.state === state && known.dataset.author === String(entry.author)) return known;
    const row = bubbleRow(entry, state, this.#words, {
      base: this.#settings.base,
      choose: (choice) => this.#say({ text: choice.label, choice: choice.id }),
      retry: () => void this.#talk.flush(),
    });
    row.dataset.state = state;
    row.dataset.author = String(entry.author);
    this.#rows.set(id, row);
    known?.replaceWith(row);
    return row;
  }
}

/** Moves only what is not in its place: a screen reader reads what is new, and a focused button keeps its focus. @param {any} list @param {any[]} rows */
function putInOrder(list, rows) {
  for (const [at, row] of rows.entries())
    if (list.children[at] !== row) list.insertBefore(row, list.children[at] ?? null);
  while (list.children.length > rows.length) list.lastElementChild.remove();
}

/** @param {typeof WORDS.ar} words @returns {Record<string, any>} */
function buildParts(words) {
  const title = element("h2", { id: "who" }, words.assistant);
  const presence = element("p", { role: "status" }, words.here);
  const close = element("button", { type: "button", "aria-label": words.close }, icon(CROSS));
  const list = element("ol");
  const log = element(
    "div",
    { class: "log", role: "log", "aria-live": "polite", "aria-label": words.log, tabindex: 0 },
    list,
  );
  const starters = element("div", { class: "starters" });
  const box = element("textarea", {
    id: "words",
    rows: 1,
    maxlength: 4000,
    dir: "auto",
    enterkeyhint: "send",
    placeholder: words.write,
  });
  const writer = element(
    "form",
    { class: "writer" },
    element("label", { class: "unseen", for: "words" }, words.write),
    box,
    element("button", { class: "send", type: "submit", "aria-label": words.send }, icon(PLANE)),
  );
  const panel = element(
    "section",
    { class: "panel", role: "dialog", "aria-labelledby": "who", hidden: true },
    element("div", { class: "bar" }, element("div", {}, title, presence), close),
    ...[log, starters, writer, element("p", { class: "note" }, words.note)],
  );
  const count = element("span", { class: "count", hidden: true });
  const launch = element(
    "button",
    { class: "launch", type: "button", "aria-haspopup": "dialog" },
    ...[icon(CHAT), element("span", { class: "label" }, words.launch), count],
  );
  const hello = element(
    "li",
    { class: "out" },
    element("div", { class: "words" }, element("p", { dir: "auto" }, words.hello)),
  );
  return {
    title,
    presence,
    close,
    list,
    log,
    starters,
    writer,
    words: box,
    panel,
    count,
    launch,
    hello,
    writing: writingRow(),
  };
}
