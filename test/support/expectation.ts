import type { Action, Say } from "../../bot/conversation/decide.ts";
import type { Conversation, Evidence } from "../../bot/conversation/state.ts";
import type { FactSubject, FactValues } from "../../bot/conversation/understanding.ts";

/** One thing that must hold, as written after `?` or `=` in a dialogue file. */
export interface Expectation {
  readonly line: number;
  readonly text: string;
  /** What is wrong, in one sentence, or null when it holds. */
  readonly problem: (seen: Seen) => string | null;
}

/** All that an expectation may look at: the talk now, and what the bot did since the step began. */
export interface Seen {
  readonly conversation: Conversation;
  readonly said: readonly Say[];
  readonly actions: readonly Action[];
  /** How many of budget, authority, need and timeline are known. */
  readonly bant: number;
  readonly tier: string;
}

/** Reads the words after `?` or `=`; `unreadable` says why that failed. */
export function parseExpectation(text: string, line: number): Expectation | { readonly unreadable: string } {
  const match = /^([a-z][A-Za-z -]*?)(?::\s*(.*))?$/u.exec(text);
  const key = match?.[1] ?? text;
  const value = match?.[2] ?? "";
  const check = checkFor(key, value);
  if (typeof check === "string") return { unreadable: check };
  return { line, text, problem: check };
}

type Check = (seen: Seen) => string | null;

function checkFor(key: string, value: string): Check | string {
  const fact = /^(no )?fact ([A-Za-z]+)$/.exec(key);
  if (fact) return factCheck(fact[2] ?? "", fact[1] ? null : value);
  const make = CHECKS[key];
  if (make === undefined)
    return `unknown expectation "${key}"; known: ${Object.keys(CHECKS).join(", ")}, fact …`;
  if (value === "" && !WITHOUT_VALUE.has(key)) return `"${key}:" needs something after it`;
  return make(value);
}

const WITHOUT_VALUE = new Set(["silent", "speaks", "asks team", "calls rep", "forgets"]);

const CHECKS: Readonly<Record<string, (value: string) => Check | string>> = {
  asking: (value) => same("asking", value, (seen) => seen.conversation.asking ?? "none"),
  "not asking": (value) => (seen) =>
    list(value).includes(seen.conversation.asking ?? "none") ? `asks ${seen.conversation.asking}` : null,
  stage: (value) => same("stage", value, (seen) => seen.conversation.stage),
  outcome: (value) => same("outcome", value, (seen) => seen.conversation.outcome ?? "none"),
  owner: (value) => same("owner", value, (seen) => seen.conversation.owner),
  language: (value) => same("language", value, languageOf),
  register: (value) => same("register", value, (seen) => seen.conversation.register),
  urgency: (value) => same("urgency", value, (seen) => seen.conversation.urgency ?? "none"),
  tier: (value) => same("tier", value, (seen) => seen.tier),
  bant: (value) => atLeast("BANT", value, (seen) => seen.bant),
  offers: (value) => atLeast("times offered", value, (seen) => seen.conversation.offered.length),
  says: (value) => saysCheck(value, true),
  "not says": (value) => saysCheck(value, false),
  silent: () => (seen) =>
    seen.said.length === 0
      ? null
      : `should be silent, said "${seen.said.map((say) => say.text).join(" / ")}"`,
  speaks: () => (seen) => (seen.said.length > 0 ? null : "should say something, is silent"),
  "asks team": () => (seen) => did(seen, "ask-team"),
  "calls rep": () => (seen) => did(seen, "call-rep"),
  forgets: () => (seen) => did(seen, "erase"),
  does: (value) => (seen) => did(seen, value),
  "not does": (value) => (seen) => (did(seen, value) === null ? `does ${value}` : null),
  booked: (value) => bookedCheck(value),
  proposed: (value) => (seen) => moment(value, seen.conversation.proposed?.from ?? null, "time read back"),
  proposal: (value) => same("proposal", value, (seen) => seen.conversation.proposal?.status ?? "none"),
  pains: (value) => (seen) =>
    seen.conversation.pains.some((pain) => pain.includes(value))
      ? null
      : `pains are [${seen.conversation.pains.join(", ")}], none contains "${value}"`,
  "follow-up": (value) => followUpCheck(value),
};

