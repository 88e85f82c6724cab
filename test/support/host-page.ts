import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A website that embeds us: another origin, a strict content policy, and rules that would spoil whatever they reach. */
export interface HostPage {
  readonly url: string;
  /** Shows these lines of HTML as the page's body, to whoever opens the page next. */
  show(language: string, body: string): void;
  close(): Promise<void>;
}

/** What docs/website.md asks of a website: scripts and connections of our origin. */
const policyFor = (house: string): string =>
  `default-src 'none'; style-src 'self'; script-src ${house}; connect-src ${house}; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'`;

const SPOILING = `* { color: red !important; font-size: 40px !important; letter-spacing: 6px; text-transform: uppercase; line-height: 3; }
button, input, label { background: yellow !important; border: 9px dashed blue !important; display: inline !important; }
.form, .panel, .words, .main { display: none !important; }`;

/** Opens the website on a free port of this machine. */
export async function openHostPage(house: string): Promise<HostPage> {
  let page = "";
  const server = createServer((request, response) => {
    if (request.url === "/spoiling.css") {
      response.setHeader("content-type", "text/css");
      response.end(SPOILING);
    } else if (request.url === "/favicon.ico") {
      response.statusCode = 204;
      response.end();
    } else {
      response.setHeader("content-type", "text/html; charset=utf-8");
      response.setHeader("content-security-policy", policyFor(house));
      response.end(page);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    show(language, body) {
      page = `<!doctype html><html lang="${language}" dir="${language === "ar" ? "rtl" : "ltr"}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>host</title><link rel="stylesheet" href="/spoiling.css"></head><body><h1 id="own">Host</h1>${body}</body></html>`;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
