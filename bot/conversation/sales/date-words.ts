import type { Language } from "../message.ts";
import type { Conversation, TimeSlot } from "../state.ts";
import { addDays, DAY, riyadhDate, riyadhMinutes, weekdayOf } from "./riyadh.ts";

/** How a person wants dates said. */
export interface DateManner {
  readonly digits: Conversation["digits"];
  /** Say the Umm al-Qura date as well, for those who used it. */
  readonly hijri: boolean;
  /** Epoch ms: what "today" and "tomorrow" are counted from. */
  readonly now: number;
  /** Read on whatever day it is read: no "today" and no "tomorrow". */
  readonly lasting?: boolean;
  /** "formal" for simple MSA («عصراً»), "white" for everyday speech («العصر»). */
  readonly register?: Conversation["register"];
}

/** A meeting time read back in full: «الأحد ٢٩ نوفمبر، الساعة ٣ العصر», "Sunday 29 November, 3:00 pm". */
export function slotInWords(slot: Pick<TimeSlot, "from">, language: Language, manner: DateManner): string {
  const at = Date.parse(slot.from);
  const day = dateInWords(riyadhDate(at), language, manner);
  const time = timeInWords(riyadhMinutes(at), language, manner);
  return language === "ar" ? `${day}، الساعة ${time}` : `${day}, ${time}`;
}

/**
 * A day with its name, told apart from others within half a year by day and month, else with the year:
 * «بكرة الاثنين ٢٣ نوفمبر», "Sunday 7 November 2027".
 */
export function dateInWords(date: string, language: Language, manner: DateManner): string {
  const weekday = WEEKDAYS[language][weekdayOf(date)] ?? "";
  const near = nearness(date, language, manner);
  const gregorian = dayAndMonth(date, language, manner);
  if (language === "en") {
    const hijri = manner.hijri ? ` / ${hijriInWords(date, "en", manner.digits)}` : "";
    return `${weekday} ${gregorian}${hijri}${near === null ? "" : ` (${near})`}`;
  }
  const named = near === null ? weekday : `${near} ${weekday}`;
  if (!manner.hijri) return `${named} ${gregorian}`;
  return `${named} ${hijriInWords(date, "ar", manner.digits)} الموافق ${gregorian}`;
}

/** A date as documents print it, with its year and no weekday: «٢٩ نوفمبر ٢٠٢٦», "29 November 2026". */
export function fullDate(date: string, language: Language, digits: Conversation["digits"]): string {
  const month = MONTHS[language][Number(date.slice(5, 7)) - 1] ?? "";
  const words = `${Number(date.slice(8))} ${month} ${Number(date.slice(0, 4))}`;
  return language === "ar" ? inDigits(words, digits) : words;
}

/** A time of day as Saudis say it: «٣ العصر», «٩:٣٠ الصباح», "3:00 pm". `minutes` since midnight. */
export function timeInWords(
  minutes: number,
  language: Language,
  manner: Pick<DateManner, "digits" | "register">,
): string {
  const hour = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const onDial = hour % 12 === 0 ? 12 : hour % 12;
  if (language === "en") return `${onDial}:${twoDigits(rest)} ${hour < 12 ? "am" : "pm"}`;
  const clock = rest === 0 ? String(onDial) : `${onDial}:${twoDigits(rest)}`;
  const part = daypartOf(hour)[manner.register ?? "white"];
  return `${inDigits(clock, manner.digits)} ${part}`;
}

/** The Umm al-Qura date: «١٩ جمادى الآخرة ١٤٤٨», "19 Jumada al-Akhirah 1448". */
export function hijriInWords(date: string, language: Language, digits: Conversation["digits"]): string {
  const hijri = Temporal.PlainDate.from(date).withCalendar("islamic-umalqura");
  const month = HIJRI_MONTHS[language][hijri.month - 1] ?? "";
  const words = `${hijri.day} ${month} ${hijri.year}`;
  return language === "ar" ? inDigits(words, digits) : words;
}

