import { plainText } from "../language/normalise.ts";

/** Where a city lies: `region` is a Saudi region, null abroad; `country` an ISO 3166 code, null when we do not know it. */
export interface Place {
  readonly country: string | null;
  readonly region: string | null;
}

/** Looks a city, region or country up by its whole English name or code; never by a part of it. */
export function placeOf(name: string): Place {
  return PLACES.get(keyOf(name)) ?? { country: null, region: null };
}

/** One key for the spellings "Al-Khobar", "al khobar" and "AL KHOBAR". */
function keyOf(name: string): string {
  return plainText(name)
    .replace(/[^a-z\p{Script=Arabic}]+/gu, " ")
    .trim()
    .replace(/^a[lrdsz] (?=[a-z]{3})/u, "");
}

export const GULF_COUNTRIES: readonly string[] = ["SA", "AE", "KW", "BH", "QA", "OM"];

const SAUDI_REGIONS: Readonly<Record<string, readonly string[]>> = {
  Riyadh: ["Riyadh", "Al-Kharj", "Diriyah", "Al Majmaah", "Zulfi", "Dawadmi", "Wadi Ad-Dawasir", "Quwayiyah"],
  Makkah: ["Jeddah", "Makkah", "Taif", "Rabigh", "Al Qunfudhah", "KAEC", "Thuwal"],
  Madinah: ["Madinah", "Yanbu", "AlUla", "Badr"],
  Eastern: [
    "Dammam",
    "Khobar",
    "Dhahran",
    "Jubail",
    "Al-Ahsa",
    "Qatif",
    "Hafar Al-Batin",
    "Khafji",
    "Ras Tanura",
    "Abqaiq",
    "Ras Al-Khair",
    "Eastern Province",
  ],
  Qassim: ["Buraydah", "Unaizah", "Ar Rass"],
  Hail: ["Hail"],
  Tabuk: ["Tabuk", "NEOM", "Duba", "Umluj"],
  "Al-Jouf": ["Sakaka", "Qurayyat", "Dumat Al-Jandal"],
  "Northern Borders": ["Arar", "Rafha", "Turaif"],
  Asir: ["Abha", "Khamis Mushait", "Bisha", "Muhayil"],
  Jazan: ["Jazan", "Sabya"],
  Najran: ["Najran", "Sharurah"],
  "Al-Baha": ["Al-Baha"],
};

/** Countries by code, English name, Arabic name (plain spelling) and main cities. */
const COUNTRIES: Readonly<Record<string, readonly string[]>> = {
  SA: ["SA", "KSA", "Saudi Arabia", "Saudi", "Kingdom of Saudi Arabia", "السعودية", "المملكة"],
  AE: [
    "AE",
    "UAE",
    "United Arab Emirates",
    "Dubai",
    "Abu Dhabi",
    "Sharjah",
    "Ajman",
    "Ras Al Khaimah",
    "Fujairah",
    "Al Ain",
    "الإمارات",
    "دبي",
  ],
  KW: ["KW", "Kuwait", "Kuwait City", "الكويت"],
  BH: ["BH", "Bahrain", "Manama", "البحرين"],
  QA: ["QA", "Qatar", "Doha", "قطر"],
  OM: ["OM", "Oman", "Muscat", "Salalah", "عمان"],
  US: ["US", "USA", "United States", "United States of America", "America", "New York"],
  GB: ["GB", "UK", "United Kingdom", "England", "London"],
  EG: ["EG", "Egypt", "Cairo", "Alexandria", "مصر"],
  JO: ["JO", "Jordan", "Amman", "الأردن"],
  YE: ["YE", "Yemen", "Sanaa", "Aden", "اليمن"],
  IQ: ["IQ", "Iraq", "Baghdad", "العراق"],
  LB: ["LB", "Lebanon", "Beirut", "لبنان"],
  SD: ["SD", "Sudan", "Khartoum", "السودان"],
  TR: ["TR", "Turkey", "Türkiye", "Istanbul", "Ankara", "تركيا"],
  IN: ["IN", "India", "Mumbai", "Delhi", "الهند"],
  PK: ["PK", "Pakistan", "Karachi", "Lahore", "باكستان"],
  RO: ["RO", "Romania"],
  SO: ["SO", "Somalia"],
  IL: ["IL", "Israel"],
};

const PLACES: ReadonlyMap<string, Place> = new Map([
  ...Object.entries(COUNTRIES).flatMap(([country, names]) =>
    names.map((name): [string, Place] => [keyOf(name), { country, region: null }]),
  ),
  ...Object.entries(SAUDI_REGIONS).flatMap(([region, cities]) =>
    [region, ...cities].map((name): [string, Place] => [keyOf(name), { country: "SA", region }]),
  ),
]);
