import type { Moment, Money } from "../bot/conversation/understanding.ts";

/** A labelled sentence as the data files hold it. */
export interface Row {
  readonly text: string;
  readonly kind: string;
  readonly ref?: string;
  readonly holiday?: boolean;
  readonly expected?: unknown;
  readonly any_of?: readonly Answer[];
}

interface Answer {
  readonly from?: string;
  readonly to?: string;
  readonly type: string;
}

interface Expected {
  readonly date?: string | readonly string[];
  readonly time?: readonly string[];
  readonly daypart?: string;
  readonly range?: { readonly from: string; readonly to: string; readonly grain: string };
  readonly datetime?: string;
}

/** True when one of the moments says what the row expects; a row that expects nothing wants no moment. */
export function matchesMoment(row: Row, moments: readonly Moment[]): boolean {
  if (row.any_of === undefined) {
    return moments.some((moment) => fitsSlots(row.expected as Expected, moment));
  }
  const answers = row.any_of.filter(
    ({ from, to }) => from !== "notTresolved" && from !== "not resolved" && (from ?? to) !== undefined,
  );
  if (answers.length === 0) return moments.length === 0;
  return moments.some((moment) => answers.some((answer) => fitsAnswer(answer, moment)));
}

function fitsSlots(expected: Expected, moment: Moment): boolean {
  const { date, time, daypart, range, datetime } = expected;
  const from = moment.from.slice(0, 16);
  const dates = typeof date === "string" ? [date] : date;
  if (dates !== undefined && !dates.includes(from.slice(0, 10))) return false;
  if (time !== undefined && !time.includes(from.slice(11, 16))) return false;
  if (daypart !== undefined && time === undefined && !inDaypart(daypart, Number(from.slice(11, 13))))
    return false;
  if (range !== undefined && !fitsRange(range, moment, time !== undefined)) return false;
  return datetime === undefined || from === datetime || moment.to?.slice(0, 16) === datetime;
}

/** A week may begin on Sunday, as in the Kingdom, or on Monday, as in the labels. */
function fitsRange(
  range: { from: string; to: string; grain: string },
  moment: Moment,
  hasTime: boolean,
): boolean {
  const days = (Date.parse(range.from) - Date.parse(moment.from.slice(0, 10))) / 86_400_000;
  const slack = range.grain === "week" && !process.argv.includes("--strict-weeks") ? 1 : 0;
  if (days < 0 || days > slack) return false;
  return (
    hasTime ||
    moment.to === null ||
    Math.abs(Date.parse(range.to) - Date.parse(moment.to.slice(0, 10))) <= slack * 86_400_000
  );
}

const DAYPARTS: ReadonlyMap<string, readonly [number, number]> = new Map([
  ["morning", [4, 11]],
  ["noon", [11, 14]],
  ["afternoon", [12, 17]],
  ["evening", [16, 21]],
  ["night", [16, 23]],
]);

function inDaypart(name: string, hour: number): boolean {
  const [first, last] = DAYPARTS.get(name) ?? [0, 23];
  return hour >= first && hour <= last;
}

function fitsAnswer(answer: Answer, moment: Moment): boolean {
  if (answer.from !== undefined && !sameInstant(answer.from, moment.from)) return false;
  if (answer.to === undefined) return true;
  return moment.to !== null && (sameInstant(answer.to, moment.to) || isLastInstant(answer.to, moment.to));
}

/** Compares as far as the label goes: a time, a date, or both. */
function sameInstant(label: string, got: string): boolean {
  if (/^\d\d:\d\d/.test(label)) return got.slice(11, 16) === label.slice(0, 5);
  if (label.length === 10) return got.slice(0, 10) === label && got.slice(11, 16) === "00:00";
  return got.slice(0, 16) === label.slice(0, 16);
}

/** "23:59:59" and the midnight after it end the same day; so do a last day and the day after it. */
function isLastInstant(label: string, got: string): boolean {
  const end = /^\d\d:\d\d/.test(label)
    ? `${got.slice(0, 10)}T${label}`
    : label.length === 10
      ? `${label}T23:59:59`
      : label;
  if (label.endsWith("23:59:59") && /^\d\d:\d\d/.test(label)) return got.slice(11, 16) === "00:00";
  return Date.parse(`${end}Z`) + 1000 === Date.parse(`${got.slice(0, 19)}Z`);
}

/** True when the numbers are the expected ones in order. */
export function matchesNumbers(row: Row, got: readonly number[]): boolean {
  const expected = row.expected as readonly number[];
  return (
    got.length === expected.length &&
    got.every((value, index) => isNear(value, expected[index] ?? Number.NaN))
  );
}

function isNear(left: number, right: number): boolean {
  return Math.abs(left - right) <= 1e-6 * Math.max(Math.abs(right), 1e-9);
}

interface MoneyLabel {
  readonly type?: string;
  readonly value?: number;
  readonly from?: number;
  readonly to?: number;
  readonly unit: string;
}

/** Unit names of the data sets and the currencies they stand for. */
const UNITS: ReadonlyMap<string, readonly string[]> = new Map([
  ["Dollar", ["USD"]],
  ["Cent", ["USD"]],
  ["Pound", ["GBP", "EGP"]],
  ["Pence", ["GBP"]],
  ["Penny", ["GBP"]],
  ["Rupee", ["INR"]],
  ["Franc", ["CHF"]],
  ["Peseta", ["ESP"]],
  ["Netherlands guilder", ["NLG"]],
  ["Bitcoin", ["BTC"]],
  ["Satoshi", ["BTC"]],
  ["Sen", ["MYR"]],
  ["Rial", ["IRR"]],
  ["Riyal", ["SAR"]],
  ["Dinar", ["KWD"]],
]);

/** True when the amounts are the expected ones in order, bounds and currencies included. */
export function matchesMoney(row: Row, got: readonly Money[]): boolean {
  const isList = Array.isArray(row.expected);
  const labels = (isList ? row.expected : [row.expected]) as readonly MoneyLabel[];
  return got.length === labels.length && labels.every((label, index) => fitsLabel(label, got[index], isList));
}

function fitsLabel(label: MoneyLabel, money: Money | undefined, isLoose: boolean): boolean {
  const codes = UNITS.get(label.unit) ?? [label.unit];
  if (money === undefined || (label.unit !== "Unnamed" && !codes.includes(money.currency))) return false;
  const parts = SUBUNITS.get(label.unit) ?? 1;
  const [low, high] = [money.min, money.max];
  if (label.type === "interval") return isAmount(low, label.from, parts) && isAmount(high, label.to, parts);
  if (label.type === "under") return low === null && isAmount(high, label.to, parts);
  if (label.type === "above") return high === null && isAmount(low, label.from, parts);
  const fits = [isAmount(low, label.value, parts), isAmount(high, label.value, parts)];
  return isLoose ? fits.includes(true) : !fits.includes(false);
}

function isAmount(amount: number | null, value: number | undefined, parts: number): boolean {
  if (amount === null || value === undefined) return false;
  return isNear(amount, value) || isNear(amount, value / parts);
}

const SUBUNITS: ReadonlyMap<string, number> = new Map([
  ["Cent", 100],
  ["Pence", 100],
  ["Penny", 100],
  ["Sen", 100],
  ["Satoshi", 100_000_000],
]);
