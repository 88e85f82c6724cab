/**
 * Words of days, months, hours and their neighbours. Each row is a meaning and every way people write it; spelling
 * marks do not matter, and «و», «ال», «ب», «ل», «ع», «ه» before a word are understood without listing them.
 * A named day or feast belongs to `date-events.ts`. To teach a new word, add it to the row of its meaning.
 */
import type { Rows } from "./number-words.ts";

/** Days of the week: 0 is Sunday. These mean a day in any company. */
export const WEEKDAYS: Rows<number> = [
  [0, "الاحد sunday sundays"],
  [1, "اثنينين الاثنين الاثنينين الاتنين monday mondays mon"],
  [2, "ثلاثاء ثلوث ثلثاء تلوت الثلاثا الثلثا التلات tuesday tuesdays tue tues"],
  [3, "اربعاء ربوع الاربعا اربعا لربعاء الربعاء wednesday wednesdays wed weds"],
  [4, "خميس thursday thursdays thu thur thurs"],
  [5, "جمعه friday fridays fri"],
  [6, "سبت saturday saturdays sat"],
];

/** Words that are a day of the week only after «يوم» or before «الجاي» and its like; else they are numbers or other words. */
export const WEAK_WEEKDAYS: Rows<number> = [
  [0, "احد حد sun"],
  [1, "اثنين اتنين"],
];

/** Months of the solar year in their Saudi, Levantine and English names. */
export const MONTHS: Rows<number> = [
  [1, "يناير جانيوري january jan"],
  [2, "فبراير شباط فيبراير فبراير february feb"],
  [3, "مارس مارش اذار march"],
  [4, "ابريل نيسان أبريل افريل april apr"],
  [5, "مايو ايار"],
  [6, "يونيو حزيران يونيه june jun"],
  [7, "يوليو تموز يوليه july jul"],
  [8, "اغسطس اغسطس اوغسطس august aug"],
  [9, "سبتمبر ايلول september sep sept"],
  [10, "اكتوبر october oct"],
  [11, "نوفمبر november nov"],
  [12, "ديسمبر december dec"],
];

/** English month words that are often something else: they count only beside a day or a year, or after "in". */
export const WEAK_MONTHS: Rows<number> = [
  [3, "mar"],
  [5, "may"],
];

/** Months of the moon year written in one word. */
export const HIJRI_MONTHS: Rows<number> = [
  [1, "محرم"],
  [2, "صفر"],
  [7, "رجب"],
  [8, "شعبان"],
  [9, "رمضان ramadan ramadhan ramdan"],
  [10, "شوال shawwal"],
  [11, "ذوالقعده ذوالقعدة"],
  [12, "ذوالحجه ذوالحجة"],
];

/** Units of time: «دقيقة», "week". */
export const UNITS: Rows<string> = [
  ["second", "ثانيه ثواني ثوان second seconds sec secs s"],
  ["minute", "دقيقه دقايق دقائق دقايق minute minutes min mins mn"],
  ["hour", "ساعه ساعات hour hours hr hrs h"],
  ["day", "يوم ايام يوما أيام day days d"],
  ["week", "اسبوع اسابيع سبوع اسبوعا اسبوعيا week weeks wk wks w"],
  ["month", "شهر شهور اشهر شهرا month months mo mos"],
  ["quarter", "quarter quarters qtr qtrs"],
  ["year", "سنه سنين سنوات عام اعوام عاما year years yr yrs"],
  ["fortnight", "fortnight fortnights"],
  ["decade", "عقد عقود decade decades"],
  ["century", "قرن قرون century centuries"],
  ["weekend", "ويكند ويكاند الويكند weekend weekends"],
];

