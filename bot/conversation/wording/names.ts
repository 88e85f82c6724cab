import { CITIES } from "../language/cities.ts";
import { plainText } from "../language/normalise.ts";
import type { Language } from "../message.ts";

/** First names whose gender is clear, in plain spelling. */
const MEN = new Set(
  "محمد احمد عبدالله عبدالرحمن عبدالعزيز خالد سعد سعود فهد فيصل سلطان ناصر تركي بندر ماجد سلمان علي عمر عثمان ابراهيم يوسف صالح سالم حسن حسين طارق وليد زياد بدر مشعل نواف متعب رائد مازن هاني سامي عادل منصور حمد راشد مبارك جاسم عبدالمجيد عبدالملك ياسر ايمن بسام كريم محمود مصطفي شاكر mohammed mohamed muhammad ahmed abdullah khalid khaled saad saud fahad faisal sultan nasser turki bandar majed salman ali omar ibrahim yousef saleh salem hassan hussain tariq waleed badr nawaf raed sami adel mansour karim".split(
    " ",
  ),
);
const WOMEN = new Set(
  "نوره ساره ريم امل منى مني هند لمي لمى فاطمه عايشه مريم خديجه نوف العنود الجوهره مها هيا هيفاء دلال وفاء رنا دانه لطيفه منيره شيخه جواهر غاده عبير نجلاء سميره حصه بشري رهف شهد لينا ديمه جود noura nora sara sarah reem amal mona hind fatima fatimah aisha maryam mariam maha haifa dalal rana dana latifa ghada abeer lina".split(
    " ",
  ),
);

/** How a person is addressed: «أستاذ محمد» when name and gender are clear, else the first name as they gave it. */
export function nameInWords(name: string, language: Language): string {
  const [title, rest] = titleOf(name);
  const first = firstNameOf(rest);
  if (language === "en") return first;
  if (title !== null) return `${title} ${first}`;
  const plain = plainText(first).replace(/\s/gu, "");
  if (MEN.has(plain)) return `أستاذ ${first}`;
  return WOMEN.has(plain) ? `أستاذة ${first}` : first;
}

/** A title that is kept in address, and the name without any title. */
function titleOf(name: string): readonly [string | null, string] {
  const [first = "", ...rest] = name.trim().split(/\s+/u);
  if (rest.length === 0) return [null, name];
  const title = KEPT_TITLES[plainText(first).replace(/\./gu, "")];
  if (title !== undefined) return [title, rest.join(" ")];
  return DROPPED_TITLES.test(plainText(first)) ? [null, rest.join(" ")] : [null, name];
}

const KEPT_TITLES: Readonly<Record<string, string>> = {
  الدكتور: "دكتور",
  دكتور: "دكتور",
  د: "دكتور",
  الدكتوره: "دكتورة",
  دكتوره: "دكتورة",
  المهندس: "مهندس",
  مهندس: "مهندس",
  م: "مهندس",
  المهندسه: "مهندسة",
  مهندسه: "مهندسة",
};
const DROPPED_TITLES =
  /^(?:المحامي|المحاميه|الاستاذ|الاستاذه|استاذ|استاذه|السيد|السيده|الشيخ|mr|mrs|ms|eng|dr)\.?$/u;

/** The first name; عبد and its like belong to the word after them. */
function firstNameOf(name: string): string {
  const [first = "", second] = name.trim().split(/\s+/u);
  return second !== undefined && /^(?:عبد|ابو|أبو|ام|أم|بن|بنت|abu|um|abdul|abd)$/iu.test(first)
    ? `${first} ${second}`
    : first;
}

/** A city as they wrote it in their own script, else its English name. */
export function cityInWords(city: string, quote: string, language: Language): string | null {
  if (language === "en") return city;
  const named = CITIES[city]?.ar;
  if (named !== undefined) return named;
  const words = quote.trim().split(/\s+/u);
  return words.length <= 2 && /^[\p{Script=Arabic} ]+$/u.test(quote) ? quote.trim() : null;
}
