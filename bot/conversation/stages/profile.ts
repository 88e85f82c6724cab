import type { Hours } from "../company.ts";
import { plainText } from "../language/normalise.ts";
import type { Language } from "../message.ts";
import type { Reading } from "../reading.ts";
import type { Reply } from "../reply.ts";
import { timeInWords } from "../sales/date-words.ts";
import { minutesOf } from "../sales/riyadh.ts";

/** Answers a question about the company itself from its profile; false when it is about something else. */
export function sayProfile(reply: Reply, reading: Reading): boolean {
  const asks = reading.acts.has("question") || /[?؟]/u.test(reading.text);
  if (!asks) return false;
  const plain = plainText(reading.text);
  const found = ANSWERS.find(([pattern, say]) => pattern.test(plain) && say(reply));
  return found !== undefined;
}

/** Each says its answer and returns true, or returns false when the profile has none. */
const ANSWERS: readonly (readonly [RegExp, (reply: Reply) => boolean])[] = [
  [/رقمي|بياناتي|خصوصي|privacy|my number|my data/u, sayPrivacy],
  [/(?:رقم|جوال|هاتف|تلفون)(?:كم| الشركه| التواصل)|phone number|your number|call you/u, sayPhone],
  [/(?:ايميل|بريد)(?:كم| الشركه)?|your email|e-?mail address/u, sayEmail],
  [/(?:موقع|رابط)(?:كم)? ?(?:الالكتروني|النت)|website|your site/u, sayWebsite],
  [
    /(?:وين|فين|اين) ?(?:كم|موقع|مقر|مكتب|انتم|الشركه)|عنوان|موقعكم|مقركم|where are you|your address|your office/u,
    sayAddress,
  ],
  [/دوام|ساعات العمل|اوقات العمل|متي تفتحون|متي تشتغلون|working hours|office hours|open/u, sayHours],
  [
    /(?:مين|من|ايش|وش|ما) (?:انتم|انتو|تسوون|تقدمون|خدماتكم|شركتكم|هي شركتكم)|who are you|what (?:do )?you (?:do|offer)|about you|more about/u,
    sayAbout,
  ],
];

function sayPrivacy(reply: Reply): boolean {
  reply.quote(reply.company.privacy.notice[reply.now.language], "profile:privacy");
  return true;
}

function sayPhone(reply: Reply): boolean {
  const { phone } = reply.company;
  if (phone !== null) reply.say("answer.phone", { phone });
  return phone !== null;
}

function sayEmail(reply: Reply): boolean {
  const { email } = reply.company;
  if (email !== null) reply.say("answer.email", { email });
  return email !== null;
}

function sayWebsite(reply: Reply): boolean {
  const { website } = reply.company;
  if (website !== null) reply.say("answer.website", { website });
  return website !== null;
}

function sayAddress(reply: Reply): boolean {
  const { address } = reply.company;
  if (address !== null) reply.say("answer.address", { address: address[reply.now.language] });
  return address !== null;
}

function sayHours(reply: Reply): boolean {
  const { hours } = reply.company;
  const { language, digits, register } = reply.now;
  const clock = (time: string) => timeInWords(minutesOf(time), language, { digits, register });
  reply.say("answer.hours", {
    days: daysInWords(hours, language),
    from: clock(hours.from),
    to: clock(hours.to),
  });
  return true;
}

function sayAbout(reply: Reply): boolean {
  const { name, about } = reply.company;
  const { language } = reply.now;
  reply.say("answer.about", { company: name[language], about: about[language] });
  return true;
}

const DAYS: Readonly<Record<Language, readonly string[]>> = {
  ar: ["الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت"],
  en: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
};

/** «من الأحد إلى الخميس» when the days follow each other, else a list. */
function daysInWords(hours: Hours, language: Language): string {
  const names = hours.days.map((day) => DAYS[language][day] ?? "");
  const [first = "", last = ""] = [names[0], names.at(-1)];
  const inRow = hours.days.every((day, index) => index === 0 || day === (hours.days[index - 1] ?? 0) + 1);
  if (!inRow || names.length < 3) return names.join(language === "ar" ? "، " : ", ");
  return language === "ar" ? `من ${first} إلى ${last}` : `${first} to ${last}`;
}
