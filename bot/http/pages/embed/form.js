import { formDraft } from "./form-draft.js";
import { postForm } from "./form-post.js";
import { element, icon, ownFrame } from "./frame.js";
import { newId, readSettings } from "./settings.js";
import { FORM_STYLE, STYLE } from "./style.js";
import { WORDS } from "./words.js";

const CHECK = "M9.2 16.6 4.9 12.3l-1.6 1.6 5.9 5.9L21 8 19.4 6.4z";
/** Further settings of each question; `dir` because addresses and numbers are written from the left. */
const QUESTIONS = {
  name: { autocomplete: "name", required: true },
  company: { autocomplete: "organization", required: true },
  phone: { type: "tel", autocomplete: "tel", inputmode: "tel", dir: "ltr" },
  email: { type: "email", autocomplete: "email", inputmode: "email", dir: "ltr" },
  sector: {},
  companySize: { inputmode: "numeric" },
  region: { autocomplete: "address-level2" },
  budget: {},
};

/** @param {HTMLScriptElement} script Shows the form behind this script. */
export function show(script) {
  const settings = readSettings(script);
  const { host, root } = ownFrame(settings, [STYLE, FORM_STYLE]);
  const target = script.dataset.target ? document.querySelector(script.dataset.target) : null;
  if (target) target.append(host);
  else if (script.closest("head")) document.body.append(host);
  else script.after(host);
  draw(settings, root);
}

/** @param {import("./settings.js").Settings} settings @param {HTMLElement} root */
function draw(settings, root) {
  const words = WORDS[settings.language];
  const post = postForm(settings);
  const form = buildForm(settings, words);
  const section = element("section", { class: "form", "aria-labelledby": "title" });
  section.append(
    element("h2", { id: "title", tabindex: -1 }, words.title),
    element("p", { class: "lead" }, words.lead),
    form,
  );
  root.replaceChildren(section);
  const draft = formDraft(settings.site, form);
  let submission = draft.restore() ?? newId();
  let busy = false;
  const find = (/** @type {string} */ name) => form.querySelector(`[data-part="${name}"]`);
  const tell = (/** @type {string} */ text, bad = false) => {
    find("state").textContent = text;
    find("state").classList.toggle("bad", bad);
  };
  void post.opened.then(
    ({ consent }) => {
      find("consent-words").textContent = consent[settings.language];
    },
    () => tell(words.failed, true),
  );
  form.addEventListener("input", (/** @type {Event} */ event) => {
    // What is changed after a failure is another request.
    if (!busy) submission = newId();
    draft.save(submission);
    const field = /** @type {HTMLElement} */ (event.target);
    if (field.getAttribute("aria-invalid") === "true")
      markWrong(form, String(field.getAttribute("name")), null);
  });
  form.addEventListener("submit", async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (busy) return;
    const answers = readAnswers(form);
    const problems = wrongAnswers(answers, words);
    if (showProblems(form, problems)) return tell(words.fix, true);
    busy = true;
    find("submit").setAttribute("aria-disabled", "true");
    draft.save(submission);
    tell(words.sending);
    const outcome = await post.send(
      { ...answers, submissionId: submission },
      (/** @type {"offline" | "busy"} */ why) => tell(words[why]),
    );
    busy = false;
    find("submit").removeAttribute("aria-disabled");
    if (outcome.sent) {
      draft.forget();
      thank(section, words, () => draw(settings, root));
    } else if (outcome.fields.length > 0) {
      showProblems(form, outcome.fields);
      tell(words.fix, true);
    } else tell(words.failed, true);
  });
}

/** @param {HTMLElement} section @param {typeof WORDS.ar} words @param {() => void} again */
function thank(section, words, again) {
  const title = element("h2", { tabindex: -1, id: "title" }, words.doneTitle);
  const restart = () => {
    again();
  };
  section.replaceChildren(
    element(
      "div",
      { class: "done" },
      icon(CHECK),
      title,
      element("p", { role: "status" }, words.done),
      element("button", { type: "button", onclick: restart }, words.another),
    ),
  );
  title.focus();
}

/** @param {import("./settings.js").Settings} settings @param {typeof WORDS.ar} words @returns {any} */
function buildForm(settings, words) {
  const names = ["name", "company", "phone", "email", ...settings.fields];
  return element(
    "form",
    { novalidate: true },
    element(
      "div",
      { class: "grid" },
      ...names.map((name) => question(name, words)),
      message(words),
      ways(words),
      consent(settings, words),
    ),
    trap(),
    element(
      "div",
      { class: "foot" },
      element("button", { class: "main", type: "submit", "data-part": "submit" }, words.submit),
      element("p", { class: "state", "data-part": "state", role: "status" }),
    ),
  );
}

