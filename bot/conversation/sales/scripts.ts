import type { Company } from "../company.ts";
import type { Language } from "../message.ts";

export const SCRIPT_TYPES = [
  "opener",
  "follow_up_1",
  "follow_up_2",
  "demo_confirm",
  "proposal_cover",
] as const;
export type ScriptType = (typeof SCRIPT_TYPES)[number];

/** What a script is about; null where nobody said. */
export interface ScriptDetails {
  readonly sector: string;
  readonly name: string | null;
  readonly company: string | null;
  readonly date: string | null;
  readonly time: string | null;
  readonly link: string | null;
}

type Writer = (company: Company, details: ScriptDetails) => readonly (string | null)[];

/** A text for a rep to send. It says nothing that is not in the company's approved profile, and leaves out what is unknown. */
export function salesScript(
  type: ScriptType,
  language: Language,
  company: Company,
  details: ScriptDetails,
): string {
  const sentences = SCRIPTS[type][language](company, details);
  return sentences.filter((sentence) => sentence !== null && sentence !== "").join("\n");
}

const greetAr = ({ name }: ScriptDetails) => (name ? `السلام عليكم ${name}،` : "السلام عليكم،");
const greetEn = ({ name }: ScriptDetails) => (name ? `Hello ${name},` : "Hello,");
const yoursAr = ({ company }: ScriptDetails) => company ?? "منشأتكم";
const yoursEn = ({ company }: ScriptDetails) => company ?? "your company";
const place = (before: string, value: string | null) => (value === null ? null : `${before}${value}`);

/** Every script in both languages, or it does not compile. */
const SCRIPTS: Readonly<Record<ScriptType, Readonly<Record<Language, Writer>>>> = {
  opener: {
    ar: (us, to) => [
      greetAr(to),
      `معكم فريق ${us.name.ar}. ${us.about.ar}.`,
      `نتواصل معكم لأنكم في قطاع ${to.sector}، وحابين نفهم منكم كيف تمشون هالشغل في ${yoursAr(to)} اليوم، وإيش أكثر شي ياخذ من وقتكم.`,
      "إذا يناسبكم، نرتب مكالمة قصيرة في الوقت اللي تختارونه.",
    ],
    en: (us, to) => [
      greetEn(to),
      `This is the team at ${us.name.en}. ${us.about.en}.`,
      `We are writing because you work in ${to.sector}, and we would like to hear how ${yoursEn(to)} handles this today and what takes most of your time.`,
      "If it suits you, we can arrange a short call at a time you choose.",
    ],
  },
  follow_up_1: {
    ar: (us, to) => [
      greetAr(to),
      `أتابع معكم رسالتنا السابقة من ${us.name.ar}.`,
      `هل يناسبكم هالأسبوع نتكلم عن احتياج ${yoursAr(to)}؟ ولو الأنسب نتواصل مع شخص ثاني عندكم، دلونا عليه مشكورين.`,
    ],
    en: (us, to) => [
      greetEn(to),
      `Following up on our earlier message from ${us.name.en}.`,
      `Would this week suit you to talk about what ${yoursEn(to)} needs? If someone else there is the right person, please point us to them.`,
    ],
  },
  follow_up_2: {
    ar: (us, to) => [
      greetAr(to),
      `ما ودنا نثقل عليكم، هذي آخر متابعة منا في ${us.name.ar}.`,
      "إذا الموضوع مو أولوية الحين، علمونا متى يناسبكم نرجع لكم، وإذا ما ودكم نتواصل فكلمة منكم تكفي.",
    ],
    en: (us, to) => [
      greetEn(to),
      `We do not want to crowd you; this is our last follow-up from ${us.name.en}.`,
      "If this is not a priority now, tell us when to come back. If you would rather not hear from us, one word is enough.",
    ],
  },
  demo_confirm: {
    ar: (us, to) => [
      greetAr(to),
      `نأكد لكم موعدنا: ${us.meeting.title.ar}.`,
      place("اليوم: ", to.date),
      place("الساعة: ", to.time),
      `المكان: ${us.meeting.place.ar}.`,
      place("الرابط: ", to.link),
      "لو احتجتم تغيرون الوقت، ردوا على هالرسالة.",
    ],
    en: (us, to) => [
      greetEn(to),
      `This confirms our meeting: ${us.meeting.title.en}.`,
      place("Date: ", to.date),
      place("Time: ", to.time),
      `Place: ${us.meeting.place.en}.`,
      place("Link: ", to.link),
      "If you need another time, just reply to this message.",
    ],
  },
  proposal_cover: {
    ar: (us, to) => [
      greetAr(to),
      `مرفق لكم عرض ${us.name.ar} لـ${yoursAr(to)}، مبني على اللي ذكرتوه لنا، والأسعار فيه من قائمتنا وضريبة القيمة المضافة مبينة بسطر مستقل.`,
      `العرض ساري ${daysAr(us.proposal.validDays)} من تاريخه.`,
      place("رابط العرض: ", to.link),
      "أي ملاحظة أو تعديل، حياكم الله.",
    ],
    en: (us, to) => [
      greetEn(to),
      `Attached is the proposal of ${us.name.en} for ${yoursEn(to)}, built on what you told us. Prices are from our price list, with VAT on a line of its own.`,
      `It is valid for ${us.proposal.validDays} days from its date.`,
      place("Proposal: ", to.link),
      "Tell us whatever you would like changed.",
    ],
  },
};

/** Days as Arabic counts them: one, two, few, many. */
export function daysAr(count: number): string {
  if (count === 1) return "يوماً واحداً";
  if (count === 2) return "يومين";
  const rest = count % 100;
  if (rest >= 3 && rest <= 10) return `${count} أيام`;
  return rest >= 11 ? `${count} يوماً` : `${count} يوم`;
}
