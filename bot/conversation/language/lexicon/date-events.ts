/**
 * Days with a name and the phrases people use for them, parted by "|". A key says how the day is found:
 * "06-21" a fixed day · "h:10-01" a day of the moon year · "easter+1" days from Easter Sunday ("orthodox+0" the eastern
 * one) · "nth:11-4-4" the 4th Thursday (4) of November, -1 the last · other keys are known to the grammar (ramadan, hajj).
 * To teach a new phrase, add it to its row.
 */
import type { Rows } from "./number-words.ts";

/** Moon-year feasts and Saudi days that business plans turn on. */
export const SAUDI_EVENTS: Rows<string> = [
  ["ramadan", "رمضان|شهر رمضان|رمضان المبارك|رمضان الكريم|ramadan|ramadhan|ramdan"],
  [
    "eid-fitr",
    "عيد الفطر|العيد الصغير|عيد رمضان|eid al fitr|eid al-fitr|eid ul fitr|eid alfitr|عيد الفطر المبارك",
  ],
  [
    "eid-adha",
    "عيد الاضحى|عيد الاضحي|العيد الكبير|عيد الحج|eid al adha|eid al-adha|eid ul adha|عيد الاضحى المبارك",
  ],
  ["eid", "العيد|عيد|اجازه العيد|اجازة العيد|eid"],
  ["hajj", "الحج|موسم الحج|حج|hajj"],
  ["h:12-09", "يوم عرفه|عرفه|وقفه عرفه|arafah day|day of arafah"],
  ["h:01-01", "راس السنه الهجريه|السنه الهجريه الجديده|hijri new year|islamic new year"],
  ["h:01-10", "عاشوراء|يوم عاشوراء|ashura"],
  ["h:03-12", "المولد النبوي|mawlid"],
  ["09-23", "اليوم الوطني|اليوم الوطني السعودي|يوم الوطن|national day|saudi national day"],
  ["02-22", "يوم التاسيس|التاسيس السعودي|founding day|saudi founding day"],
  ["03-11", "يوم العلم|flag day"],
  [
    "01-01",
    "راس السنه|راس السنه الميلاديه|السنه الجديده|new year's day|new years day|new year day|new year's|يواندان",
  ],
  ["school-break", "الاجازه|اجازه الصيف|الصيف|العطله الصيفيه|اجازه المدارس|summer break|summer holidays"],
  ["school-start", "المدارس|بدايه المدارس|الدراسه|بدايه الدراسه"],
];

