import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Express, Response } from "express";
import type { Company } from "../../conversation/company.ts";

const FILES = [
  "fonts.css",
  "try.css",
  "insight.css",
  "try.js",
  "talk.js",
  "insight.js",
  "elements.js",
  "words.js",
  "icon.svg",
] as const;
const FONTS = { "font-400.ttf": "400Regular", "font-600.ttf": "600SemiBold" } as const;

/** Serves the web chat at /try; everything comes from this machine, so a strict content policy holds. */
export function tryPage(app: Express, parts: { readonly company: () => Promise<Company> }): void {
  const folder = fileURLToPath(new URL("./try/", import.meta.url));
  const send = (response: Response, path: string, seconds: number) =>
    response.set("Cache-Control", `public, max-age=${seconds}`).sendFile(path, { acceptRanges: false });
  app.get("/", (_request, response) => response.redirect(302, "/try"));
  app.get("/try", (_request, response) => send(response, join(folder, "index.html"), 0));
  for (const file of FILES) {
    app.get(`/try/${file}`, (_request, response) => send(response, join(folder, file), 0));
  }
  for (const [file, weight] of Object.entries(FONTS)) {
    app.get(`/try/${file}`, (_request, response) => send(response, fontFile(weight), 604_800));
  }
  app.get("/try/profile.json", async (_request, response) => {
    const { name, about } = await parts.company();
    response.json({ name, about });
  });
}

function fontFile(weight: string): string {
  const folder = dirname(
    createRequire(import.meta.url).resolve("@expo-google-fonts/ibm-plex-sans-arabic/package.json"),
  );
  return join(folder, weight, `IBMPlexSansArabic_${weight}.ttf`);
}
