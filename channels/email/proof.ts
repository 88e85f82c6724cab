import type { Mail } from "./mail.ts";

/** Value of EMAIL_TRUSTED_SERVER for mailboxes at Microsoft 365, whose header names no server. */
const NAMELESS = "microsoft365";

const SECOND_LEVEL = /^(?:com|co|org|net|edu|gov|ac|sch|med|pub|gob|or|ne|go)\.[a-z]{2}$/;

/**
 * Whether our own mail server vouches for the author's address: the topmost Authentication-Results, and only when it is
 * `trustedServer`'s, says that DMARC passed or that a signature of the author's own domain did. SPF alone proves a
 * server, not an author. null = nobody is believed.
 */
export function isProven(
  mail: Pick<Mail, "from" | "manyAuthors" | "headerLines">,
  trustedServer: string | null,
): boolean {
  const domain = mail.from.slice(mail.from.lastIndexOf("@") + 1);
  if (trustedServer === null || mail.manyAuthors || !mail.from.includes("@") || domain === "") return false;
  const top = mail.headerLines.find(({ name }) => name === "authentication-results");
  if (top === undefined) return false;
  // Words that a sender chose stand in these headers too; they cannot unsay what the server itself found.
  if (/\bdmarc\s*=\s*(?!pass\b)/i.test(top.value)) return false;
  const said = withoutComments(top.value).toLowerCase();
  const [server = "", ...results] = said.split(";").map((part) => part.trim());
  if (trustedServer.toLowerCase() === NAMELESS)
    return /^[a-z-]+=/.test(server) && [server, ...results].some((one) => vouches(one, domain));
  if (server.split(/\s/)[0] !== trustedServer.toLowerCase()) return false;
  return results.some((one) => vouches(one, domain));
}

function vouches(result: string, domain: string): boolean {
  const method = /^(dmarc|dkim)\s*=\s*pass(?![\w-])/.exec(result)?.[1];
  if (method === "dmarc") return propertyOf(result, "header.from") === domain;
  if (method !== "dkim") return false;
  const signer = propertyOf(result, "header.d") || propertyOf(result, "header.i").replace(/^.*@/, "");
  return isAligned(signer, domain);
}

function propertyOf(result: string, property: string): string {
  const at = result.indexOf(`${property}=`);
  if (at < 0 || !/(?:^|\s)$/.test(result.slice(0, at))) return "";
  return /^"?([^\s";]*)/.exec(result.slice(at + property.length + 1))?.[1] ?? "";
}

/** The same domain, or one below the other where the upper one is somebody's own and not "com.sa". */
export function isAligned(signer: string, domain: string): boolean {
  if (signer === "" || domain === "") return false;
  if (signer === domain) return true;
  const upper = signer.length < domain.length ? signer : domain;
  const lower = upper === signer ? domain : signer;
  return upper.includes(".") && !SECOND_LEVEL.test(upper) && lower.endsWith(`.${upper}`);
}

const MOST_DEPTH = 20;

/** Comments nest and may hold anything, "dmarc=pass" included; quoted text may hold what looks like a comment. */
function withoutComments(value: string): string {
  let rest = value.replace(/\\./g, "").replace(/"[^"]*"/g, (quoted) => quoted.replace(/[;()]/g, ""));
  for (let depth = 0; depth < MOST_DEPTH && /\([^()]*\)/.test(rest); depth += 1)
    rest = rest.replace(/\([^()]*\)/g, " ");
  return rest;
}