function same(what: string, wanted: string, read: (seen: Seen) => string): Check {
  return (seen) => (list(wanted).includes(read(seen)) ? null : `${what} is ${read(seen)}, not ${wanted}`);
}

/** `3` = exactly three, `3+` = three or more. */
function atLeast(what: string, wanted: string, read: (seen: Seen) => number): Check | string {
  const match = /^(\d+)(\+)?$/.exec(wanted);
  if (match === null) return `"${wanted}" is no count; write 3 or 3+`;
  const count = Number(match[1]);
  return (seen) => {
    const found = read(seen);
    return found === count || (match[2] === "+" && found > count) ? null : `${what}: ${found}, not ${wanted}`;
  };
}

function languageOf(seen: Seen): string {
  return seen.said.at(-1)?.language ?? seen.conversation.language;
}

function list(value: string): readonly string[] {
  return value.split("|").map((part) => part.trim());
}

function did(seen: Seen, action: string): string | null {
  if (seen.actions.some((done) => done.do === action)) return null;
  return `should ${action}, did [${seen.actions.map((done) => done.do).join(", ")}]`;
}

function saysCheck(value: string, wanted: boolean): Check | string {
  const slashed = /^\/(.+)\/$/u.exec(value);
  const needles = slashed
    ? [new RegExp(slashed[1] ?? "", "iu")]
    : list(value).map((part) => comparable(part));
  return (seen) => {
    const text = seen.said.map((say) => say.text).join("\n");
    const plain = comparable(text);
    const found = needles.some((needle) =>
      typeof needle === "string" ? plain.includes(needle) : needle.test(text),
    );
    if (found === wanted) return null;
    return `${wanted ? "does not say" : "says"} ${value}; said: "${text.replaceAll("\n", " ⏎ ")}"`;
  };
}

