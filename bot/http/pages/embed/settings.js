/**
 * @typedef {"ar" | "en"} Language
 * @typedef {object} Settings
 * @property {string} base Address of our server, with a slash at its end.
 * @property {Language} language
 * @property {string} site
 * @property {"start" | "end"} side Corner of the chat bubble.
 * @property {{ ground: string, ink: string }} color
 * @property {readonly string[]} fields Further questions of the form.
 * @property {string | null} privacy Address of the website's privacy notice.
 */

const GREEN = "#0c5c4c";
const ASKABLE = ["sector", "companySize", "region", "budget"];

/** @param {HTMLScriptElement} script @returns {Settings} What the website asked for; anything odd is left out. */
export function readSettings(script) {
  const { language, site, color, position, fields, privacy } = script.dataset;
  return {
    base: new URL(".", script.src).href,
    language: language === "ar" || language === "en" ? language : pageLanguage(),
    site: /^[a-z0-9][a-z0-9_-]{0,39}$/.test(site ?? "") ? String(site) : "main",
    side: position === "start" ? "start" : "end",
    color: readable(color ?? GREEN) ?? { ground: GREEN, ink: "#ffffff" },
    fields: (fields ?? "")
      .split(",")
      .map((one) => one.trim())
      .filter((one) => ASKABLE.includes(one)),
    privacy: privacy && /^https?:$/.test(URL.parse(privacy, location.href)?.protocol ?? "") ? privacy : null,
  };
}

/** @returns {Language} */
function pageLanguage() {
  const written = document.documentElement.lang || navigator.language;
  return /^en\b/i.test(written) ? "en" : "ar";
}

/** @param {string} color @returns {{ ground: string, ink: string } | null} The colour with the ink that is best read on it. */
function readable(color) {
  const [, short, long] = /^#(?:([0-9a-f]{3})|([0-9a-f]{6}))$/i.exec(color.trim()) ?? [];
  const hex = long ?? short?.replace(/./g, "$&$&");
  if (hex === undefined) return null;
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) =>
    linear(Number.parseInt(hex.slice(at, at + 2), 16) / 255),
  );
  const light = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return { ground: `#${hex}`, ink: 1.05 / (light + 0.05) >= 4.5 ? "#ffffff" : "#101714" };
}

/** @param {number} part */
function linear(part) {
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

const memory = new Map();

/** @param {string} name @returns {any} What was kept in this tab, or null. */
export function recall(name) {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? "null");
  } catch {
    // A page may forbid storage: then it lasts as long as the page.
    return memory.get(name) ?? null;
  }
}

/** @param {string} name @param {unknown} value Kept for this tab, so that a reload loses nothing. */
export function keep(name, value) {
  memory.set(name, value);
  try {
    if (value === null) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, JSON.stringify(value));
  } catch {
    // See above.
  }
}

/** @returns {string} An id nobody else uses, also where the page is not served over HTTPS. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {number} ms @returns {Promise<void>} */
export function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** @param {number} ms @returns {Promise<void>} Resolves after the wait, or as soon as the network is back. */
export function networkOr(ms) {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    addEventListener("online", done);
    function done() {
      clearTimeout(timer);
      removeEventListener("online", done);
      resolve();
    }
  });
}
