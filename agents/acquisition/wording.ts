import type { InBoth } from "../../bot/conversation/company.ts";
import type { BantTopic } from "../../bot/conversation/sales/bant.ts";
import type { Dimension, Tier } from "../../bot/conversation/sales/icp.ts";

/*
 * Fixed words of the agents in both languages. `{name}` is filled in. What people outside read is in the Saudi
 * business register; what colleagues read is plain.
 */

/** What to do next, for a colleague. */
export const nextStepWords: Readonly<Record<"call-today" | "discovery-call" | "nurture", InBoth>> = {
  "call-today": { ar: "اتصلوا بهم خلال ٢٤ ساعة", en: "Call them within 24 hours" },
  "discovery-call": { ar: "رتبوا مكالمة تعارف هذا الأسبوع", en: "Arrange a discovery call this week" },
  nurture: { ar: "تابعوهم برسالة بين فترة وأخرى", en: "Keep in touch now and then" },
};

/** What to do with a lead of this tier. */
export const tierWords: Readonly<Record<Tier, InBoth>> = {
  A: { ar: "لهم الأولوية: اتصلوا بهم خلال ٢٤ ساعة", en: "Top priority: call within 24 hours" },
  B: { ar: "أكملوا تأهيلهم بالواتساب أو البريد", en: "Qualify further by WhatsApp or email" },
  C: { ar: "ضعوهم في متابعة لمدة ٣٠ يوماً", en: "Nurture for 30 days" },
  D: { ar: "اعتذروا بلطف أو أحيلوهم إلى شريك", en: "Decline kindly or refer to a partner" },
};

/** What a dimension needs: when nothing is known of it, and when it is known and weak. */
export const dimensionWords: Readonly<
  Record<Dimension, { readonly unknown: InBoth; readonly weak: InBoth }>
> = {
  industry: {
    unknown: { ar: "اسألوا عن نشاط المنشأة", en: "Ask what the company does" },
    weak: {
      ar: "القطاع خارج قطاعاتنا: ابحثوا عن عميل مشابه قبل المتابعة",
      en: "Outside our sectors: find a comparable customer first",
    },
  },
  size: {
    unknown: { ar: "اسألوا عن عدد الموظفين", en: "Ask how many people work there" },
    weak: {
      ar: "الحجم خارج نطاقنا: تأكدوا من الباقة المناسبة",
      en: "Outside our sizes: check which offer can serve them",
    },
  },
  region: {
    unknown: { ar: "اسألوا عن المدينة", en: "Ask which city they are in" },
    weak: {
      ar: "خارج المناطق التي نخدمها: تأكدوا أن الخدمة عن بعد تكفيهم",
      en: "Outside our regions: check that serving them remotely is enough",
    },
  },
  budget: {
    unknown: { ar: "اسألوا عن الميزانية أو حدودها", en: "Ask about the budget or its limits" },
    weak: {
      ar: "الميزانية أقل من المطلوب: اعرضوا بداية أصغر",
      en: "The budget is below our range: suggest a smaller start",
    },
  },
  pain: {
    unknown: { ar: "اسألوا عن أكبر مشكلة تواجههم", en: "Ask about their biggest problem" },
    weak: {
      ar: "حاجتهم بعيدة عما نعالجه: افهموا المشكلة قبل أي عرض",
      en: "Their need is far from what we cure: understand it before any offer",
    },
  },
};

/** One question for each of the four, and one for what was tried, with the reason a colleague reads. */
export const bantQuestions: Readonly<
  Record<BantTopic | "tried", { readonly question: InBoth; readonly why: InBoth }>
> = {
  need: {
    question: {
      ar: "وش أكثر شي تبون تحلونه في {company} هالفترة؟",
      en: "What is the one thing {company} most wants solved right now?",
    },
    why: { ar: "بدون احتياج واضح ما فيه شي نبيعه", en: "Without a clear need there is nothing to sell" },
  },
  budget: {
    question: {
      ar: "هل رصدتوا ميزانية لهالموضوع، ولو بشكل تقريبي؟",
      en: "Has {company} set a budget aside for this, even a rough one?",
    },
    why: { ar: "الميزانية تحدد أي باقة تناسبهم", en: "The budget decides which offer suits them" },
  },
  authority: {
    question: {
      ar: "القرار عندكم، أو فيه أحد غيركم يشارك فيه؟",
      en: "Is the decision yours, or does somebody else take part in it?",
    },
    why: { ar: "نعرف مين يحضر الاجتماع", en: "So that the right people join the meeting" },
  },
  timeline: {
    question: { ar: "متى تحبون تبدأون؟", en: "When would you like to start?" },
    why: { ar: "الموعد يحدد أولوية المتابعة", en: "The date decides how soon to follow up" },
  },
  tried: {
    question: {
      ar: "وش جربتوا قبل كذا لحل هالموضوع، ووش اللي ما ضبط؟",
      en: "What have you tried so far, and what did not work?",
    },
    why: { ar: "نعرف وش ما ننصح به", en: "So that we do not suggest what failed already" },
  },
};

