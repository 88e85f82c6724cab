import type { BookingPage, UnsubscribePage } from "../../contracts/commands.ts";
import type { Company, InBoth } from "../../conversation/company.ts";
import type { Language } from "../../conversation/message.ts";
import { slotInWords } from "../../conversation/sales/date-words.ts";
import type { TimeSlot } from "../../conversation/state.ts";
import type { LinkPage } from "./link-page.ts";

const both = (ar: string, en: string): InBoth => ({ ar, en });

/** The pages of links that are none, or no more. */
export function brokenLinkPage(company: Company, language: Language, what: "unknown" | "ended"): LinkPage {
  const title =
    what === "unknown"
      ? both("هذا الرابط غير صالح", "This link is not valid")
      : both("انتهت صلاحية هذا الرابط", "This link has expired");
  const line = both(
    "يسعدنا خدمتكم بالرد على رسالتنا، ونرسل لكم أوقاتاً جديدة.",
    "Simply reply to our letter and we will gladly help.",
  );
  return { language, company: company.name, title, main: null, lines: [line], buttons: [] };
}

/** What a booking link shows: a button, the meeting that stands, or other times. */
export function bookingLinkPage(
  page: Exclude<BookingPage, { readonly state: "unknown" | "ended" }>,
  company: Company,
  now: number,
): LinkPage {
  const { language, slot } = page;
  const base = { language, company: company.name, main: inWords(slot, now) };
  switch (page.state) {
    case "offered":
      return {
        ...base,
        title: both("تأكيد موعد الاجتماع", "Confirm your meeting"),
        lines: [company.meeting.place],
        buttons: [{ label: both("تأكيد الحجز", "Book this time"), action: null }],
      };
    case "booked":
      return {
        ...base,
        title: page.isNew
          ? both("تم الحجز", "Your meeting is booked")
          : both("موعدكم محجوز", "You are booked already"),
        lines: page.isNew
          ? [
              both(
                "وصلتكم الدعوة على بريدكم، أو تصل خلال دقائق.",
                "The invitation is on its way to your mailbox.",
              ),
            ]
          : [
              both(
                "لتغيير الموعد أو إلغائه يكفي الرد على رسالتنا.",
                "To move or cancel it, simply reply to our letter.",
              ),
            ],
        buttons: [],
      };
    case "taken":
      return {
        ...base,
        main: null,
        title: both("حُجز هذا الوقت قبل قليل", "This time has just been taken"),
        lines: [
          page.others.length > 0
            ? both("هذه أوقات أخرى متاحة، بضغطة واحدة:", "These times are free, one click books:")
            : both("نأمل الرد على رسالتنا لنقترح وقتاً آخر.", "Please reply to our letter for another time."),
        ],
        buttons: page.others.map((other) => ({ label: inWords(other.slot, now), action: pathOf(other.url) })),
      };
  }
}

/** What an unsubscribe link shows. */
export function unsubscribeLinkPage(
  { state, language }: Exclude<UnsubscribePage, { readonly state: "unknown" }>,
  company: Company,
): LinkPage {
  const isOut = state === "unsubscribed";
  return {
    ...{ language, company: company.name, main: null },
    title: isOut
      ? both("تم إيقاف الرسائل", "You are unsubscribed")
      : both("إيقاف رسائلنا إليكم", "Stop our messages to you"),
    lines: [
      isOut
        ? both(
            "لن تصلكم منا رسائل جديدة على أي قناة. للعودة يكفي أن تكتبوا لنا «اشتراك».",
            "We will not write to you again on any channel. To return, just write “subscribe” to us.",
          )
        : both(
            "بضغطة واحدة تتوقف رسائلنا غير المطلوبة على جميع القنوات.",
            "One click stops everything you did not ask for, on every channel.",
          ),
    ],
    buttons: isOut ? [] : [{ label: both("إيقاف الرسائل", "Unsubscribe"), action: null }],
  };
}

function inWords(slot: TimeSlot, now: number): InBoth {
  const say = (language: Language) =>
    slotInWords(slot, language, { digits: "latin", register: "formal", hijri: false, now, lasting: true });
  return { ar: say("ar"), en: say("en") };
}

/** Forms post to ourselves: whatever name the browser knows us by. */
function pathOf(url: string): string {
  return new URL(url).pathname;
}