/** Digits as Latin, thousands joined, letter case and bidi marks dropped: what a reader takes as the same. */
export function comparable(text: string): string {
  return text
    .replace(/[٠-٩]/gu, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replace(/[\u200e\u200f\u061c\u2066-\u2069\u202a-\u202e\u064b-\u0652]/gu, "")
    .replace(/(\d)[,٬](?=\d{3})/gu, "$1")
    .replace(/٫/gu, ".")
    .toLowerCase();
}

function bookedCheck(value: string): Check {
  return (seen) => {
    const booking = seen.conversation.booking;
    if (value === "none")
      return booking?.status === "confirmed" ? `is booked for ${booking.slot.from}` : null;
    if (booking?.status !== "confirmed") return `no confirmed booking (${booking?.status ?? "none"})`;
    return moment(value, booking.slot.from, "booking");
  };
}

/** `any`, `2026-11-29` or `2026-11-29 15:00`, Riyadh time. */
function moment(value: string, iso: string | null, what: string): string | null {
  if (iso === null) return `${what}: none`;
  const local = new Date(Date.parse(iso) + 3 * 3_600_000).toISOString().slice(0, 16).replace("T", " ");
  return value === "any" || list(value).some((wanted) => local.startsWith(wanted))
    ? null
    : `${what} is ${local}, not ${value}`;
}

function followUpCheck(value: string): Check {
  return (seen) => {
    const at = seen.conversation.followUp?.at;
    if (value === "none")
      return at === undefined ? null : `a follow-up is set for ${new Date(at).toISOString()}`;
    const [from = "", to = from] = value.split("..").map((part) => part.trim());
    if (at === undefined) return "no follow-up is set";
    const day = new Date(at + 3 * 3_600_000).toISOString().slice(0, 10);
    return value === "any" || (day >= from && day <= to) ? null : `follow-up is on ${day}, not ${value}`;
  };
}

const STATES = ["refused", "open", "unknown"];

type Readers = { readonly [Subject in FactSubject]: (value: FactValues[Subject], wanted: string) => boolean };

const SAME_VALUE: Readers = {
  name: sameText,
  company: sameText,
  need: sameText,
  sector: sameText,
  city: sameText,
  phone: sameText,
  email: sameText,
  website: sameText,
  crNumber: sameText,
  vatNumber: sameText,
  role: (value, wanted) => sameText(value.title, wanted),
  authority: (value, wanted) => authorityText(value).includes(wanted),
  budget: (value, wanted) => sameBudget(value, wanted),
  companySize: (value, wanted) => sameText(rangeText(value), wanted),
  timeline: (value, wanted) => sameTimeline(value, wanted),
  appointment: (value, wanted) => value.from.replace("T", " ").startsWith(wanted),
};

function factCheck(name: string, wanted: string | null): Check | string {
  if (!(name in SAME_VALUE)) {
    return `unknown fact "${name}"; known: ${Object.keys(SAME_VALUE).join(", ")}`;
  }
  if (wanted === "") return `"fact ${name}:" needs a value`;
  const subject = name as FactSubject;
  return (seen) => factProblem(subject, seen.conversation.facts[subject], wanted);
}

function factProblem(
  subject: FactSubject,
  entry: Evidence | undefined,
  wanted: string | null,
): string | null {
  const found = entry === undefined ? "nothing" : `${entry.state} ${JSON.stringify(entry.value)}`;
  if (wanted === null) return entry?.value == null ? null : `${subject} should not be known, is ${found}`;
  if (entry === undefined) return `${subject} is not known, should be ${wanted}`;
  const holds = list(wanted).some((option) =>
    STATES.includes(option)
      ? entry.state === option
      : entry.value !== null && sameValue(subject, entry, option),
  );
  return holds ? null : `${subject} is ${found}, not ${wanted}`;
}

function sameValue(subject: FactSubject, entry: Evidence, wanted: string): boolean {
  const read = SAME_VALUE[subject] as (value: unknown, wanted: string) => boolean;
  return read(entry.value, wanted);
}

/** `~words` = contains them; else the whole, hamza and taa marbuta aside. */
function sameText(value: string, wanted: string): boolean {
  const found = plainArabic(value);
  if (wanted.startsWith("~")) return found.includes(plainArabic(wanted.slice(1).trim()));
  return found === plainArabic(wanted);
}

function plainArabic(text: string): string {
  return comparable(text).replace(/[أإآ]/gu, "ا").replace(/ى/gu, "ي").replace(/ة/gu, "ه").trim();
}

function authorityText(value: FactValues["authority"]): readonly string[] {
  const known: string[] = [];
  if (value.decides === true) known.push("decides");
  if (value.decides === false) known.push("does not decide");
  if (value.needsApproval === true) known.push("needs approval");
  return known;
}

/** `12`, `10-20`, `10+` or `<20`. */
function rangeText(range: { readonly min: number | null; readonly max: number | null }): string {
  if (range.min === null) return `<${range.max}`;
  if (range.max === null) return `${range.min}+`;
  return range.min === range.max ? String(range.min) : `${range.min}-${range.max}`;
}

/** `50000-70000 SAR`, `50000 SAR/month`, `<20000 SAR`, `30000+ SAR`; the period is compared when written. */
function sameBudget(value: FactValues["budget"], wanted: string): boolean {
  const [amount, period] = wanted.split("/");
  const found = `${rangeText(value)} ${value.currency}`;
  return amount === found && (period === undefined || period === value.period);
}

/** `now|soon|later|exploring`, `2026-12-01..2026-12-31`, `..2027-02-07` or `2027-01-01..`. */
function sameTimeline(value: FactValues["timeline"], wanted: string): boolean {
  if (!wanted.includes("..")) return value.urgency === wanted;
  const [from, to] = wanted.split("..");
  return (from === "" || value.from === from) && (to === "" || value.to === to);
}