/** @param {string} name @param {typeof WORDS.ar} words */
function question(name, words) {
  const settings = /** @type {Record<string, Record<string, unknown>>} */ (QUESTIONS)[name] ?? {};
  const { required = false, ...attributes } = settings;
  const label = /** @type {Record<string, string>} */ (words.fields)[name] ?? name;
  const optional =
    required || name === "phone" || name === "email"
      ? null
      : element("span", { class: "quiet" }, ` ${words.optional}`);
  return element(
    "div",
    {},
    element("label", { for: name }, label, optional),
    element("input", {
      ...{
        id: name,
        name,
        type: "text",
        maxlength: 200,
        dir: "auto",
        placeholder: " ",
        "aria-describedby": `${name}-problem`,
      },
      ...{ "aria-required": required ? "true" : null, ...attributes },
    }),
    element("p", { class: "problem", id: `${name}-problem`, hidden: true }),
  );
}

/** @param {typeof WORDS.ar} words */
function message(words) {
  return element(
    "div",
    { class: "wide" },
    element(
      "label",
      { for: "message" },
      words.fields.message,
      element("span", { class: "quiet" }, ` ${words.optional}`),
    ),
    element("textarea", {
      id: "message",
      name: "message",
      rows: 4,
      maxlength: 4000,
      dir: "auto",
      placeholder: " ",
      "aria-describedby": "message-problem",
    }),
    element("p", { class: "problem", id: "message-problem", hidden: true }),
  );
}

/** @param {typeof WORDS.ar} words */
function ways(words) {
  const way = (/** @type {string} */ value, /** @type {string} */ label) =>
    element(
      "label",
      { class: "tick" },
      element("input", { type: "checkbox", name: "channels", value, "aria-describedby": "channels-problem" }),
      element("span", {}, label),
    );
  return element(
    "fieldset",
    { class: "wide" },
    element("legend", {}, words.ways),
    element("div", { class: "ways" }, way("whatsapp", words.whatsapp), way("email", words.byEmail)),
    element("p", { class: "problem", id: "channels-problem", hidden: true }),
  );
}

/** @param {import("./settings.js").Settings} settings @param {typeof WORDS.ar} words */
function consent(settings, words) {
  const link = settings.privacy
    ? element(
        "a",
        { href: settings.privacy, target: "_blank", rel: "noopener" },
        words.privacy,
        element("span", { class: "unseen" }, ` (${words.newTab})`),
      )
    : null;
  return element(
    "div",
    { class: "wide" },
    element(
      "label",
      { class: "tick" },
      element("input", {
        type: "checkbox",
        name: "consent",
        "aria-required": "true",
        "aria-describedby": "consent-problem",
      }),
      element("span", { "data-part": "consent-words" }, words.consentWait),
    ),
    link,
    element("p", { class: "problem", id: "consent-problem", hidden: true }),
  );
}

/** Hidden from people and from screen readers: only programs fill it. */
function trap() {
  return element(
    "div",
    { class: "unseen", "aria-hidden": "true" },
    element("input", { type: "text", name: "homepage", tabindex: -1, autocomplete: "off" }),
  );
}

/** @param {any} form @returns {Record<string, any>} */
function readAnswers(form) {
  const data = new FormData(form);
  const texts = [...data].filter(([name]) => name !== "channels" && name !== "consent");
  const answers = Object.fromEntries(texts.map(([name, value]) => [name, String(value).trim()]));
  return { ...answers, agreed: data.has("consent"), channels: data.getAll("channels") };
}

/** @param {Record<string, any>} answers @param {typeof WORDS.ar} words @returns {{ field: string, message: string }[]} */
function wrongAnswers(answers, words) {
  const { wrong } = words;
  const wants = (/** @type {string} */ channel) => answers.channels.includes(channel);
  const email = answers.email && !/^\S+@\S+\.\S+$/.test(answers.email) ? wrong.emailForm : null;
  return Object.entries({
    name: answers.name ? null : wrong.name,
    company: answers.company ? null : wrong.company,
    phone: wants("whatsapp") && !answers.phone ? wrong.phone : null,
    email: wants("email") && !answers.email ? wrong.email : email,
    channels: answers.channels.length > 0 ? null : wrong.channels,
    consent: answers.agreed ? null : wrong.consent,
  }).flatMap(([field, text]) => (text === null ? [] : [{ field, message: text }]));
}

/** @param {any} form @param {readonly { field: string, message: string }[]} problems @returns {boolean} Whether there are any. */
function showProblems(form, problems) {
  const words = new Map(problems.map(({ field, message: text }) => [field.split(".")[0], text]));
  const names = new Set(
    [...form.elements].map((field) => field.name).filter((name) => name !== "" && name !== "homepage"),
  );
  for (const name of names) markWrong(form, name, words.get(name) ?? null);
  form.querySelector('[aria-invalid="true"]')?.focus();
  return problems.length > 0;
}

/** @param {any} form @param {string} name @param {string | null} text */
function markWrong(form, name, text) {
  const note = form.querySelector(`#${CSS.escape(name)}-problem`);
  for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
    if (text === null) field.removeAttribute("aria-invalid");
    else field.setAttribute("aria-invalid", "true");
  }
  if (note === null) return;
  note.hidden = text === null;
  note.textContent = text ?? "";
}
