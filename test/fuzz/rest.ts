import { Dice, mutated } from "./mutate.ts";
import { ODD_VALUES } from "./odd-values.ts";

/** What became of the posts: how many answers of each status, and each one that should not have been. */
export interface RestFuzzReport {
  readonly sent: number;
  readonly statuses: Readonly<Record<string, number>>;
  /** At most 20; each can be sent again by hand. */
  readonly faults: readonly string[];
}

interface Operation {
  readonly method: string;
  readonly path: string;
}

const AT_ONCE = 8;

/** Bodies that are right, to begin from. */
const BODIES: readonly (readonly [RegExp, unknown])[] = [
  [
    /leads$|form$/,
    {
      company: "شركة النخيل",
      name: "خالد",
      email: "khalid@example.com",
      phone: "+966500000001",
      budget: "٥٠ ألف",
      locale: "ar",
      source: "website",
      autoBook: true,
      tags: [1, { a: [] }],
    },
  ],
  [
    /leads\/\{id\}$/,
    {
      status: "won",
      facts: { budget: { min: 1, max: 2, currency: "SAR", period: null, approximate: true } },
    },
  ],
  [/chat\/messages$/, { clientId: "c-1", text: "السلام عليكم", choice: "a" }],
  [/conversations\/\{id\}\/messages$/, { text: "حياكم الله", rep: "sara" }],
  [/takeover$|release$/, { rep: "sara" }],
  [/sales\/script$/, { sector: "healthcare", locale: "ar", scriptType: "opener", name: "نورة" }],
  [/sales\/proposal$/, { companyName: "x", sector: "y", painPoints: ["a"], budgetHint: 5, leadId: "none" }],
  [/proposals\/\{id\}$/, { lines: [{ priceId: "complete-year", quantity: 2 }], needs: ["x"] }],
];

const QUERIES: readonly string[] = [
  "limit",
  "cursor",
  "handle",
  "channel",
  "status",
  "tier",
  "phone",
  "email",
  "q",
  "updatedSince",
  "from",
  "to",
  "rep",
  "leadId",
  "after",
  "limit[]",
  "hub.challenge",
];

/**
 * Sends `count` broken requests, made from the server's own document, with a key that is right nine times in ten. A
 * fault is any answer of 500 or more except 503, an answer without JSON where the API promises some, or none at all.
 */
export async function fuzzRest(
  count: number,
  seed: number,
  baseUrl: string,
  key: string,
): Promise<RestFuzzReport> {
  const dice = new Dice(seed);
  const operations = await readOperations(baseUrl);
  const company = await (await get(`${baseUrl}/api/v1/settings/company`, key)).text();
  const session = await fetch(`${baseUrl}/api/v1/chat/sessions`, { method: "POST" });
  const { token } = (await session.json()) as { readonly token: string };
  const statuses: Record<string, number> = {};
  const faults: string[] = [];
  let left = count;
  const work = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const request = broken(dice, dice.pick(operations), company, { key, token });
      const { status, fault } = await send(baseUrl, request);
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (fault !== null && faults.length < 20) faults.push(fault);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { sent: count, statuses, faults };
}

async function readOperations(baseUrl: string): Promise<readonly Operation[]> {
  const document = (await (await fetch(`${baseUrl}/api/v1/openapi.json`)).json()) as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
  return Object.entries(document.paths)
    .flatMap(([path, methods]) => Object.keys(methods).map((method) => ({ method, path })))
    .filter(({ path }) => !path.endsWith("/chat/live")); // never ends
}

interface Keys {
  readonly key: string;
  /** Of a web-chat visitor. */
  readonly token: string;
}

interface Broken {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
}

function broken(dice: Dice, { method, path }: Operation, company: string, keys: Keys): Broken {
  const id = dice.roll(2) === 0 ? "some-id" : dice.pick(ODD_VALUES);
  const query = Array.from({ length: dice.roll(4) }, () => `${dice.pick(QUERIES)}=${dice.pick(ODD_VALUES)}`);
  const target = `${path.replace("{id}", id)}${query.length > 0 ? `?${query.join("&")}` : ""}`;
  const hasBody = ["post", "put", "patch"].includes(method);
  const right = bodyOf(path, company);
  const key = path.startsWith("/api/v1/chat/") ? keys.token : keys.key;
  return {
    method: method.toUpperCase(),
    target,
    headers: {
      authorization: dice.roll(10) === 0 ? `Bearer ${dice.pick(ODD_VALUES)}` : `Bearer ${key}`,
      ...(hasBody ? { "content-type": dice.roll(12) === 0 ? "text/plain" : "application/json" } : {}),
    },
    body: hasBody ? mutated(right, [right, company], dice) : null,
  };
}

function bodyOf(path: string, company: string): string {
  if (path.endsWith("/settings/company")) return company;
  const known = BODIES.find(([shape]) => shape.test(path));
  return JSON.stringify(known ? known[1] : { any: "thing", list: [1, null] });
}

async function send(
  baseUrl: string,
  request: Broken,
): Promise<{ readonly status: string; readonly fault: string | null }> {
  const { method, target, headers, body } = request;
  const told = `${method} ${target} ${body?.subarray(0, 300).toString("utf8") ?? ""}`;
  try {
    const response = await fetch(`${baseUrl}${target}`, {
      method,
      headers: { ...headers },
      body: body === null ? null : new Uint8Array(body),
      redirect: "manual",
      signal: AbortSignal.timeout(20_000),
    });
    const text = await response.text();
    const { status } = response;
    if (status >= 500 && status !== 503)
      return { status: String(status), fault: `${status}: ${told} -> ${text}` };
    return { status: String(status), fault: status >= 400 ? wrongShape(text, told) : null };
  } catch (problem) {
    return { status: "none", fault: `no answer (${String(problem)}): ${told}` };
  }
}

/** Every refusal has the API's shape. */
function wrongShape(text: string, told: string): string | null {
  try {
    const { error } = JSON.parse(text) as {
      readonly error?: { readonly code?: unknown; readonly message?: unknown };
    };
    if (typeof error?.code === "string" && typeof error.message === "string") return null;
  } catch {
    // Said below.
  }
  return `not the error shape: ${told} -> ${text.slice(0, 200)}`;
}

function get(url: string, key: string): Promise<Response> {
  return fetch(url, { headers: { authorization: `Bearer ${key}` } });
}
