import { networkOr, pause } from "./settings.js";

const TRIES = 6;

/**
 * @typedef {object} Opened
 * @property {string} token
 * @property {number} sendAfterMs
 * @property {Record<string, string>} company
 * @property {Record<string, string>} consent
 * @typedef {{ sent: boolean, fields: { field: string, message: string }[] }} Outcome
 */

/**
 * The form's side of the API. It asks for the token at once and again when it grew old; a form that failed on the way
 * is sent again under the same id, so it counts once.
 * @param {import("./settings.js").Settings} settings
 */
export function postForm(settings) {
  const address = `${settings.base}api/v1/webhooks/form`;
  /** @type {{ opened: Opened, at: number } | null} */
  let ticket = null;

  /** @returns {Promise<Opened>} Rejects where this website may not embed us. */
  async function open() {
    for (let tries = 0; ; tries++) {
      const answer = await fetch(`${address}/token?site=${settings.site}`).catch(() => null);
      if (answer?.status === 403) throw new Error("this website may not embed the form");
      if (answer?.ok) {
        const opened = await answer.json();
        ticket = { opened, at: performance.now() };
        return opened;
      }
      await networkOr(Math.min(1000 * 2 ** tries, 30_000));
    }
  }

  /** @param {Record<string, any>} answers */
  async function attempt(answers) {
    if (ticket === null) await open();
    const { opened, at } = /** @type {{ opened: Opened, at: number }} */ (ticket);
    await pause(Math.max(0, at + opened.sendAfterMs + 200 - performance.now()));
    const { agreed, channels, ...said } = answers;
    return fetch(address, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        ...said,
        site: settings.site,
        token: opened.token,
        locale: settings.language,
        consent: agreed ? { version: opened.consent.version, language: settings.language, channels } : null,
        page: { url: location.href, referrer: document.referrer },
      }),
    });
  }

  const opened = open();
  opened.catch(() => {});
  return {
    opened,
    /** @param {Record<string, any>} answers @param {(why: "offline" | "busy") => void} waiting @returns {Promise<Outcome>} */
    async send(answers, waiting) {
      for (let tries = 0; tries < TRIES; tries++) {
        const answer = await attempt(answers).catch(() => null);
        const outcome = await outcomeOf(answer);
        if (outcome !== null) return outcome;
        if (answer?.status === 401) ticket = null;
        else await waitFor(answer, tries, waiting);
      }
      return NOT_SENT;
    },
  };
}

/** @type {Outcome} */
const NOT_SENT = { sent: false, fields: [] };

/** @param {Response | null} answer @returns {Promise<Outcome | null>} null = worth another try. */
async function outcomeOf(answer) {
  if (answer === null || answer.status === 401 || answer.status === 429 || answer.status >= 500) return null;
  if (answer.ok) return { sent: true, fields: [] };
  if (answer.status !== 422) return NOT_SENT;
  return { sent: false, fields: (await answer.json()).error?.details?.fields ?? [] };
}

/** @param {Response | null} answer @param {number} tries @param {(why: "offline" | "busy") => void} waiting */
async function waitFor(answer, tries, waiting) {
  waiting(answer === null ? "offline" : "busy");
  const told = Number(answer?.headers.get("retry-after") ?? 0) * 1000;
  await networkOr(told || 1500 * 2 ** tries);
}
