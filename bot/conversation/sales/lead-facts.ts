import { plainText } from "../language/normalise.ts";
import { SECTORS } from "../language/sectors.ts";
import { understand } from "../language/understand.ts";
import type { Language } from "../message.ts";
import type { Fact, FactSubject, Topic } from "../understanding.ts";
import { placeOf } from "./regions.ts";

/** What a form or a system tells of a lead, as it was typed; null where nothing was said. */
export interface LeadFields {
  readonly company: string | null;
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly sector: string | null;
  readonly companySize: string | null;
  readonly region: string | null;
  readonly budget: string | null;
}

/** The fields of a form as facts, each read as the answer to the question it stands for. `now` is epoch ms. */
export function leadFacts(fields: LeadFields, now: number): readonly Fact[] {
  const { company, name, email, phone, sector, companySize, region, budget } = fields;
  return [
    ...told("name", name),
    ...told("company", company),
    ...told("email", email?.toLowerCase() ?? null),
    ...told("phone", phone),
    ...sectorFacts(sector, now),
    ...sizeFacts(companySize, now),
    ...regionFacts(region, now),
    ...answerFacts("budget", budget, now),
  ];
}

/** What a text says as the answer to one question. */
export function answerFacts(about: FactSubject & Topic, text: string | null, now: number): readonly Fact[] {
  if (text === null || text.trim() === "") return [];
  const context = { asked: about, now, profileName: null, language: null, city: null };
  return understand(text, context).facts.filter((fact) => fact.about === about);
}

/** The language a lead is answered in: the one named, else that of the message, the company or the name; else Arabic. */
export function leadLanguage(
  lead: { readonly locale: Language | null; readonly message: string | null } & Pick<
    LeadFields,
    "company" | "name"
  >,
): Language {
  if (lead.locale !== null) return lead.locale;
  const text = [lead.message, lead.company, lead.name].find((words) => /\p{L}/u.test(words ?? "")) ?? "";
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  if (letters === 0) return "ar";
  const arabic = text.match(/\p{Script=Arabic}/gu)?.length ?? 0;
  if (arabic / letters > 0.3) return "ar";
  const context = { asked: null, now: 0, profileName: null, language: null, city: null };
  return understand(text, context).replyLanguage;
}

function told(about: "name" | "company" | "email" | "phone", value: string | null): readonly Fact[] {
  if (value === null || value === "") return [];
  return [{ about, state: "claimed", value, quote: value, confidence: 1 }];
}

const claimed = { state: "claimed", confidence: 0.9 } as const;

function sectorFacts(text: string | null, now: number): readonly Fact[] {
  if (text === null) return [];
  const key = plainText(text)
    .trim()
    .replace(/[\s-]+/gu, "_");
  const value = key in SECTORS ? key : (SECTOR_NAMES.get(key) ?? null);
  if (value !== null) return [{ ...claimed, about: "sector", value, quote: text }];
  return answerFacts("sector", text.replaceAll("_", " "), now);
}

/** Words of forms and of other systems for sectors we know under another name. */
const SECTOR_NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    technology: "ict",
    tech: "ict",
    it: "ict",
    software: "ict",
    telecom: "ict",
    تقنيه: "ict",
    تقنيه_المعلومات: "ict",
    real_estate: "construction",
    عقار: "construction",
    contracting: "construction",
    tourism: "hospitality",
    food: "hospitality",
    manufacturing: "industry",
    consulting: "services",
    professional_services: "services",
    خدمات: "services",
    transport: "logistics",
    ecommerce: "retail",
  }).filter(([, key]) => key in SECTORS),
);

function sizeFacts(text: string | null, now: number): readonly Fact[] {
  if (text === null) return [];
  const value = SIZE_NAMES.get(plainText(text).trim());
  if (value !== undefined) return [{ ...claimed, about: "companySize", value, quote: text }];
  return answerFacts("companySize", text, now);
}

/** Monsha'at's classes of establishments by heads. */
const SIZE_NAMES: ReadonlyMap<string, { readonly min: number | null; readonly max: number | null }> = new Map(
  (
    [
      ["micro|متناهيه الصغر|متناهي الصغر", { min: 1, max: 5 }],
      ["small|صغيره|صغير", { min: 6, max: 49 }],
      ["medium|متوسطه|متوسط", { min: 50, max: 249 }],
      ["large|enterprise|كبيره|كبير", { min: 250, max: null }],
    ] as const
  ).flatMap(([names, size]) => names.split("|").map((name) => [name, size] as const)),
);

function regionFacts(text: string | null, now: number): readonly Fact[] {
  if (text === null) return [];
  const city = answerFacts("city", text, now);
  if (city.length > 0) return city;
  const plain = plainText(text).trim();
  const value = REGION_NAMES.get(plain.replace(/^منطقه /u, "")) ?? text.trim();
  return placeOf(value).country === null ? [] : [{ ...claimed, about: "city", value, quote: text }];
}

const REGION_NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    السعوديه: "Saudi Arabia",
    المملكه: "Saudi Arabia",
    "المملكه العربيه السعوديه": "Saudi Arabia",
    ksa: "Saudi Arabia",
    "المنطقه الشرقيه": "Eastern Province",
    الشرقيه: "Eastern Province",
    القصيم: "Qassim",
    عسير: "Asir",
    الجوف: "Al-Jouf",
    "الحدود الشماليه": "Northern Borders",
    الامارات: "UAE",
    الكويت: "Kuwait",
    البحرين: "Bahrain",
    قطر: "Qatar",
    عمان: "Oman",
    "سلطنه عمان": "Oman",
  }),
);
