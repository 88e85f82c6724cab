import { z } from "zod";
import type { BookingPage, UnsubscribePage } from "../../contracts/commands.ts";
import type { Language } from "../../conversation/message.ts";
import { LINK_PAGE_HEADERS, type LinkPage, linkPageHtml } from "../pages/link-page.ts";
import { bookingLinkPage, brokenLinkPage, unsubscribeLinkPage } from "../pages/link-words.ts";
import type { HttpParts } from "../parts.ts";
import { type Answer, type Route, route } from "../route.ts";
import type { Shared } from "../shared.ts";

const linkParams = z.object({ token: z.string().regex(/^[\w-]{1,1000}\.[\w-]{1,100}$/) });

const open = { tag: "links", access: "public", limit: "link", params: linkParams } as const;
const shows = { 200: { description: "The page", mediaType: "text/html" } } as const;

/**
 * The one-click links of our letters. Whoever opens one is often a scanner, so opening changes nothing: only the POST
 * of the page's button, or of the mail program itself (RFC 8058), does.
 */
export function linkRoutes({ parts }: Shared): readonly Route[] {
  const { commands } = parts;
  return [
    route({
      ...open,
      method: "get",
      path: "/b/{token}",
      summary: "The page of a time offered by mail; changes nothing",
      answers: shows,
      refuses: [],
      handle: async ({ params, headers }) =>
        booking(await commands.bookingPage(params.token), parts, headers),
    }),
    route({
      ...open,
      method: "post",
      path: "/b/{token}",
      summary: "Books the time; a second time changes nothing",
      answers: shows,
      refuses: [],
      handle: async ({ params, headers }) => booking(await commands.bookByLink(params.token), parts, headers),
    }),
    route({
      ...open,
      method: "get",
      path: "/u/{token}",
      summary: "The page to unsubscribe on; changes nothing",
      answers: shows,
      refuses: [],
      handle: async ({ params, headers }) =>
        unsubscribe(await commands.unsubscribePage(params.token), parts, headers),
    }),
    route({
      ...open,
      method: "post",
      path: "/u/{token}",
      summary: "Unsubscribes on every channel, by the page's button or one-click (RFC 8058)",
      answers: shows,
      refuses: [],
      handle: async ({ params, headers }) =>
        unsubscribe(await commands.unsubscribeByLink(params.token), parts, headers),
    }),
  ];
}

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

async function booking(page: BookingPage, parts: HttpParts, headers: Headers): Promise<Answer> {
  const company = await parts.records.company();
  if (page.state === "unknown") return sent(brokenLinkPage(company, preferred(headers), "unknown"), 404);
  if (page.state === "ended") return sent(brokenLinkPage(company, page.language, "ended"), 410);
  return sent(bookingLinkPage(page, company, parts.now()), page.state === "taken" ? 409 : 200);
}

async function unsubscribe(page: UnsubscribePage, parts: HttpParts, headers: Headers): Promise<Answer> {
  const company = await parts.records.company();
  if (page.state === "unknown") return sent(brokenLinkPage(company, preferred(headers), "unknown"), 404);
  return sent(unsubscribeLinkPage(page, company), 200);
}

function sent(page: LinkPage, status: number): Answer {
  return {
    status,
    raw: { mediaType: "text/html; charset=utf-8", bytes: linkPageHtml(page) },
    headers: { ...LINK_PAGE_HEADERS, "Content-Language": page.language },
  };
}

/** Whose talk nobody knows is spoken to in the browser's language; Arabic when it names neither. */
function preferred(headers: Headers): Language {
  return /^\s*en\b/i.test(String(headers["accept-language"] ?? "")) ? "en" : "ar";
}
