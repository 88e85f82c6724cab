import type { Company } from "../../conversation/company.ts";
import type { Language } from "../../conversation/message.ts";

/** Changes with every change of the words below, so that a proof says which words were shown. */
export const CONSENT_VERSION = "2026-11";

/** What a person agrees to in the website's form. */
export function consentWording(company: Company, language: Language): string {
  return language === "ar"
    ? `أوافق على أن تحفظ ${company.name.ar} بياناتي وتتواصل معي بخصوص طلبي بالوسيلة اللي اخترتها. وأقدر أوقف الرسائل في أي وقت بكلمة «إيقاف».`
    : `I agree that ${company.name.en} keeps my details and contacts me about my request in the way I chose. I can stop the messages at any time by writing “stop”.`;
}
