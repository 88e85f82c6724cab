import { element, rail } from "./elements.js";

const percent = (value) => `${Math.round(value * 100)}`;

/** A fact's value in one readable line. */
function valueInWords(topic, value, words, language) {
  if (value === null || value === undefined) return "—";
  if (typeof value !== "object") return String(value);
  if (topic === "role") return value.title;
  if (topic === "budget") return money(value, language);
  if (topic === "companySize") return range(value.min, value.max, language);
  if (topic === "authority") return authority(value, language);
  if (topic === "timeline")
    return [words.urgencies[value.urgency] ?? value.urgency, range(value.from, value.to, language)]
      .filter(Boolean)
      .join(" · ");
  if (topic === "appointment") return range(value.from, value.to, language);
  return JSON.stringify(value);
}

function money(value, language) {
  const currency = value.currency === "SAR" ? (language === "ar" ? "ريال" : "SAR") : value.currency;
  const show = (amount) => (amount === null ? null : amount.toLocaleString("en-US"));
  return `${range(show(value.min), show(value.max), language)} ${currency}`;
}

function range(min, max, language) {
  const [from, to] = [shorten(min), shorten(max)];
  if (from && to && from !== to) return `${from} – ${to}`;
  if (from && !to) return from;
  if (to && !from) return language === "ar" ? `حتى ${to}` : `up to ${to}`;
  return from ?? "";
}

function shorten(value) {
  if (value === null || value === undefined) return null;
  return String(value)
    .replace("T", " ")
    .replace(/:00\+03:00$/, "");
}

function authority(value, language) {
  const words = {
    ar: { yes: "هو صاحب القرار", no: "القرار عند غيره", approval: "يحتاج موافقة" },
    en: { yes: "decides", no: "someone else decides", approval: "needs approval" },
  }[language];
  const decides = value.decides === null ? null : value.decides ? words.yes : words.no;
  return [decides, value.needsApproval ? words.approval : null].filter(Boolean).join(" · ") || "—";
}

function factCard(topic, entry, name, words, language) {
  const value = name ?? (entry.value === null ? "" : valueInWords(topic, entry.value, words, language));
  return element(
    "article",
    { class: "fact" },
    element(
      "div",
      {},
      element("span", {}, words.topics[topic] ?? topic),
      element("span", { class: `state ${entry.state}` }, words.states[entry.state] ?? entry.state),
    ),
    element("b", { dir: "auto" }, value),
    entry.quote ? element("q", { dir: "auto" }, entry.quote) : null,
  );
}

function tile(name, value) {
  return element("div", { class: "tile" }, element("span", {}, name), element("b", {}, value));
}

function tiles(insight, words) {
  const bant = insight.bant ? `${insight.bant.known} / 4` : "—";
  return [
    tile(words.stage, words.stages[insight.stage] ?? insight.stage ?? "—"),
    tile(words.asking, insight.asking ? (words.topics[insight.asking] ?? insight.asking) : "—"),
    tile(words.bant, bant),
    tile(words.tier, insight.fit?.tier ?? "—"),
    tile(words.outcome, insight.outcome ? (words.outcomes[insight.outcome] ?? insight.outcome) : "—"),
  ];
}

function fitTable(fit, words) {
  const inWords = ({ least, most }) =>
    percent(least) === percent(most) ? percent(least) : `${percent(least)}–${percent(most)}`;
  const line = (name, interval, whole) => [
    element("dt", whole ? { class: "whole" } : {}, name),
    element("dd", {}, rail(interval, `${name} ${inWords(interval)}`)),
    element("dd", { dir: "ltr" }, inWords(interval)),
  ];
  const rows = Object.entries(fit.dimensions ?? {}).flatMap(([key, interval]) =>
    line(words.dimensions[key] ?? key, interval, false),
  );
  return element("div", { class: "score" }, element("dl", {}, ...line(words.total, fit, true), ...rows));
}

/** Draws what the assistant understood: stage, score interval, facts with their quotes, and the reasons. */
export function drawInsight(insight, words, language) {
  const fill = (id, ...children) => document.getElementById(id).replaceChildren(...children);
  const nothing = () => element("p", { class: "none" }, words.nothing);
  fill("tiles", ...(insight ? tiles(insight, words) : []));
  fill("fit", insight?.fit ? fitTable(insight.fit, words) : nothing());
  const facts = Object.entries(insight?.facts ?? {}).filter(([, entry]) => entry);
  fill(
    "facts",
    ...(facts.length
      ? facts.map(([topic, entry]) =>
          factCard(topic, entry, insight.names?.[topic]?.[language], words, language),
        )
      : [nothing()]),
  );
  const reasons = [...(insight?.because ?? [])].slice(-6).reverse();
  fill(
    "why",
    ...reasons.map((reason) => element("li", {}, typeof reason === "string" ? reason : reason.because)),
  );
}