/** A button's label, at most 20 characters: «الأحد ٢٩/١١ ٣:٠٠م», "Sun 29 Nov, 3:00 pm". */
export function slotLabel(
  slot: Pick<TimeSlot, "from">,
  language: Language,
  digits: Conversation["digits"],
): string {
  const at = Date.parse(slot.from);
  const date = riyadhDate(at);
  const day = Number(date.slice(8));
  const month = Number(date.slice(5, 7));
  const weekday = WEEKDAYS[language][weekdayOf(date)] ?? "";
  if (language === "en") {
    const monthName = (MONTHS.en[month - 1] ?? "").slice(0, 3);
    return `${weekday.slice(0, 3)} ${day} ${monthName}, ${timeInWords(riyadhMinutes(at), "en", { digits })}`;
  }
  const minutes = riyadhMinutes(at);
  const onDial = Math.floor(minutes / 60) % 12 || 12;
  const clock = `${onDial}:${twoDigits(minutes % 60)}${minutes < 720 ? "ص" : "م"}`;
  const label = (name: string) => inDigits(`${name} ${day}/${month} ${clock}`, digits);
  const full = label(weekday);
  // «الأربعاء ٢٩/١١ ١١:٣٠ص» is one character too long for a WhatsApp button.
  return full.length <= LABEL_LENGTH ? full : label(weekday.replace(/^ال/u, ""));
}

/** Writes every 0-9 of a text in the person's own digits; nothing else changes. */
export function inDigits(text: string, digits: Conversation["digits"]): string {
  if (digits === "latin") return text;
  return text.replace(/[0-9]/gu, (digit) => "٠١٢٣٤٥٦٧٨٩".charAt(Number(digit)));
}

const LABEL_LENGTH = 20;

function dayAndMonth(date: string, language: Language, manner: DateManner): string {
  const month = MONTHS[language][Number(date.slice(5, 7)) - 1] ?? "";
  const distance = Math.abs(Date.parse(date) - Date.parse(riyadhDate(manner.now)));
  const year = distance > HALF_A_YEAR ? ` ${Number(date.slice(0, 4))}` : "";
  const words = `${Number(date.slice(8))} ${month}${year}`;
  return language === "ar" ? inDigits(words, manner.digits) : words;
}

const HALF_A_YEAR = 180 * DAY;

function nearness(date: string, language: Language, manner: DateManner): string | null {
  if (manner.lasting === true) return null;
  const today = riyadhDate(manner.now);
  if (date === today) return language === "ar" ? "اليوم" : "today";
  if (date !== addDays(today, 1)) return null;
  if (language === "en") return "tomorrow";
  return manner.register === "formal" ? "غداً" : "بكرة";
}

interface Daypart {
  /** First hour after the part, 0 to 24. */
  readonly until: number;
  readonly white: string;
  readonly formal: string;
}

function daypartOf(hour: number): Daypart {
  return DAYPARTS.find((part) => hour < part.until) ?? EVENING;
}

const EVENING: Daypart = { until: 24, white: "مساءً", formal: "مساءً" };

const DAYPARTS: readonly Daypart[] = [
  { until: 3, white: "الليل", formal: "ليلاً" },
  { until: 6, white: "الفجر", formal: "فجراً" },
  { until: 12, white: "الصباح", formal: "صباحاً" },
  { until: 15, white: "الظهر", formal: "ظهراً" },
  { until: 18, white: "العصر", formal: "عصراً" },
  { until: 19, white: "المغرب", formal: "مساءً" },
  EVENING,
];

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}

const WEEKDAYS: Readonly<Record<Language, readonly string[]>> = {
  ar: ["الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت"],
  en: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
};

const MONTHS: Readonly<Record<Language, readonly string[]>> = {
  ar: [
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
  ],
  en: [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
  ],
};

const HIJRI_MONTHS: Readonly<Record<Language, readonly string[]>> = {
  ar: [
    "محرم",
    "صفر",
    "ربيع الأول",
    "ربيع الآخر",
    "جمادى الأولى",
    "جمادى الآخرة",
    "رجب",
    "شعبان",
    "رمضان",
    "شوال",
    "ذو القعدة",
    "ذو الحجة",
  ],
  en: [
    "Muharram",
    "Safar",
    "Rabi al-Awwal",
    "Rabi al-Akhir",
    "Jumada al-Ula",
    "Jumada al-Akhirah",
    "Rajab",
    "Shaban",
    "Ramadan",
    "Shawwal",
    "Dhul-Qadah",
    "Dhul-Hijjah",
  ],
};
