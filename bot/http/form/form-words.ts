import type { Language } from "../../conversation/message.ts";
import type { FieldProblem } from "../problems.ts";

type Words = Readonly<Record<Language, string>>;

const FIELDS: Readonly<Record<string, Words>> = {
  company: { ar: "اكتب اسم الشركة.", en: "is required: write your company's name" },
  name: { ar: "اكتب اسمك.", en: "is required: write your name" },
  email: {
    ar: "البريد غير صحيح. مثال: name@company.sa",
    en: "must be an email address such as name@company.sa",
  },
  phone: {
    ar: "رقم الجوال غير صحيح. اكتبه مع مفتاح الدولة إذا كان من خارج السعودية.",
    en: "must be a phone number, with its country code when it is not Saudi",
  },
  message: { ar: "الرسالة طويلة. اختصرها إلى ٤٠٠٠ حرف.", en: "must have at most 4000 characters" },
  consent: {
    ar: "نحتاج موافقتك عشان نقدر نتواصل معك.",
    en: "is required: we need your consent to contact you",
  },
  channels: {
    ar: "اختر واتساب أو البريد، واكتب الرقم أو العنوان اللي نراسلك عليه.",
    en: "choose WhatsApp or email, and give the number or address we may write to",
  },
};
const TOO_LONG: Words = { ar: "النص أطول من المسموح.", en: "is too long" };
const ANY: Words = { ar: "القيمة غير صحيحة.", en: "is not valid" };

/** What is wrong with one field, in the person's language. */
export function fieldWords(problem: FieldProblem, language: Language): FieldProblem {
  const name = problem.field.split(".")[0] ?? problem.field;
  const isLong = /^too big|at most|<=/i.test(problem.message) && name !== "message";
  const words = isLong ? TOO_LONG : (FIELDS[problem.field] ?? FIELDS[name] ?? ANY);
  return { field: problem.field, message: words[language] };
}

/** Whoever posts without saying their language is taken at their browser's word. */
export function languageOf(locale: unknown, acceptLanguage: string | undefined): Language | null {
  if (locale === "ar" || locale === "en") return locale;
  const first = (acceptLanguage ?? "").slice(0, 2).toLowerCase();
  return first === "ar" || first === "en" ? first : null;
}

const PAGE = {
  thanks: {
    ar: ["وصلنا طلبك", "شكراً لك. نتواصل معك قريب بالوسيلة اللي اخترتها."],
    en: ["We have your request", "Thank you. We will be in touch soon in the way you chose."],
  },
  again: {
    ar: ["بقي شي بسيط", "ارجع للصفحة السابقة وعدّل التالي:"],
    en: ["Almost there", "Please go back and correct this:"],
  },
} as const;

/** The page a person sees after an HTML form was posted without any script. */
export function plainPage(which: keyof typeof PAGE, language: Language, lines: readonly string[]): string {
  const [title, words] = PAGE[which][language];
  const items = lines.map((line) => `<li>${escaped(line)}</li>`).join("");
  return `<!doctype html><html lang="${language}" dir="${language === "ar" ? "rtl" : "ltr"}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><link rel="stylesheet" href="/embed/plain.css"></head><body><main><h1>${title}</h1><p>${words}</p>${items === "" ? "" : `<ul>${items}</ul>`}</main></body></html>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