/** The same with their own words about the need in them. */
export const triedWithNeed: InBoth = {
  ar: "ذكرتوا «{need}»، وش جربتوا قبل كذا لحل هالموضوع؟",
  en: "You mentioned “{need}”: what have you tried so far?",
};

/** An invitation to meet, for a colleague to send or the person to read. */
export const invitation: Readonly<Record<"offer" | "booked" | "held" | "none", InBoth>> = {
  offer: {
    ar: "يسعدنا نلتقي فيكم ({title}، {minutes} دقيقة). وش يناسبكم من هالأوقات؟\n{list}",
    en: "We would be glad to meet ({title}, {minutes} minutes). Which of these suits you?\n{list}",
  },
  booked: {
    ar: "تم تأكيد موعدنا: {title}، {when}. المكان: {place}.",
    en: "Our meeting is confirmed: {title}, {when}. Place: {place}.",
  },
  held: {
    ar: "حجزنا لكم مبدئياً {when}. هل نأكده؟",
    en: "We are holding {when} for you. Shall we confirm it?",
  },
  none: {
    ar: "ما فيه أوقات متاحة حالياً، ونتواصل معكم لترتيب موعد.",
    en: "No time is free just now; a colleague will get in touch to arrange one.",
  },
};

/** First words to somebody; at most four sentences, the last one says how to stop us. */
export const opener: Readonly<Record<"who" | "why" | "whyPain" | "ask" | "stop", InBoth>> = {
  who: {
    ar: "السلام عليكم {name}، معكم فريق {us}: {about}.",
    en: "Hello {name}, this is the team at {us}: {about}.",
  },
  why: {
    ar: "نتواصل معكم لأن عملنا مع منشآت قطاع {sector}، وحابين نفهم كيف تمشون هالشغل في {company}.",
    en: "We are writing because we work with companies in {sector}, and would like to hear how {company} handles this today.",
  },
  whyPain: {
    ar: "ذكرتوا لنا «{pain}»، وهذا من صميم شغلنا.",
    en: "You told us “{pain}”, which is just what we work on.",
  },
  ask: {
    ar: "يناسبكم نرتب مكالمة قصيرة في الوقت اللي تختارونه؟",
    en: "Would a short call at a time of your choice suit you?",
  },
  stop: {
    ar: "وإذا ما ودكم برسائل منا، ردوا بكلمة «إيقاف».",
    en: "If you would rather not hear from us, reply “stop”.",
  },
};

/** Subject of a first mail. */
export const openerSubject: InBoth = { ar: "{us} و{company}", en: "{us} and {company}" };

/** Follow-ups by how many went before. */
export const followUps: readonly InBoth[] = [
  {
    ar: "السلام عليكم {name}، شكراً على تواصلكم مع {us}. هل تحبون نكمل من حيث وقفنا؟",
    en: "Hello {name}, thank you for getting in touch with {us}. Shall we pick up where we left off?",
  },
  {
    ar: "السلام عليكم {name}، نتابع معكم بخصوص {topic}. يناسبكم هالأسبوع نتكلم عنه؟",
    en: "Hello {name}, following up on {topic}. Would this week suit you to talk about it?",
  },
  {
    ar: "السلام عليكم {name}، ما ودنا نثقل عليكم. لو {topic} ما زال مهم لكم، نرتب لكم مكالمة قصيرة؟",
    en: "Hello {name}, we do not want to crowd you. If {topic} still matters, shall we arrange a short call?",
  },
  {
    ar: "السلام عليكم {name}، هذي آخر متابعة منا. متى ما احتجتونا، ردوا على هالرسالة وحياكم الله.",
    en: "Hello {name}, this is our last follow-up. Whenever you need us, just reply to this message.",
  },
];

/** What a follow-up is about when nothing else is known. */
export const ourTopic: InBoth = { ar: "استفساركم", en: "your enquiry" };
/** How somebody is called whose company we do not know. */
export const yourCompany: InBoth = { ar: "منشأتكم", en: "your company" };

/** The words with their blanks filled; an unknown one is left out with the space before it. */
export function filledIn(words: string, values: Readonly<Record<string, string | null>>): string {
  return words
    .replace(/(\s?)\{(\w+)\}/gu, (_, space: string, name: string) => {
      const value = values[name] ?? null;
      return value === null || value === "" ? "" : `${space}${value}`;
    })
    .trim();
}