/** Two of a unit in one word. */
export const DUAL_UNITS: Rows<string> = [
  ["second", "ثانيتين"],
  ["minute", "دقيقتين دقيقتان"],
  ["hour", "ساعتين ساعتان"],
  ["day", "يومين يومان"],
  ["week", "اسبوعين اسبوعان سبوعين"],
  ["month", "شهرين شهران"],
  ["year", "سنتين سنتان عامين عامان"],
  ["decade", "عقدين"],
];

/** Days counted from today. */
export const DAY_WORDS: Rows<number> = [
  [0, "اليوم today tdy"],
  [
    1,
    "بكره بكرا بكرى باكر باتشر باجر باشر غدا غد الغد بوكره tomorrow tomorrows tmrw tmw tmr tomorow tomorro 2moro bukra bokra bkra bokrah",
  ],
  [-1, "امس الامس البارح البارحه بارحه امبارح مبارح yesterday yesterdays"],
];

/** Right now. */
export const NOW_WORDS: Rows<true> = [
  [true, "الحين الان الآن دحين ذحين هالحين هلحين للحين توا دلوقتي هسه now الحينه"],
];

/** The coming one: after the noun in Arabic, before it in English. The value says how many steps. */
export const SHIFTS: Rows<number> = [
  [
    1,
    "جاي جايه جاييه الجي جاء قادم قادمه القادمين مقبل مقبله تالي تاليه لاحق next coming upcoming following القادمات الجايين جايين",
  ],
  [-1, "ماضي ماضيه سابق سابقه فايت فايته منصرم منصرمه فائت فائته last previous past الماضيين السابقين"],
  [0, "حالي حاليه current"],
];

/** Pointing words: this one. */
export const THIS_WORDS: Rows<true> = [
  [true, "هذا هاذا هذي هذه هاذي هاذه ذا ذي هاد هادا هادي هذاك هالـ ه this"],
];

/** Parts of the day. */
export const DAYPARTS: Rows<string> = [
  ["dawn", "فجر فجرا فجريه dawn"],
  ["morning", "صبح صباح صباحا صباحي الصبحيه صبحا صبحيه morning mornings"],
  ["forenoon", "ضحي ضحا الضحى forenoon"],
  ["noon", "ظهر ظهرا ظهريه ظهيره noon midday"],
  ["afternoon", "afternoon afternoons"],
  ["asr", "عصر عصرا عصريه عصاري"],
  ["maghrib", "مغرب مغربا مغربيه"],
  ["isha", "عشا عشاء"],
  ["evening", "مسا مساء مسائا مساءا مسايا مسي عشيه مسائي امسيه evening evenings eve"],
  ["night", "ليل ليلا اليل باليل لليل بليل عالليل بالليل night nights"],
  ["tonight", "الليله هالليله لليله الليلادي tonight tonite 2nite"],
  ["eve", "ليله"],
  ["lunch", "غداء الغداء الغدا lunch lunchtime"],
  ["breakfast", "breakfast"],
  ["dinner", "dinner dinnertime"],
];

/** Short marks of the two halves of the day that count only directly after an hour. */
export const MERIDIEMS: Rows<"am" | "pm"> = [
  ["am", "ص am a"],
  ["pm", "م pm p"],
];

/** Edges of a stretch. */
export const EDGES: Rows<"start" | "mid" | "end"> = [
  ["start", "بدايه بدايات مطلع اوائل مستهل start beginning begin"],
  ["mid", "منتصف وسط نص نصف اواسط mid middle"],
  ["end", "نهايه اواخر اخر ختام end"],
];

/** Small words that tie the pieces of a date together. */
export const TIES: Rows<string> = [
  ["at", "الساعه ساعه at @ عند o'clock oclock على"],
  ["of", "من of"],
  ["in", "في ف in on during by"],
  ["to", "الي الى حتي لين ل لحد to till until untill through thru"],
  ["between", "بين مابين between"],
  ["from", "من from since starting منذ"],
  ["after", "بعد عقب after"],
  ["before", "قبل before"],
  ["within", "خلال غضون ضمن within"],
  ["except", "الا إلا"],
];
