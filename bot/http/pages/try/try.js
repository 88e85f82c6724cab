import { element } from "./elements.js";
import { drawInsight } from "./insight.js";
import { Talk } from "./talk.js";
import { WORDS } from "./words.js";

const find = (id) => document.getElementById(id);
const talk = new Talk();
const page = {
  language: new URLSearchParams(location.search).get("lang") === "en" ? "en" : "ar",
  profile: null,
  insight: null,
  transcript: [],
  pending: [],
  connected: true,
  waitingSince: 0,
};
const words = () => WORDS[page.language];

function drawWords() {
  document.documentElement.lang = page.language;
  document.documentElement.dir = page.language === "ar" ? "rtl" : "ltr";
  for (const node of document.querySelectorAll("[data-text]")) node.textContent = words()[node.dataset.text];
  for (const node of document.querySelectorAll("[data-label]"))
    node.setAttribute("aria-label", words()[node.dataset.label]);
  find("words").placeholder = words().write;
  find("switch-view").textContent = words().see;
  const other = page.language === "ar" ? "en" : "ar";
  find("switch-language").textContent = other === "en" ? "English" : "العربية";
  find("switch-language").lang = other;
  if (page.profile) find("who").textContent = page.profile.name[page.language];
  drawStarters();
  drawPresence();
  drawTalk();
  drawInsight(page.insight, words(), page.language);
}

function drawStarters() {
  const begun = page.transcript.length + page.pending.length > 0;
  const buttons = words().starters.map((text) =>
    element("button", { type: "button", dir: "auto", onclick: () => write({ text }) }, text),
  );
  find("starters").replaceChildren(...(begun ? [] : buttons));
}

function drawPresence() {
  const writing = page.waitingSince > 0;
  find("presence").textContent = !page.connected ? words().away : writing ? words().writing : words().online;
}

/** Links in our own texts become links; everything else stays text. */
function paragraph(text) {
  const parts = text.split(/(https?:\/\/[^\s\u2068\u2069]+)/g);
  const children = parts.map((part) =>
    /^https?:\/\//.test(part)
      ? element("a", { href: part, rel: "noopener", target: "_blank", dir: "ltr" }, part)
      : part,
  );
  return element("p", { dir: "auto" }, ...children);
}

function clockTime(at) {
  return new Date(at).toLocaleTimeString(page.language === "ar" ? "ar-SA-u-nu-latn" : "en-GB", {
    hour: "2-digit",
    minute: "2-digit",
  });
}

const TICKS = {
  sending: "◷",
  waiting: "◷",
  sent: "✓",
  received: "✓",
  handled: "✓✓",
  delivered: "✓✓",
  read: "✓✓",
};

function bubble(entry, last) {
  const isRep = entry.author === "rep";
  const foot = [
    clockTime(entry.at),
    entry.direction === "in" ? (TICKS[entry.status] ?? "") : isRep ? words().rep : "",
  ];
  const files = (entry.attachments ?? []).filter((file) => file.url ?? file.reference);
  const body = element(
    "div",
    { class: "bubble" },
    paragraph(entry.text),
    ...files.map((file) =>
      element(
        "p",
        {},
        element("a", { href: file.url ?? file.reference, download: "" }, file.fileName ?? words().invite),
      ),
    ),
    element("small", {}, foot.filter(Boolean).join(" · ")),
  );
  const choices = (entry.choices ?? []).map((choice) =>
    element(
      "button",
      {
        type: "button",
        dir: "auto",
        disabled: !last,
        onclick: () => write({ choice: choice.id, label: choice.label }),
      },
      choice.label,
    ),
  );
  return element(
    "li",
    { class: `${entry.direction} ${isRep ? "rep" : ""}`, "data-id": entry.id },
    body,
    choices.length ? element("div", { class: "choices" }, ...choices) : null,
  );
}

