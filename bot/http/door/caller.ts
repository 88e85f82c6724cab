import type { IncomingMessage } from "node:http";

/** The caller's own request id when it is harmless in a log, else a new one. */
export function requestIdOf(header: string | readonly string[] | undefined, newId: () => string): string {
  return typeof header === "string" && /^[\w.:-]{1,128}$/.test(header) ? header : newId();
}

/** The address the request came from; beyond it only as many proxies are believed as we were told stand in front. */
export function addressOf(request: IncomingMessage, trustedProxies: number): string {
  const direct = request.socket.remoteAddress ?? "unknown";
  if (trustedProxies < 1) return direct;
  const told = String(request.headers["x-forwarded-for"] ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  return told.at(-trustedProxies) ?? told[0] ?? direct;
}

/** The path of a request target, without its query. */
export function pathOf(target: string | undefined): string {
  const url = target ?? "/";
  const end = url.indexOf("?");
  return end === -1 ? url : url.slice(0, end);
}

/** What stands behind "?" in a request target; of a name that comes twice the last counts. */
export function queryOf(target: string | undefined): Readonly<Record<string, string>> {
  const at = target?.indexOf("?") ?? -1;
  return target === undefined || at < 0
    ? {}
    : Object.fromEntries(new URLSearchParams(target.slice(at + 1, at + 2_000)));
}

/** The headers as a channel reads them: lower-case names, one text each. */
export function plainHeaders(request: IncomingMessage): Readonly<Record<string, string>> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === "string") plain[name] = value;
    else if (value !== undefined) plain[name] = value.join(", ");
  }
  return plain;
}
