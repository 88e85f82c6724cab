import { type LetterWords, placeIn } from "./letter-words.ts";
import { MAIL_WORDING } from "./wording.ts";

const FONTS = {
  ar: "'IBM Plex Sans Arabic','Segoe UI',Tahoma,'Geeza Pro','Noto Sans Arabic',Arial,sans-serif",
  en: "'Segoe UI',-apple-system,'Helvetica Neue',Arial,'IBM Plex Sans Arabic',sans-serif",
} as const;

/** The same words as HTML that mail programs show alike: inline styles, its own direction, no pictures. */
export function htmlOf(words: LetterWords): string {
  const { language, greeting, body, unsubscribe, quoted } = words;
  const wording = MAIL_WORDING[language];
  const [direction, side] = language === "ar" ? ["rtl", "right"] : ["ltr", "left"];
  const style = `font-family:${FONTS[language]};font-size:16px;line-height:1.7;color:#1a1a1a;direction:${direction};text-align:${side}`;
  const leave =
    unsubscribe === null
      ? ""
      : `<p style="font-size:12px;color:#767676">${escaped(wording.unsubscribe)} <a href="${escaped(unsubscribe)}" style="color:#767676">${escaped(unsubscribe)}</a></p>`;
  return [
    `<!doctype html><html lang="${language}" dir="${direction}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"></head>`,
    `<body style="margin:0;padding:16px"><div dir="${direction}" style="${style}"><div style="max-width:640px">`,
    greeting === null ? "" : `<p style="margin:0 0 12px">${escaped(greeting)}</p>`,
    paragraphs(body),
    listOf(words),
    footOf(words),
    leave,
    quoted === null ? "" : history(quoted, side),
    "</div></div></body></html>",
  ].join("");
}

function footOf({ letterhead, language }: LetterWords): string {
  if (letterhead === null) return "";
  const { closing, human } = MAIL_WORDING[language];
  const lines = [letterhead.website, letterhead.human === null ? null : human(letterhead.human)];
  const rest = lines.filter((line) => line !== null).map((line) => `<br>${escaped(line)}`);
  return `<p style="margin-top:24px;color:#444">-- <br>${escaped(closing)}<br><strong>${escaped(letterhead.company)}</strong>${rest.join("")}</p>`;
}

const BUTTON =
  "display:inline-block;padding:8px 16px;border:1px solid #0b57d0;border-radius:8px;color:#0b57d0;text-decoration:none;font-weight:600";

function listOf(words: LetterWords): string {
  const rows = words.choices.map(({ label, link }, index) => {
    const shown = `${placeIn(words, index)} <span dir="auto">${escaped(label)}</span>`;
    const row = link === null ? shown : `<a href="${escaped(link)}" style="${BUTTON}">${shown}</a>`;
    return `<div style="margin:8px 0">${row}</div>`;
  });
  return rows.join("");
}

function history(quoted: NonNullable<LetterWords["quoted"]>, side: string): string {
  const style = `margin:8px 0;padding-${side}:12px;border-${side}:2px solid #ccc;color:#555`;
  return `<p style="margin:24px 0 8px;color:#555">${escaped(quoted.introduction)}</p><blockquote style="${style}">${paragraphs(quoted.text)}</blockquote>`;
}

function paragraphs(text: string): string {
  if (text === "") return "";
  return text
    .split(/\n{2,}/)
    .map(
      (paragraph) =>
        `<p dir="auto" style="margin:0 0 12px">${linked(paragraph).replaceAll("\n", "<br>")}</p>`,
    )
    .join("");
}

/** Escaped, with web addresses that can be clicked. */
function linked(text: string): string {
  return text
    .split(/(https?:\/\/[^\s<>"'،؛]{3,500})/)
    .map((piece, index) =>
      index % 2 === 1 ? `<a href="${escaped(piece)}" dir="ltr">${escaped(piece)}</a>` : escaped(piece),
    )
    .join("");
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
