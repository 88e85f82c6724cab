import type { Company, InBoth, Price } from "../company.ts";
import type { Language } from "../message.ts";
import type { FactValues } from "../understanding.ts";

/** 1234567.5 as "1,234,567.5". */
export function grouped(amount: number): string {
  const [whole = "0", fraction] = String(Math.round(amount * 100) / 100).split(".");
  const withCommas = whole.replace(/\B(?=(?:\d{3})+$)/gu, ",");
  return fraction === undefined ? withCommas : `${withCommas}.${fraction}`;
}

/** «١٬٢٠٠ ريال شهرياً لكل فرع», "SAR 1,200 a month per branch". */
export function priceInWords(price: Price, language: Language): string {
  const amount = money(price.amount, price.currency, language);
  const period = PERIODS[price.per][language];
  const unit =
    price.unit === null ? "" : language === "ar" ? ` لكل ${price.unit.ar}` : ` per ${price.unit.en}`;
  return `${amount} ${period}${unit}`;
}

const PERIODS: Readonly<Record<Price["per"], InBoth>> = {
  once: { ar: "مرة واحدة", en: "once" },
  month: { ar: "شهرياً", en: "a month" },
  year: { ar: "سنوياً", en: "a year" },
};

function money(amount: number, currency: string, language: Language): string {
  if (language === "en") return `${currency} ${grouped(amount)}`;
  return `${grouped(amount)} ${CURRENCIES[currency] ?? currency}`;
}

const CURRENCIES: Readonly<Record<string, string>> = {
  SAR: "ريال",
  USD: "دولار",
  EUR: "يورو",
  AED: "درهم",
  KWD: "دينار كويتي",
  BHD: "دينار بحريني",
  QAR: "ريال قطري",
  OMR: "ريال عماني",
};

/** A budget said back: «بين ٥٠٬٠٠٠ و٧٠٬٠٠٠ ريال», "SAR 50,000 to 70,000". */
export function budgetInWords(budget: FactValues["budget"], language: Language): string {
  const period =
    budget.period === null || budget.period === "once" ? "" : ` ${PERIODS[budget.period][language]}`;
  return language === "ar" ? budgetInArabic(budget, period) : budgetInEnglish(budget, period);
}

function budgetInArabic({ min, max, currency }: FactValues["budget"], period: string): string {
  if (min !== null && max !== null && min !== max)
    return `بين ${grouped(min)} و${money(max, currency, "ar")}${period}`;
  const amount = `${money(min ?? max ?? 0, currency, "ar")}${period}`;
  if (min === null) return `لحد ${amount}`;
  return max === null ? `من ${amount} وفوق` : amount;
}

function budgetInEnglish({ min, max, currency }: FactValues["budget"], period: string): string {
  if (min !== null && max !== null && min !== max)
    return `${currency} ${grouped(min)} to ${grouped(max)}${period}`;
  const amount = `${money(min ?? max ?? 0, currency, "en")}${period}`;
  if (min === null) return `up to ${amount}`;
  return max === null ? `${amount} and above` : amount;
}

/** «٨٠ موظف», «بين ٥ و١٠ موظفين», "80 people". */
export function sizeInWords(size: FactValues["companySize"], language: Language): string {
  const { min, max } = size;
  const people = (count: number) => (language === "ar" ? counted(count, EMPLOYEES) : peopleIn(count));
  if (min !== null && max !== null && min !== max) {
    return language === "ar" ? `بين ${grouped(min)} و${people(max)}` : `${grouped(min)} to ${people(max)}`;
  }
  if (min === null) return `${language === "ar" ? "لحد" : "up to"} ${people(max ?? 0)}`;
  if (max === null) return `${language === "ar" ? "فوق" : "more than"} ${people(min)}`;
  return people(min);
}

function peopleIn(count: number): string {
  return count === 1 ? "one person" : `${grouped(count)} people`;
}

interface Counted {
  readonly one: string;
  readonly two: string;
  readonly few: string;
  readonly many: string;
}

const EMPLOYEES: Counted = { one: "موظف واحد", two: "موظفين", few: "موظفين", many: "موظف" };
const MINUTES: Counted = { one: "دقيقة", two: "دقيقتين", few: "دقائق", many: "دقيقة" };
const HOURS: Counted = { one: "ساعة", two: "ساعتين", few: "ساعات", many: "ساعة" };
const DAYS: Counted = { one: "يوم", two: "يومين", few: "أيام", many: "يوم" };

/** One and two are words of their own in Arabic; three to ten take the plural; the hundreds follow their last two digits. */
function counted(count: number, word: Counted): string {
  if (count === 1) return word.one;
  if (count === 2) return word.two;
  const tail = count % 100;
  return `${grouped(count)} ${tail >= 3 && tail <= 10 ? word.few : word.many}`;
}

/** The length of the company's meetings: «٣٠ دقيقة», "30 minutes". */
export function meetingLength(company: Company, language: Language): string {
  const { minutes } = company.meeting;
  return language === "ar" ? counted(minutes, MINUTES) : `${minutes} minutes`;
}

/** How long before the meeting the reminder leaves: «بساعة», "one hour". */
export function leadTime(company: Company, language: Language): string {
  const minutes = company.meeting.remindMinutesBefore;
  if (minutes % 1440 === 0) return countIn(minutes / 1440, DAYS, "day", language);
  if (minutes % 60 === 0) return countIn(minutes / 60, HOURS, "hour", language);
  return countIn(minutes, MINUTES, "minute", language);
}

function countIn(count: number, arabic: Counted, english: string, language: Language): string {
  if (language === "en") return count === 1 ? `one ${english}` : `${count} ${english}s`;
  return count <= 2 ? `ب${counted(count, arabic)}` : `بـ${counted(count, arabic)}`;
}