/** Feasts of elsewhere that customers may name. */
export const WORLD_EVENTS: Rows<string> = [
  ["12-25", "الكريسماس|كريسماس|christmas|christmas day|xmas|xmas day"],
  ["12-24", "christmas eve|xmas eve"],
  ["12-31", "new year's eve|new years eve|new year eve"],
  ["02-14", "عيد الحب|valentine's day|valentine day|valentines day"],
  ["10-31", "halloween|halloween day"],
  ["03-17", "saint patrick|saint patrick's day|st patrick's day|st. patrick's day|saint patricks day"],
  ["04-01", "april fools|april fool's day|april fools day"],
  ["07-04", "independence day"],
  ["05-01", "عيد العمال|يوم العمال|labour day|workers' day|workers day|international workers' day"],
  ["11-11", "veterans day|veteran's day"],
  ["11-01", "all saints day|all saints' day"],
  ["12-26", "boxing day"],
  ["nth:11-4-4", "عيد الشكر|thanksgiving|thanksgiving day|thanks giving"],
  ["nth:05-0-2", "يوم الام|mother's day|mothers day|mother day"],
  ["nth:06-0-3", "يوم الاب|عيد الاب|father's day|fathers day|father day"],
  ["nth:09-1-1", "labor day"],
  ["nth:05-1--1", "memorial day"],
  ["nth:10-1-2", "columbus day"],
  [
    "nth:01-1-3",
    "mlk day|martin luther king day|martin luther king's day|martin luther kings day|martin luther king jr. day|mlk jr. day|civil rights day|martin luther king jr day|idaho human rights day|martin luther king' day_",
  ],
  ["nth:02-1-3", "presidents day|president's day|presidents' day|washington's birthday"],
  ["black-friday", "الجمعه البيضاء|الجمعه السوداء|black friday|white friday"],
  ["boss-day", "boss's day|bosses day|boss day|boss' day"],
  ["02-02", "groundhog day|groundhogs day|groundhog's day"],
  ["02-12", "lincoln's birthday|lincolns birthday"],
  ["03-08", "يوم المراه|يوم المراه العالمي|international women's day|women's day"],
  ["03-21", "عيد الام|يوم الام العربي|nowruz"],
  ["04-10", "sibling day|siblings day|national sibling day|national siblings day"],
  ["04-15", "tax day"],
  ["04-22", "earth day"],
  ["04-27", "king's day|koningsdag"],
  ["05-01", "law day|lei day|may day"],
  ["05-04", "star wars day"],
  ["06-14", "flag day usa"],
  ["06-19", "juneteenth"],
  ["11-05", "guy fawkes day|bonfire night"],
  ["12-26", "st stephen's day"],
  ["nth:03-0-2", "daylight saving start day|daylight savings start day"],
  ["nth:11-0-1", "daylight saving end day|daylight savings end day"],
  ["nth:05-6-3", "armed forces day"],
  ["grandparents", "grandparents day|national grandparents day|grandparent's day"],
  ["cyber-monday", "cyber monday"],
  ["easter+-21", "mothering sunday"],
  ["lent", "lent|الصوم الكبير"],
  ["easter+0", "عيد الفصح|الفصح|easter|easter sunday"],
  ["easter+1", "easter monday"],
  ["easter+-2", "good friday|الجمعه العظيمه"],
  ["easter+-3", "maundy thursday|covenant thu|thu of mysteries|maundy thu|holy thursday"],
  ["easter+-7", "palm sunday|branch sunday"],
  ["easter+-46", "ash wednesday"],
  ["easter+-47", "shrove tuesday|pancake day|mardi gras|pancake tuesday"],
  ["easter+39", "ascension day|ascension"],
  ["easter+49", "pentecost|white sunday|whit sunday"],
  ["easter+50", "whit monday|pentecost monday"],
  ["easter+60", "corpus christi"],
  ["orthodox+0", "orthodox easter"],
  ["orthodox+-48", "clean monday|orthodox shrove monday|ash monday"],
  ["orthodox+-8", "lazarus saturday"],
  ["orthodox+-2", "orthodox good friday|great friday"],
];

/** Announced first days that differ from the computed calendar or are confirmed by moon sighting: year to day. */
export const ANNOUNCED: Rows<{
  readonly ramadan: string;
  readonly eidFitr: string;
  readonly arafah: string;
}> = [
  [{ ramadan: "2026-02-18", eidFitr: "2026-03-20", arafah: "2026-05-26" }, "1447"],
  [{ ramadan: "2027-02-08", eidFitr: "2027-03-09", arafah: "2027-05-15" }, "1448"],
  [{ ramadan: "2028-01-28", eidFitr: "2028-02-26", arafah: "2028-05-04" }, "1449"],
  [{ ramadan: "2029-01-16", eidFitr: "2029-02-14", arafah: "2029-04-23" }, "1450"],
];

/** Days of leave that the labour regulations give for each Eid. */
export const EID_LEAVE_DAYS = 4;

/** Where each city lies, for prayer times: latitude and longitude. */
export const CITY_PLACES: Readonly<Record<string, readonly [number, number]>> = {
  Riyadh: [24.7136, 46.6753],
  Jeddah: [21.5433, 39.1728],
  Makkah: [21.3891, 39.8579],
  Madinah: [24.4686, 39.6142],
  Dammam: [26.4207, 50.0888],
  Khobar: [26.2172, 50.1971],
  Dhahran: [26.2361, 50.0393],
  Jubail: [27.0046, 49.646],
  "Al-Ahsa": [25.3833, 49.5867],
  Qatif: [26.5652, 49.9964],
  "Hafar Al-Batin": [28.4328, 45.9708],
  Taif: [21.2703, 40.4158],
  Yanbu: [24.0895, 38.0618],
  Tabuk: [28.3838, 36.555],
  Abha: [18.2465, 42.5117],
  "Khamis Mushait": [18.3, 42.7333],
  Buraydah: [26.326, 43.975],
  Unaizah: [26.0875, 43.9936],
  Hail: [27.5114, 41.7208],
  Jazan: [16.8892, 42.5511],
  Najran: [17.4933, 44.1277],
  "Al Bahah": [20.0129, 41.4677],
  Arar: [30.9753, 41.0381],
  Sakaka: [29.9697, 40.2064],
  "Al Kharj": [24.1556, 47.3346],
};
