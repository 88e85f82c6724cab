import { type LookupAddress, lookup as systemLookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { Agent, type Dispatcher, request } from "undici";

export interface GuardedFetchOptions {
  /** Origins that the operator configured: reachable even on a private address. */
  readonly trustedOrigins?: readonly string[];
  /** When given, every hop must be on one of these hosts. */
  readonly onlyHosts?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly maxBytes?: number;
  readonly timeoutMs?: number;
  /** How names become addresses; only a test has its own. */
  readonly lookup?: LookupFunction;
}

export type GuardedFetchResult =
  | {
      readonly ok: true;
      readonly status: number;
      readonly mediaType: string;
      readonly bytes: Uint8Array;
      readonly url: string;
    }
  | {
      readonly ok: false;
      readonly why: "blocked" | "too-large" | "too-slow" | "too-many-redirects" | "unreachable";
      readonly detail: string;
    };

const mostRedirects = 3;
const defaults = { maxBytes: 5_000_000, timeoutMs: 10_000 } as const;

/**
 * GETs an address that a stranger may have chosen: only http(s), never a private address (judged when connecting, so a
 * name that changes its mind is no way in), at most three redirects, bounded in size and time. Never throws.
 */
export async function guardedFetch(
  address: string,
  options: GuardedFetchOptions = {},
): Promise<GuardedFetchResult> {
  const signal = AbortSignal.timeout(options.timeoutMs ?? defaults.timeoutMs);
  const agent = new Agent({ connect: { lookup: guardedLookup(options.lookup ?? systemLookup) } });
  const openAgent = new Agent();
  try {
    return await follow(address, options, { signal, agent, openAgent });
  } catch (error) {
    return failureFrom(error, signal);
  } finally {
    await Promise.all([agent.destroy(), openAgent.destroy()]);
  }
}

/** Whether an IP address belongs to this machine, a private network or any other place that is not the open internet. */
export function isPrivateAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return true;
  return family === 4 ? closed4.check(address, "ipv4") : closed6.check(address, "ipv6");
}

// Two lists: in one, the range of IPv4 addresses written as IPv6 would close every IPv4 address.
const closed4 = blockList(
  "ipv4",
  "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 " +
    "192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4",
);
const closed6 = blockList(
  "ipv6",
  "::/96 ::ffff:0:0/96 64:ff9b::/32 100::/64 2001::/23 2001:db8::/32 2002::/16 fc00::/7 fe80::/9 ff00::/8",
);

function blockList(family: "ipv4" | "ipv6", ranges: string): BlockList {
  const list = new BlockList();
  for (const range of ranges.split(" ")) {
    const [network = "", bits = ""] = range.split("/");
    list.addSubnet(network, Number(bits), family);
  }
  return list;
}

class Blocked extends Error {}
class TooLarge extends Error {}

interface Journey {
  readonly signal: AbortSignal;
  readonly agent: Dispatcher;
  readonly openAgent: Dispatcher;
}

async function follow(
  address: string,
  options: GuardedFetchOptions,
  journey: Journey,
): Promise<GuardedFetchResult> {
  let url = new URL(address);
  const { origin } = url;
  for (let hop = 0; hop <= mostRedirects; hop++) {
    const trusted = admit(url, options);
    // A key given for one place is not carried to another.
    const headers = url.origin === origin ? (options.headers ?? {}) : {};
    const dispatcher = trusted ? journey.openAgent : journey.agent;
    const answer = await request(url, { dispatcher, headers, signal: journey.signal });
    const next = answer.headers.location;
    if (answer.statusCode < 300 || answer.statusCode >= 400 || typeof next !== "string") {
      const bytes = await readAll(answer.body, options.maxBytes ?? defaults.maxBytes);
      const mediaType = String(answer.headers["content-type"] ?? "application/octet-stream");
      return { ok: true, status: answer.statusCode, mediaType, bytes, url: url.href };
    }
    await answer.body.dump({ limit: 100_000, signal: journey.signal });
    url = new URL(next, url);
  }
  return { ok: false, why: "too-many-redirects", detail: `more than ${mostRedirects}` };
}

/** Refuses what may not be asked at all; answers whether the operator himself named this origin. */
function admit(url: URL, { trustedOrigins = [], onlyHosts }: GuardedFetchOptions): boolean {
  if (url.protocol !== "https:" && url.protocol !== "http:") throw new Blocked(`protocol ${url.protocol}`);
  const trusted = trustedOrigins.includes(url.origin);
  if (onlyHosts && !trusted && !onlyHosts.includes(url.hostname))
    throw new Blocked("a host that is not on the list");
  const literal = url.hostname.replace(/^\[|\]$/g, "");
  if (!trusted && isIP(literal) !== 0 && isPrivateAddress(literal)) throw new Blocked("a private address");
  return trusted;
}

/** Lets a name through only when every address it stands for is public; the connection is made to those addresses. */
function guardedLookup(lookup: LookupFunction): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      const addresses = listed(found);
      const refusal = error ?? refusalOf(addresses);
      if (refusal) callback(refusal, []);
      else if (options.all) callback(null, [...addresses]);
      else callback(null, addresses[0]?.address ?? "", addresses[0]?.family);
    });
  };
}

function listed(found: string | readonly LookupAddress[] | undefined): readonly LookupAddress[] {
  return typeof found === "string" ? [{ address: found, family: isIP(found) }] : (found ?? []);
}

function refusalOf(addresses: readonly LookupAddress[]): Blocked | null {
  const open = addresses.length > 0 && !addresses.some(({ address }) => isPrivateAddress(address));
  return open ? null : new Blocked("a name that stands for a private address");
}

async function readAll(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.byteLength;
    if (length > maxBytes) throw new TooLarge(`more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function failureFrom(error: unknown, signal: AbortSignal): GuardedFetchResult {
  const detail = error instanceof Error ? error.message : String(error);
  if (error instanceof Blocked) return { ok: false, why: "blocked", detail };
  if (error instanceof TooLarge) return { ok: false, why: "too-large", detail };
  return { ok: false, why: signal.aborted ? "too-slow" : "unreachable", detail };
}
