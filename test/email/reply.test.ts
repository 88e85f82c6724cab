import { describe, expect, test } from "vitest";
import { trimReply } from "../../channels/email/reply/trim.ts";

const replies: readonly (readonly [written: string, own: string])[] = [
  ["نعم\n\nفي الأحد، 15 مارس 2026 في 5:04 ص فريق المبيعات <s@e.com> كتب:\n> x", "نعم"],
  [
    "نعم\n\nفي الأحد، ٦ أكتوبر، ٢٠١٩ ١:٤٩ ص، كتب فريق المبيعات <s@e.com>:\n\nنص قديم بلا علامات\nسطر آخر",
    "نعم",
  ],
  [
    `نعم\n\n\u202bفي الأحد، ١٥ مارس ٢٠٢٦ في ٥:٠٤ ص تمت كتابة ما يلي بواسطة \u200fفريق\u202c <\u200fs@e.com>:\u202c\n\n> مرحبا`,
    "نعم",
  ],
  ["نعم موافق\n\nبتاريخ 15‏/03‏/2026، الساعة 5:04 ص، كتب/كتبت فريق المبيعات <s@e.com>:\n> x", "نعم موافق"],
  [
    "تم\n\nفي الأحد، 13 سبتمبر 2026 في 7:58 م، تمت كتابة ما يلي بواسطة فريق\nالمبيعات والتسويق والدعم <\nsales@example.com>:\n> نص سابق\n> آخر",
    "تم",
  ],
  ["تم\n\nأُرسلت من الـ iPhone", "تم"],
  ["تم\n\nمُرسل من هاتفي الـ Samsung Galaxy\n\nفي الأحد، 13 سبتمبر 2026 كتب X <x@y.z>:\n> q", "تم"],
  [
    "تمام\n\nأُرسل من Outlook لـ iOS<https://aka.ms/o0ukef>\n________________________________\nمن: فريق المبيعات <s@e.com>\nتم الإرسال: الأحد، 15 مارس 2026 05:04 ص\nإلى: سارة <a@b.c>\nنسخة: علي <c@d.e>\nالموضوع: رد: عرض السعر\n\nمرحبا\n",
    "تمام",
  ],
  [
    "تمام\n\nالحصول على Outlook for Android<https://aka.ms/AAb9ysg>\n________________________________\nFrom: Sales <s@e.com>\nSent: Sunday, March 15, 2026 5:04:11 AM\nTo: X <a@b.c>\nSubject: Re: offer\n\nHi",
    "تمام",
  ],
  ["من: الرياض إلى: جدة\nعدد الشحنات: ٥٠", "من: الرياض إلى: جدة\nعدد الشحنات: ٥٠"],
  ["نحتاج شحن\nمن: الرياض\nإلى: جدة\nالوزن: ٢٠ كجم", "نحتاج شحن\nمن: الرياض\nإلى: جدة\nالوزن: ٢٠ كجم"],
  [
    "في الأسبوع القادم كتب لنا المدير أن الميزانية ٥٠ ألف",
    "في الأسبوع القادم كتب لنا المدير أن الميزانية ٥٠ ألف",
  ],
  [
    "في الاجتماع يوم 12 مارس 2026 كتبت لكم المتطلبات التالية:\n1. نظام CRM\n2. ربط واتساب",
    "في الاجتماع يوم 12 مارس 2026 كتبت لكم المتطلبات التالية:\n1. نظام CRM\n2. ربط واتساب",
  ],
  [
    "موافق\n\n---------- Forwarded message ---------\nمن: فريق <s@e.com>\nDate: الأحد، ١٥ مارس ٢٠٢٦ في ٥:٠٤ ص\nSubject: عرض\nTo: <a@b.c>\n\nنص",
    "موافق",
  ],
  [
    "للاطلاع\n\n---------- رسالة مُعاد توجيهها ---------\nمن: فريق <s@e.com>\nالتاريخ: الأحد\nالموضوع: عرض\nإلى: <a@b.c>\n\nنص",
    "للاطلاع",
  ],
  [
    "نرغب في عرض سعر لعشرين مستخدماً.\n\nوتقبلوا فائق الاحترام والتقدير\nأحمد الغامدي\nمدير تقنية المعلومات\nشركة الأفق\n0501234567",
    "نرغب في عرض سعر لعشرين مستخدماً.",
  ],
  ["نرغب في عرض سعر.\n\nتحياتي،\nسارة", "نرغب في عرض سعر."],
  ["نرغب في عرض سعر.\nمع خالص التحية والتقدير،\nسارة", "نرغب في عرض سعر."],
  ["نرغب في عرض سعر.\n\nولكم جزيل الشكر والتقدير\nسارة", "نرغب في عرض سعر."],
  ["السلام عليكم\nتحية طيبة وبعد،\nنرغب في عرض سعر", "السلام عليكم\nتحية طيبة وبعد،\nنرغب في عرض سعر"],
  ["تحياتي", "تحياتي"],
  ["شكراً", "شكراً"],
  ["مع التحية", "مع التحية"],
  ["شكراً لكم", "شكراً لكم"],
  ["نعم\n\nشكراً لكم", "نعم\n\nشكراً لكم"],
  [
    "الردود أدناه:\n\nفي الأحد، 15 مارس 2026 كتب X <x@y.z>:\n> كم الموظفين؟\n٥٠\n> الميزانية؟\n٢٠ ألف",
    "الردود أدناه:\n\n> كم الموظفين؟\n٥٠\n> الميزانية؟\n٢٠ ألف",
  ],
  ["في الأحد، 15 مارس 2026 كتب X <x@y.z>:\n> كم الموظفين؟\n\n٥٠ موظف", "٥٠ موظف"],
  [
    "مرحبا\n\nفي الأحد، 15 مارس 2026 كتب X <x@y.z>:\n> كم الموظفين؟\n\n٥٠ موظف",
    "مرحبا\n\n> كم الموظفين؟\n\n٥٠ موظف",
  ],
  ["Yes\n\n-- \nJohn Smith\nCEO", "Yes"],
  [
    "Yes, go ahead.\n\nBest regards,\nJohn Smith\nCEO, Acme\n+966 50 123 4567\n\nFrom: Sales <s@e.com>\nSent: Sunday\nTo: J\nSubject: x\n\nold",
    "Yes, go ahead.",
  ],
  ["Yes\n\nSent from my iPhone\n\n> On 15 Mar 2026, at 05:04, Sales <s@e.com> wrote:\n> \n> Hi", "Yes"],
  ["Yes\n\nOn Sun, Mar 15, 2026 at 5:04\u202fAM Sales Team <s@e.com>\nwrote:\n\n> Hi", "Yes"],
  ["Yes\n\nSales Team <s@e.com> wrote on Sun, 15 Mar 2026:\n> Hi", "Yes"],
  ["Yes\n\nOn 15/03/2026 05:04, Sales wrote:\n> Hi\n", "Yes"],
  [
    "Yes\n\n________________________________\nFrom: Sales\nSent: Sunday, March 15, 2026 5:04 AM\nTo: John\nSubject: RE: offer\n\nHi John",
    "Yes",
  ],
  [
    "Yes\n\nBegin forwarded message:\n\nFrom: A <a@b.c>\nSubject: x\nDate: 1 Jan 2026\nTo: b@c.d\n\nhello",
    "Yes",
  ],
  ["On Monday we need:\n- 50 users\n- CRM", "On Monday we need:\n- 50 users\n- CRM"],
  ["We wrote to you on 3 March 2026 about:\n- price", "We wrote to you on 3 March 2026 about:\n- price"],
  [
    "Our setup:\nFrom: Riyadh\nTo: Jeddah\nDate: 3 March\nThanks",
    "Our setup:\nFrom: Riyadh\nTo: Jeddah\nDate: 3 March\nThanks",
  ],
  [
    "Scope\n-----\n1. CRM\n2. WhatsApp\n\nBudget\n------\n50k SAR",
    "Scope\n-----\n1. CRM\n2. WhatsApp\n\nBudget\n------\n50k SAR",
  ],
  [
    "Name: Ali\nEmail: ali@x.com\nPhone: 050\nSubject: offer\nWe need CRM",
    "Name: Ali\nEmail: ali@x.com\nPhone: 050\nSubject: offer\nWe need CRM",
  ],
  [
    "موافق.\n\nسارة العتيبي | مديرة المشتريات\nشركة الأفق\n+966501234567\n\nFrom: Sales Team <s@e.com> \nSent: Sunday, March 15, 2026 5:04 AM\nTo: Sara <a@b.c>\nCc: Ali <c@d.e>\nSubject: Re: عرض\n\nمرحبا",
    "موافق.\n\nسارة العتيبي | مديرة المشتريات\nشركة الأفق\n+966501234567",
  ],
  ["نعم\n\nفي ١٥ مارس ٢٠٢٦، الساعة ٥:٠٤ ص، كتب Sales Team <s@e.com>:\n\n> مرحبا", "نعم"],
  ["نعم\n\nفي 15 مارس 2026، في الساعة 5:04، كتب فريق المبيعات s@e.com:\n\n> مرحبا", "نعم"],
  ["نعم\n\nOn 15 مارس 2026, at 5:04 ص, فريق المبيعات <s@e.com> wrote:\n\n> مرحبا", "نعم"],
  ["نعم\n\nيوم الأحد، 15 مارس 2026 5:04 ص غرينتش+3، كتب فريق المبيعات <s@e.com>:\n\nمرحبا", "نعم"],
  ["نعم\n\n-----رسالة أصلية-----\nمن: فريق\nالموضوع: عرض\n\nنص", "نعم"],
  ["نعم\n\nالمرسل: فريق <s@e.com>\nالتاريخ: 2026-03-15\nالمستقبل: a@b.c\nالموضوع: عرض\nنص", "نعم"],
  [
    "إلى: شركة مجلس\nمن: شركة الأفق\nالتاريخ: 1 مارس\nالموضوع: طلب عرض سعر\n\nالسلام عليكم، نرغب في عرض سعر.",
    "إلى: شركة مجلس\nمن: شركة الأفق\nالتاريخ: 1 مارس\nالموضوع: طلب عرض سعر\n\nالسلام عليكم، نرغب في عرض سعر.",
  ],
  ["نعم\n\nفي الأحد، ٢٦ رمضان ١٤٤٧ هـ في ٥:٠٤ ص كتب X <x@y.z>:\n\n> مرحبا", "نعم"],
  ["نعم\n\nارسلت من الايفون", "نعم"],
  ["نعم\n\nمُرسل من بريد Yahoo على Android", "نعم"],
  ["نعم\n\n*من:* فريق\n*تم الإرسال:* الأحد، 15 مارس\n*إلى:* سارة\n*الموضوع:* عرض\n\nنص", "نعم"],
  ["أرسلت من الرياض عشرين جهازاً أمس", "أرسلت من الرياض عشرين جهازاً أمس"],
  ["مرسل من قبل الإدارة: نحتاج ٥ مستخدمين", "مرسل من قبل الإدارة: نحتاج ٥ مستخدمين"],
  ["نحتاج التقرير المرسل من جهاز البصمة", "نحتاج التقرير المرسل من جهاز البصمة"],
  ["Sent from our warehouse by truck, please confirm", "Sent from our warehouse by truck, please confirm"],
];

function spaces(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

describe("the new words of a reply", () => {
  for (const [written, own] of replies)
    test(spaces(written).slice(0, 90), () => {
      expect(spaces(trimReply(written).text)).toBe(spaces(own));
    });
});

test("a business card under a closing is the signature, in either language; a bare closing in English stays", () => {
  const card = "Best regards,\nJohn Smith\nCEO, Acme\n+966 50 123 4567";
  expect(trimReply(`Go ahead.\n\n${card}`)).toEqual({ text: "Go ahead.", quoted: "", signature: card });
  expect(trimReply("Go ahead.\n\nBest regards,\nJohn")).toMatchObject({
    text: "Go ahead.\n\nBest regards,\nJohn",
    signature: "",
  });
  expect(trimReply("موافق.\n\nمع التحية\nسارة\n\nأُرسلت من الـ iPhone")).toEqual({
    text: "موافق.",
    quoted: "",
    signature: "مع التحية\nسارة\n\nأُرسلت من الـ iPhone",
  });
});
