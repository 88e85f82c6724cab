/** The chat's side of the API: one visitor, kept for this browser tab, with its signed token. */
export class Talk {
  #visitor = null;
  #closed = new AbortController();

  async open() {
    const kept = sessionStorage.getItem("majlis-visitor");
    this.#visitor = kept ? JSON.parse(kept) : await this.#begin();
  }

  async restart() {
    this.#closed.abort();
    this.#closed = new AbortController();
    this.#visitor = await this.#begin();
  }

  async #begin() {
    const visitor = await (await fetch("/api/v1/chat/sessions", { method: "POST" })).json();
    sessionStorage.setItem("majlis-visitor", JSON.stringify(visitor));
    return visitor;
  }

  /** Rejects with the HTTP status as `status` when the server refuses. */
  async #ask(path, options = {}) {
    const answer = await fetch(`/api/v1/chat/${path}`, {
      ...options,
      headers: { authorization: `Bearer ${this.#visitor.token}`, "content-type": "application/json" },
    });
    if (!answer.ok) throw Object.assign(new Error(`chat ${answer.status}`), { status: answer.status });
    return answer;
  }

  /** The client's id makes a repeated send harmless. */
  async write(message) {
    await this.#ask("messages", { method: "POST", body: JSON.stringify(message) });
  }

  async transcript() {
    return (await (await this.#ask("messages?limit=200")).json()).data;
  }

  async insight() {
    return (await this.#ask("insight")).json();
  }

  /** Calls back on every change until the talk is restarted; comes back by itself after a lost connection. */
  async follow(changed, connected) {
    const { signal } = this.#closed;
    while (!signal.aborted) {
      try {
        const answer = await this.#ask("live", { signal });
        connected(true);
        changed("state");
        await readEvents(answer.body, changed);
      } catch (problem) {
        if (signal.aborted) return;
        if (problem.status === 401) await this.#begin().then((visitor) => (this.#visitor = visitor));
        connected(false);
      }
      await new Promise((resolve) => setTimeout(resolve, 1500));
    }
  }
}

/** The server says something every ten seconds at least: a line that is silent for so long is dead, and nothing else tells. */
const SILENT_MS = 30_000;

async function silence() {
  await new Promise((resolve) => setTimeout(resolve, SILENT_MS));
  return { done: true };
}

async function readEvents(body, changed) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let waiting = "";
  for (;;) {
    const { value, done } = await Promise.race([reader.read(), silence()]);
    if (done) return void reader.cancel().catch(() => {});
    waiting += value;
    const blocks = waiting.split("\n\n");
    waiting = blocks.pop();
    for (const block of blocks) {
      const name = /^event: ?(.*)$/m.exec(block)?.[1];
      if (name) changed(name);
    }
  }
}
