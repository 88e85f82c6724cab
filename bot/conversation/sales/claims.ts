import type { Company } from "../company.ts";
import { plainText } from "../language/normalise.ts";
import type { Conversation, TimeSlot } from "../state.ts";
import { riyadhDate, riyadhMinutes } from "./riyadh.ts";

/** What an outgoing text may rest on. */
export interface Approved {
  readonly company: Company;
  /** Times offered, read back or booked. */
  readonly slots: readonly Pick<TimeSlot, "from">[];
  /** Dates we agreed on, "yyyy-mm-dd". */
  readonly dates: readonly string[];
  /** What the person or a rep wrote, in their words: it may be said back. */
  readonly heard: readonly string[];
  /** Amounts and counts understood from their words ("٥٠ ألف" is 50000). */
  readonly numbers: readonly number[];
}

export type ClaimsVerdict =
  | { readonly ok: true }
  /** The figures that rest on nothing approved, as written. */
  | { readonly ok: false; readonly unapproved: readonly string[] };

/**
 * Whether every figure of an outgoing text resolves to an approved fact: an amount of money to a price or an approved
 * text, a percentage to an approved text, a clock time or a date to a slot or an agreed date, any other number to one
 * of these or to what the person said. Weekdays and months count as part of their date. List numbers pass.
 */
export function checkClaims(text: string, approved: Approved): ClaimsVerdict {
  if (!MAY_COUNT.test(text)) return { ok: true };
  const plain = plainText(text.replace(/^[ \t]*[\d٠-٩]+[.)]\s/gmu, ""));
  const known = knownIn(approved);
  const unapproved = figuresIn(plain)
    .filter((figure) => !resolves(figure, approved.company, known))
    .map(({ text }) => text.trim());
  return unapproved.length === 0 ? { ok: true } : { ok: false, unapproved };
}

/** Signs that are digits or stand for some («½», «①», «㎡»): no figure is without one. */
const MAY_COUNT = /[\p{N}\p{So}]/u;

/** All that a say in this state may rest on, besides the slots and the words of the present turn. */
export function approvedBy(
  conversation: Conversation,
  company: Company,
  turn: { readonly slots: readonly TimeSlot[]; readonly heard: readonly string[] },
): Approved {
  const { offered, proposed, booking, followUp, facts, repSaid } = conversation;
  const slots = [...offered, ...turn.slots, ...[proposed, booking?.slot].flatMap((slot) => slot ?? [])];
  const entries = Object.values(facts).flatMap((entry) =>
    entry === undefined ? [] : [entry, ...entry.history],
  );
  return {
    company,
    slots,
    dates: followUp === null ? [] : [riyadhDate(followUp.at)],
    heard: [...turn.heard, ...entries.map(({ quote }) => quote), ...repSaid],
    numbers: entries.flatMap(({ value }) => numbersOf(value)),
  };
}

interface Figure {
  readonly kind: "money" | "percent" | "clock" | "date" | "number";
  readonly text: string;
  /** money, percent, number: the value; clock: minutes since midnight, either half of the day; date: "m-d". */
  readonly values: readonly (number | string)[];
}

/** Begins where a number begins, never inside one: else a thousand digits would be tried a thousand times. */
const NUMBER = String.raw`(?=\d)(?<!\d)(?<!\d{3},(?=\d{3}(?!\d)))\d+(?:,\d{3})*(?:\.\d+)?`;
const MONEY = String.raw`(?:ريال|ر\.س|دولار|درهم|يورو|دينار|sar|usd|aed|eur|sr)`;
const MONTHS = [
  ["يناير", "january", "jan"],
  ["فبراير", "february", "feb"],
  ["مارس", "march", "mar"],
  ["ابريل", "april", "apr"],
  ["مايو", "may"],
  ["يونيو", "june", "jun"],
  ["يوليو", "july", "jul"],
  ["اغسطس", "august", "aug"],
  ["سبتمبر", "september", "sep"],
  ["اكتوبر", "october", "oct"],
  ["نوفمبر", "november", "nov"],
  ["ديسمبر", "december", "dec"],
] as const;

