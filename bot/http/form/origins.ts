import type { IncomingHttpHeaders } from "node:http";
import type { Website } from "../parts.ts";

/** Our own pages, and callers without a website: servers, programs. */
export const OWN = "own";

/** The website that calls: its origin, or `own`. Only browsers are bound to tell the truth here. */
export function callingOrigin(headers: IncomingHttpHeaders, website: Website | undefined): string {
  const { origin, host } = headers;
  // A proxy in front may rewrite the host.
  if (origin === undefined || origin === website?.own) return OWN;
  return URL.parse(origin)?.host === host ? OWN : origin.toLowerCase();
}

/** Whether this website may embed us. */
export function mayEmbed(origin: string, website: Website | undefined): boolean {
  const origins = website?.origins ?? [];
  return origin === OWN || origins.length === 0 || origins.includes(origin);
}
