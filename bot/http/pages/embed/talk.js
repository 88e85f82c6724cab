import { keep, newId, pause, recall } from "./settings.js";

const TRIES = 4;
/** The server says something every ten seconds at least: a line that is silent for so long is dead, and nothing else tells. */
const SILENT_MS = 30_000;

/** @returns {Promise<{ value: undefined, done: true }>} */
async function silence() {
  await pause(SILENT_MS);
  return { value: undefined, done: true };
}

/**
 * @typedef {object} Entry
 * @property {string} id
 * @property {string | null} clientId
 * @property {"in" | "out"} direction
 * @property {string} author
 * @property {string} text
 * @property {{ id: string, label: string }[]} [choices]
 * @property {any[]} [attachments]
 * @typedef {{ clientId: string, text: string, choice?: string, failed: boolean }} Pending
 */

/** One visitor's talk: what was said, what waits to be sent, and what is new. */
export class Talk {
  /** @type {Map<string, Entry>} */
  entries = new Map();
  /** @type {Pending[]} */
  pending = [];
  isWriting = false;
  isConnected = true;
  /** @type {{ token: string } | null} */
  #visitor;
  #following = false;
  #sending = false;
  /** @type {string} */
  #base;
  /** @type {string} */
  #name;
  /** @type {() => void} */
  #changed;
  /** Where the visitor is, told once for each page. */
  #isPlaced = false;

  /** @param {string} base @param {string} site @param {() => void} changed Called whenever there is something to show. */
  constructor(base, site, changed) {
    this.#base = `${base}api/v1/chat/`;
    this.#name = `majlis-chat:${site}`;
    this.#changed = changed;
    this.#visitor = recall(this.#name);
    this.pending = recall(`${this.#name}:unsent`) ?? [];
  }

  get hasBegun() {
    return this.#visitor !== null;
  }

  /** @param {{ text: string, choice?: string }} said Goes out as soon as it can, once however often it is tried. */
  write(said) {
    this.pending.push({ clientId: newId(), failed: false, ...said });
    this.#keepPending();
    void this.flush();
  }

  /** Sends what waits, in order. */
  async flush() {
    if (this.#sending) return;
    this.#sending = true;
    for (const one of this.pending) one.failed = false;
    this.#changed();
    for (let at = 0, one = this.pending[at]; one !== undefined; one = this.pending[at]) {
      const outcome = await this.#deliver(one);
      if (outcome === "not yet") break;
      // What can never be sent stays to be seen, and keeps nothing back.
      if (outcome === "refused") at += 1;
    }
    for (const one of this.pending) one.failed = true;
    this.#sending = false;
    this.#changed();
    void this.follow();
  }

  /** @param {Pending} said @returns {Promise<"arrived" | "refused" | "not yet">} What became of it after a few tries. */
  async #deliver(said) {
    for (let tries = 1; tries <= TRIES; tries++) {
      const status = await this.#post(said);
      if (status === 202 || this.entries.has(said.clientId)) {
        this.#settle(said);
        return "arrived";
      }
      const isHopeless = status >= 400 && status < 500 && status !== 401 && status !== 429;
      if (isHopeless) return "refused";
      if (tries < TRIES) await pause(status === 401 ? 0 : 1200 * tries);
    }
    return "not yet";
  }

  /** @param {Pending} said @returns {Promise<number>} The status, 0 when nothing came back. */
  async #post({ clientId, text, choice }) {
    try {
      const page = this.#isPlaced ? undefined : { url: location.href, referrer: document.referrer };
      const said = choice ? { clientId, text, choice } : { clientId, text };
      const { status } = await this.#ask("messages", {
        method: "POST",
        body: JSON.stringify({ ...said, page }),
      });
      if (status === 202) this.#isPlaced = true;
      return status;
    } catch {
      return 0;
    }
  }

  /** @param {Pending} said */
  #settle(said) {
    this.pending = this.pending.filter((one) => one !== said);
    this.#keepPending();
    if (!this.entries.has(said.clientId)) {
      const { clientId, text } = said;
      this.entries.set(clientId, { id: clientId, clientId, direction: "in", author: "prospect", text });
    }
    this.isWriting = true;
    this.#changed();
  }

  #keepPending() {
    keep(`${this.#name}:unsent`, this.pending.length > 0 ? this.pending : null);
  }

  /** Hears what is new, for as long as the page is open; looks by itself where events do not get through. */
  async follow() {
    if (this.#following || this.#visitor === null) return;
    this.#following = true;
    for (;;) {
      try {
        await this.#look();
        const answer = await this.#ask("live");
        this.#connected(true);
        if (answer.ok && answer.body) await this.#hear(answer.body);
      } catch {
        this.#connected(false);
      }
      await pause(document.hidden ? 5000 : 1500);
    }
  }

  async #look() {
    const answer = await this.#ask("messages?limit=200");
    if (!answer.ok) return;
    this.#connected(true);
    for (const entry of (await answer.json()).data) this.#take(entry);
    this.#changed();
  }

  /** @param {ReadableStream<Uint8Array>} body */
  async #hear(body) {
    const [reader, decoder] = [body.getReader(), new TextDecoder()];
    for (let waiting = ""; ; ) {
      const { value, done } = await Promise.race([reader.read(), silence()]);
      if (done) return void reader.cancel().catch(() => {});
      const blocks = (waiting + decoder.decode(value, { stream: true })).split("\n\n");
      waiting = blocks.pop() ?? "";
      for (const block of blocks) this.#event(block);
    }
  }

  /** @param {string} block */
  #event(block) {
    const [, name, data = ""] = /^event: (\w+)\ndata: (.*)$/.exec(block) ?? [];
    if (name === "message") this.#take(JSON.parse(data));
    else if (name === "typing") this.isWriting = JSON.parse(data).typing;
    else return;
    this.#changed();
  }

  /** @param {Entry} entry */
  #take(entry) {
    const isOurs = this.pending.find(({ clientId }) => clientId === entry.clientId);
    if (isOurs && !this.#sending) this.#settle(isOurs);
    if (entry.direction === "out" && !this.entries.has(entry.id)) this.isWriting = false;
    this.entries.set(entry.clientId ?? entry.id, entry);
  }

  /** @param {boolean} yes */
  #connected(yes) {
    if (this.isConnected === yes) return;
    this.isConnected = yes;
    if (yes && this.pending.length > 0) void this.flush();
    this.#changed();
  }

  /** @param {string} path @param {RequestInit} [options] */
  async #ask(path, options = {}) {
    const visitor = this.#visitor ?? (await this.#begin());
    this.#visitor = visitor;
    const headers = { authorization: `Bearer ${visitor.token}`, "content-type": "application/json" };
    const answer = await fetch(this.#base + path, { ...options, headers });
    if (answer.status === 401) this.#forget();
    return answer;
  }

  async #begin() {
    const answer = await fetch(`${this.#base}sessions`, { method: "POST" });
    if (!answer.ok) throw new Error(`chat ${answer.status}`);
    const visitor = await answer.json();
    keep(this.#name, visitor);
    return visitor;
  }

  #forget() {
    this.#visitor = null;
    keep(this.#name, null);
  }
}