function pendingBubble(message) {
  const li = bubble({ ...message, direction: "in", author: "prospect", status: "sending" }, false);
  if (!message.problem) return li;
  li.classList.add("failed");
  li.append(
    element("button", { class: "ghost", type: "button", onclick: () => void send(message) }, message.problem),
  );
  return li;
}

function drawTalk() {
  const list = find("talk");
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 120;
  const lastOut = page.transcript.findLast((entry) => entry.direction === "out");
  const rows = page.transcript.map((entry) => bubble(entry, entry === lastOut && page.pending.length === 0));
  const typing = element(
    "li",
    { class: "out typing", "aria-hidden": "true" },
    element("div", { class: "bubble" }, element("i"), element("i"), element("i")),
  );
  list.replaceChildren(
    element("li", { class: "day" }, words().today),
    ...rows,
    ...page.pending.map(pendingBubble),
    ...(page.waitingSince ? [typing] : []),
  );
  if (atEnd || page.waitingSince) list.scrollTop = list.scrollHeight;
}

function write({ text, choice, label }) {
  const message = {
    clientId: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`,
    text: text ?? label,
    choice,
    at: new Date().toISOString(),
  };
  page.pending.push(message);
  void send(message);
}

async function send(message) {
  message.problem = null;
  page.waitingSince = Date.now();
  drawAll();
  try {
    const { clientId, text, choice } = message;
    await talk.write(choice ? { clientId, choice, text } : { clientId, text });
    await refresh();
  } catch (problem) {
    page.waitingSince = 0;
    message.problem = problem.status === 429 ? words().tooFast : words().failed;
    drawAll();
  }
}

/** One refresh at a time; a change that comes meanwhile asks for one more. */
let refreshing = null;
let again = false;
async function refresh() {
  if (refreshing !== null) {
    again = true;
    return refreshing;
  }
  refreshing = (async () => {
    do {
      again = false;
      const [transcript, insight] = await Promise.all([talk.transcript(), talk.insight()]);
      page.transcript = transcript;
      page.insight = insight;
    } while (again);
  })();
  try {
    await refreshing;
  } finally {
    refreshing = null;
  }
  const arrived = new Set(page.transcript.map((entry) => entry.clientId ?? entry.id));
  page.pending = page.pending.filter((message) => !arrived.has(message.clientId));
  const newest = page.transcript.at(-1);
  const silent = page.insight?.owner === "rep" || Date.now() - page.waitingSince > 20_000;
  if (page.pending.length === 0 && (newest?.direction === "out" || silent)) page.waitingSince = 0;
  drawAll();
}

function drawAll() {
  drawStarters();
  drawPresence();
  drawTalk();
  drawInsight(page.insight, words(), page.language);
}

async function follow() {
  await talk.follow(
    () => void refresh().catch(() => setConnected(false)),
    (yes) => setConnected(yes),
  );
}

function setConnected(yes) {
  page.connected = yes;
  drawPresence();
}

function grow() {
  const box = find("words");
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + 2}px`;
}

async function restart() {
  await talk.restart();
  Object.assign(page, { transcript: [], pending: [], insight: null, waitingSince: 0 });
  document.body.dataset.view = "chat";
  drawAll();
  void follow();
  find("words").focus();
}

function listen() {
  find("writer").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = find("words").value.trim();
    if (!text) return;
    find("words").value = "";
    grow();
    write({ text });
  });
  find("words").addEventListener("input", grow);
  find("words").addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    find("writer").requestSubmit();
  });
  find("switch-language").addEventListener("click", () => {
    page.language = page.language === "ar" ? "en" : "ar";
    drawWords();
  });
  for (const id of ["switch-view", "back-to-chat"])
    find(id).addEventListener("click", () => {
      document.body.dataset.view = document.body.dataset.view === "chat" ? "insight" : "chat";
    });
  find("restart").addEventListener("click", () => void restart());
}

listen();
drawWords();
page.profile = await (await fetch("/try/profile.json")).json();
drawWords();
await talk.open();
void follow();
