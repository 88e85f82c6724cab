/** Writes whole numbers from 0 to 999,999,999 in Arabic words, as grammar books do or as people in Riyadh say them. */
export type Style = "written" | "spoken";

const UNITS: Readonly<Record<Style, readonly string[]>> = {
  written: ["صفر", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"],
  spoken: ["صفر", "واحد", "ثنين", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمنية", "تسعة", "عشرة"],
};
const TEENS: Readonly<Record<Style, readonly string[]>> = {
  written: [
    "أحد عشر",
    "اثنا عشر",
    "ثلاثة عشر",
    "أربعة عشر",
    "خمسة عشر",
    "ستة عشر",
    "سبعة عشر",
    "ثمانية عشر",
    "تسعة عشر",
  ],
  spoken: ["احدعش", "اثنعش", "ثلطعش", "اربعطعش", "خمسطعش", "سطعش", "سبعطعش", "ثمنطعش", "تسعطعش"],
};
const TENS: Readonly<Record<Style, readonly string[]>> = {
  written: ["", "", "عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون"],
  spoken: ["", "", "عشرين", "ثلاثين", "أربعين", "خمسين", "ستين", "سبعين", "ثمانين", "تسعين"],
};
const HUNDREDS: Readonly<Record<Style, readonly string[]>> = {
  written: [
    "",
    "مئة",
    "مئتان",
    "ثلاثمائة",
    "أربعمائة",
    "خمسمائة",
    "ستمائة",
    "سبعمائة",
    "ثمانمائة",
    "تسعمائة",
  ],
  spoken: ["", "مية", "ميتين", "ثلاث مية", "أربعمية", "خمسمية", "ستمية", "سبعمية", "ثمنمية", "تسعمية"],
};
const SCALES = [
  { value: 1e6, one: "مليون", two: "مليونين", few: "ملايين" },
  { value: 1e3, one: "ألف", two: "ألفين", few: "آلاف" },
];

/** The words of `number`. */
export function numberToWords(number: number, style: Style): string {
  if (number === 0) return "صفر";
  const parts: string[] = [];
  let rest = number;
  for (const scale of SCALES) {
    const count = Math.floor(rest / scale.value);
    rest %= scale.value;
    if (count > 0) parts.push(scaled(count, scale, style));
  }
  if (rest > 0) parts.push(belowThousand(rest, style));
  return parts.join(style === "spoken" ? " و" : " و ");
}

function scaled(count: number, scale: (typeof SCALES)[number], style: Style): string {
  if (count === 1) return scale.one;
  if (count === 2) return scale.two;
  return `${belowThousand(count, style)} ${count <= 10 ? scale.few : scale.one}`;
}

function belowThousand(number: number, style: Style): string {
  const hundreds = Math.floor(number / 100);
  const rest = number % 100;
  const parts = [HUNDREDS[style][hundreds] ?? "", rest > 0 ? belowHundred(rest, style) : ""];
  return parts.filter((part) => part !== "").join(style === "spoken" ? " و" : " و ");
}

function belowHundred(number: number, style: Style): string {
  if (number <= 10) return UNITS[style][number] ?? "";
  if (number < 20) return TEENS[style][number - 11] ?? "";
  const tens = TENS[style][Math.floor(number / 10)] ?? "";
  const unit = number % 10;
  return unit === 0 ? tens : `${UNITS[style][unit]} و${style === "spoken" ? "" : " "}${tens}`;
}
