import { createHash } from "node:crypto";
import type { InBoth } from "../../conversation/company.ts";
import type { Language } from "../../conversation/message.ts";

/** What one of these small pages says, each line in both languages; the person's own language stands first and larger. */
export interface LinkPage {
  readonly language: Language;
  /** Company name. */
  readonly company: InBoth;
  readonly title: InBoth;
  /** Large under the title, such as the time in words; null = nothing. */
  readonly main: InBoth | null;
  readonly lines: readonly InBoth[];
  /** Each posts to its address; null label addresses post to the page's own. */
  readonly buttons: readonly { readonly label: InBoth; readonly action: string | null }[];
}

const STYLE = `
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:24px 16px;background:#f3f5f4;color:#17221d;
font:17px/1.7 "IBM Plex Sans Arabic","Segoe UI",Tahoma,"Noto Sans Arabic",system-ui,sans-serif}
main{width:100%;max-width:480px;background:#fff;border:1px solid #dfe5e2;border-radius:16px;padding:28px 24px;
box-shadow:0 1px 3px rgb(0 0 0/.06)}
.company{margin:0 0 16px;color:#0b6b4b;font-weight:600}
h1{margin:0;font-size:22px;line-height:1.4}
.main{margin:16px 0 0;padding:14px 16px;border-radius:12px;background:#eef6f2;font-size:20px;font-weight:600}
p{margin:12px 0 0}
form{margin:14px 0 0}
button{width:100%;min-height:48px;padding:10px 16px;border:0;border-radius:12px;background:#0b6b4b;color:#fff;
font:inherit;font-weight:600;cursor:pointer}
button:hover{background:#095a3f}
button:focus-visible{outline:3px solid #6fc3a2;outline-offset:2px}
.other{margin-top:22px;padding-top:16px;border-top:1px solid #e6ebe8;color:#55645d;font-size:15px}
.other h2{margin:0;font-size:16px;font-weight:600}
.other p{margin-top:6px}
@media (prefers-color-scheme:dark){body{background:#111815;color:#e9efec}main{background:#18211d;border-color:#2a3530}
.main{background:#20302a}.company{color:#6fc3a2}.other{color:#a5b3ac;border-color:#2a3530}button{background:#128a62}}
`;

/** Nothing is loaded and nothing runs; only the one style, by its digest, and forms to ourselves. */
export const LINK_PAGE_HEADERS: Readonly<Record<string, string>> = {
  "Content-Security-Policy": [
    "default-src 'none'",
    `style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "Cache-Control": "no-store",
  "Referrer-Policy": "no-referrer",
  "X-Robots-Tag": "noindex, nofollow",
};

/** The page as HTML that needs no script: right to left when its first language is Arabic. */
export function linkPageHtml(page: LinkPage): string {
  const { language } = page;
  const other: Language = language === "ar" ? "en" : "ar";
  return `<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(page.title[language])} · ${escaped(page.company[language])}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<p class="company">${escaped(page.company[language])}</p>
<h1>${escaped(page.title[language])}</h1>
${page.main === null ? "" : `<p class="main">${escaped(page.main[language])}</p>`}
${page.lines.map((line) => `<p>${escaped(line[language])}</p>`).join("\n")}
${page.buttons.map((button) => form(button, language, other)).join("\n")}
<section class="other" lang="${other}" dir="${directionOf(other)}">
<h2>${escaped(page.title[other])}</h2>
${[...(page.main === null ? [] : [page.main]), ...page.lines].map((line) => `<p>${escaped(line[other])}</p>`).join("\n")}
</section>
</main>
</body>
</html>
`;
}

function form({ label, action }: LinkPage["buttons"][number], language: Language, other: Language): string {
  const target = action === null ? "" : ` action="${escaped(action)}"`;
  const both = action === null ? `${label[language]} · ${label[other]}` : label[language];
  return `<form method="post"${target}><button type="submit">${escaped(both)}</button></form>`;
}

function directionOf(language: Language): "rtl" | "ltr" {
  return language === "ar" ? "rtl" : "ltr";
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/gu, (mark) => ENTITIES[mark] ?? "");
}