interface Pattern {
  readonly kind: Figure["kind"];
  /** What no such figure is without: a text that lacks it is not searched. */
  readonly sign: RegExp;
  readonly figure: RegExp;
}

/** Money and dates are taken first, so that their numbers are not read again as plain ones. */
const PATTERNS: readonly Pattern[] = [
  {
    kind: "percent",
    sign: /[%٪]|ميه|percent/,
    figure: new RegExp(`(${NUMBER})\\s?[%٪]|(${NUMBER}) (?:بالميه|في الميه|percent)`, "gu"),
  },
  {
    kind: "money",
    sign: new RegExp(MONEY),
    figure: new RegExp(`(${NUMBER})\\s?${MONEY}(?![a-z])|(?<![a-z])${MONEY}\\s?(${NUMBER})`, "gu"),
  },
  {
    kind: "date",
    sign: /\d \D/,
    figure: new RegExp(`(\\d{1,2}) (${MONTHS.flat().join("|")})(?![a-z])(?: \\d{4})?`, "gu"),
  },
  {
    kind: "clock",
    sign: /:|الساعه|at |[ap]m/,
    figure: /(\d{1,2}):(\d{2})(?: ?(?:am|pm|ص|م))?|(?:الساعه|at) (\d{1,2})(?![\d:,])|(\d{1,2}) ?(?:am|pm)/gu,
  },
  { kind: "number", sign: /\d/, figure: new RegExp(NUMBER, "gu") },
];

function figuresIn(plain: string): readonly Figure[] {
  if (!/\d/.test(plain)) return [];
  let rest = withoutAddresses(plain);
  const figures: Figure[] = [];
  for (const { kind, sign, figure } of PATTERNS) {
    if (!sign.test(rest)) continue;
    rest = rest.replace(figure, (text: string, ...groups: unknown[]) => {
      figures.push({ kind, text, values: valuesOf(kind, text, groups) });
      return " ".repeat(text.length);
    });
  }
  return figures;
}

/** Addresses and numbers to call are checked as a whole against the profile by being quoted from it. */
function withoutAddresses(plain: string): string {
  const rest = /[@/]/.test(plain)
    ? plain.replace(/\S+/gu, (word) => (/[@/]/u.test(word) ? " " : word))
    : plain;
  return rest.includes("+") ? rest.replace(/\+\d[\d ]{6,}/gu, " ") : rest;
}

function valuesOf(
  kind: Figure["kind"],
  text: string,
  groups: readonly unknown[],
): readonly (number | string)[] {
  const parts = groups.filter((group): group is string => typeof group === "string" && group !== text);
  if (kind === "clock") return clockOf(text);
  if (kind === "date") return [`${monthOf(parts[1] ?? "")}-${Number(parts[0])}`];
  return [numberIn(/\d[\d,.]*/u.exec(text)?.[0] ?? "")];
}

function clockOf(text: string): readonly number[] {
  const [hour = 0, minute = 0] = (text.match(/\d+/gu) ?? []).map(Number);
  const onDial = (hour % 12) * 60 + minute;
  return /pm|م$/u.test(text) ? [onDial + 720] : /am|ص$/u.test(text) ? [onDial] : [onDial, onDial + 720];
}

function monthOf(name: string): number {
  return MONTHS.findIndex((names) => names.some((each) => each === name)) + 1;
}

function numberIn(digits: string): number {
  return Number(digits.replace(/,/gu, "").replace(/[.,]$/u, ""));
}

type Values = ReadonlySet<number | string>;

/** Most figures stand in the company's own profile; the talk is searched for the others. */
function resolves(
  { kind, values }: Figure,
  company: Company,
  known: (kind: Figure["kind"]) => Values,
): boolean {
  const own = ownValues(company)[kind];
  return values.some((value) => own.has(value)) || values.some((value) => known(kind).has(value));
}

