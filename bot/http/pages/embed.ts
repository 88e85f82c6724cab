import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import type { Express, Request, Response } from "express";
import type { Company } from "../../conversation/company.ts";

const PARTS = [
  ...["form.js", "form-draft.js", "form-post.js", "bubble.js", "bubble-rows.js", "talk.js"],
  ...["frame.js", "settings.js", "style.js", "words.js", "plain.css"],
];
const DEMO = ["demo.css", "demo.js"];
const SECONDS = 300;

/** Serves what websites embed (/embed.js and its parts) and a page that shows it as a strict website would (/demo). */
export function embedPages(app: Express, parts: { readonly company: () => Promise<Company> }): void {
  const folder = fileURLToPath(new URL("./embed/", import.meta.url));
  serve(app, "/embed.js", `${folder}embed.js`);
  for (const part of PARTS) serve(app, `/embed/${part}`, `${folder}${part}`);
  for (const file of DEMO) serve(app, `/demo/${file}`, `${folder}demo/${file}`);
  app.get("/embed/company.json", async (_request, response) => {
    const { ar, en } = (await parts.company()).name;
    response.set("Cache-Control", `public, max-age=${SECONDS}`).json({ ar, en });
  });
  app.get("/demo", (_request, response) => {
    response.set("Content-Security-Policy", DEMO_POLICY);
    response.type("html").send(readFileSync(`${folder}demo/index.html`, "utf8"));
  });
}

/** What docs/website.md asks of a website, and nothing more but its own style sheet. */
const DEMO_POLICY = [
  ...["default-src 'none'", "script-src 'self'", "connect-src 'self'", "style-src 'self'"],
  ...[
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ],
].join("; ");

/** Files of one build: read once, told apart by their hash. */
function serve(app: Express, path: string, file: string): void {
  const text = readFileSync(file, "utf8");
  // Weak: packed or not, it is the same file.
  const tag = `W/"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
  const packed = gzipSync(text);
  app.get(path, (request: Request, response: Response) => {
    response.set({
      Vary: "Accept-Encoding",
      "Content-Type": file.endsWith(".css") ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8",
      "Cache-Control": `public, max-age=${SECONDS}, stale-while-revalidate=86400`,
      ETag: tag,
    });
    if (request.headers["if-none-match"] === tag) response.status(304).end();
    else if (!/\bgzip\b/.test(request.headers["accept-encoding"] ?? "")) response.send(text);
    else response.set("Content-Encoding", "gzip").send(packed);
  });
}
