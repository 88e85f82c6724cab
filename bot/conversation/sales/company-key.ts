import { plainText } from "../language/normalise.ts";

/**
 * One key for the spellings of one company's name, in Arabic or Latin letters: without the words for "company" and
 * legal forms, letter by letter in Latin consonants ("شركة النخيل المحدودة" and "Al Nakheel Co. Ltd" are one).
 * Empty when nothing is left to compare.
 */
export function companyKey(name: string): string {
  const words = plainText(name).match(/[\p{L}\p{N}]+/gu) ?? [];
  const own = words.map(bare).filter((word) => word !== "" && !LEGAL.has(word));
  const kept = own.length > 0 ? own : words;
  return kept
    .map(skeleton)
    .filter((word) => word !== "")
    .join(" ");
}

const LEGAL: ReadonlySet<string> = new Set(
  (
    "شركه موسسه مؤسسه مجموعه محدوده مساهمه قابضه ذات مسووليه مسؤوليه مقفله مبسطه تجاريه " +
    "co company corp corporation inc llc ltd limited est establishment group holding holdings wll jsc cjsc plc the and for trading commercial"
  ).split(" "),
);

/** Without the article: "النخيل" and "al nakheel" begin alike. */
function bare(word: string): string {
  if (/^(?:al|el|an|ar|as|ash|ad|at|az)$/u.test(word)) return "";
  if (/^ال\p{L}{3,}$/u.test(word)) return word.slice(2);
  return /^al\p{Script=Latin}{4,}$/u.test(word) ? word.slice(2) : word;
}

const LATIN: Readonly<Record<string, string>> = {
  ب: "b",
  ت: "t",
  ث: "t",
  ج: "j",
  ح: "h",
  خ: "k",
  د: "d",
  ذ: "d",
  ر: "r",
  ز: "z",
  س: "s",
  ش: "s",
  ص: "s",
  ض: "d",
  ط: "t",
  ظ: "z",
  ع: "",
  غ: "g",
  ف: "f",
  ق: "k",
  ك: "k",
  ل: "l",
  م: "m",
  ن: "n",
  ه: "h",
  ء: "",
  ا: "",
  أ: "",
  و: "",
  ي: "",
  ئ: "",
  ؤ: "",
};

/** Consonants only, doubled ones once: vowels are written in many ways, and Arabic leaves most of them out. */
function skeleton(word: string): string {
  if (/^\d+$/u.test(word)) return word;
  const latin = /\p{Script=Arabic}/u.test(word)
    ? [...word.replace(/ه$/u, "")].map((letter) => LATIN[letter] ?? letter).join("")
    : word
        .replace(/h$/u, "")
        .replace(/kh|gh|sh|th|dh|ph|ch|ck|q|c|v|p/gu, (pair) => PAIRS[pair] ?? pair)
        .replace(/[aeiouyw]/gu, "");
  return latin.replace(/(.)\1+/gu, "$1") || word;
}

const PAIRS: Readonly<Record<string, string>> = {
  kh: "k",
  gh: "g",
  sh: "s",
  th: "t",
  dh: "d",
  ph: "f",
  ch: "s",
  ck: "k",
  q: "k",
  c: "k",
  v: "f",
  p: "b",
};