/** What figures may rest on in this talk, by kind; put together only for the kinds that are asked for. */
function knownIn(approved: Approved): (kind: Figure["kind"]) => Values {
  const sets = new Map<Figure["kind"], Values>();
  let told: readonly Figure[] | null = null;
  const said = (kind: Figure["kind"]) => {
    told ??= approved.heard.flatMap((text) => figuresIn(plainText(text)));
    return valuesIn(told, kind);
  };
  return (kind) => {
    const made = sets.get(kind) ?? new Set([...said(kind), ...grounds(kind, approved, said)]);
    sets.set(kind, made);
    return made;
  };
}

function valuesIn(figures: readonly Figure[], kind: Figure["kind"]): readonly (number | string)[] {
  return figures.filter((figure) => figure.kind === kind).flatMap((figure) => figure.values);
}

/** What a kind may rest on beside the figures that were said. */
function grounds(
  kind: Figure["kind"],
  { slots, dates, numbers }: Approved,
  said: (kind: Figure["kind"]) => readonly (number | string)[],
): readonly (number | string)[] {
  const days = () => [...slots.map(({ from }) => riyadhDate(Date.parse(from))), ...dates];
  switch (kind) {
    case "percent":
      return [];
    case "money":
      return numbers;
    case "clock":
      return slots.map(({ from }) => riyadhMinutes(Date.parse(from)));
    case "date":
      return days().map(monthAndDay);
    case "number":
      return [...said("money"), ...numbers, ...days().flatMap(hijriNumbers)];
  }
}

type OwnValues = Readonly<Record<Figure["kind"], Values>>;

/** Read once a profile: the approved texts are the same for every message. */
const ownOf = new WeakMap<Company, OwnValues>();

function ownValues(company: Company): OwnValues {
  const known = ownOf.get(company);
  if (known !== undefined) return known;
  const figures = approvedTexts(company).flatMap((text) => figuresIn(plainText(text)));
  const { minutes, remindMinutesBefore: before } = company.meeting;
  const money = valuesIn(figures, "money");
  const values: OwnValues = {
    percent: new Set(valuesIn(figures, "percent")),
    money: new Set([
      ...money,
      ...company.offers.flatMap((offer) => offer.prices.map(({ amount }) => amount)),
    ]),
    clock: new Set([...valuesIn(figures, "clock"), ...hoursOf(company)]),
    date: new Set(valuesIn(figures, "date")),
    number: new Set([...valuesIn(figures, "number"), ...money, minutes, before, before / 60, before / 1440]),
  };
  ownOf.set(company, values);
  return values;
}

function monthAndDay(date: string): string {
  return `${Number(date.slice(5, 7))}-${Number(date.slice(8))}`;
}

/** Day and year of the Hijri date, and the Gregorian year, which a date far away carries. */
function hijriNumbers(date: string): readonly number[] {
  const hijri = Temporal.PlainDate.from(date).withCalendar("islamic-umalqura");
  return [hijri.day, hijri.year, Number(date.slice(0, 4))];
}

function hoursOf(company: Company): readonly number[] {
  const all = [company.hours, ...company.reps.flatMap((rep) => rep.hours ?? [])];
  return all.flatMap(({ from, to, ramadan }) =>
    [from, to, ramadan.from, ramadan.to].map((clock) => {
      const [hour = 0, minute = 0] = clock.split(":").map(Number);
      return hour * 60 + minute;
    }),
  );
}

function approvedTexts(company: Company): readonly string[] {
  const { name, about, address, privacy, proposal, meeting, offers, claims } = company;
  const both = [
    name,
    about,
    privacy.notice,
    proposal.terms,
    meeting.title,
    meeting.place,
    ...(address ? [address] : []),
  ];
  const ofOffers = offers.flatMap((offer) => [
    offer.name,
    offer.summary,
    ...offer.prices.map(({ label }) => label),
  ]);
  const units = offers.flatMap((offer) => offer.prices.flatMap(({ unit }) => unit ?? []));
  const all = [...both, ...ofOffers, ...units, ...claims.map(({ text }) => text)];
  return all.flatMap(({ ar, en }) => [ar, en]);
}

function numbersOf(value: unknown): readonly number[] {
  if (typeof value === "number") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(numbersOf);
}
