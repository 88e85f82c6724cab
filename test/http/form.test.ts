import { createHmac } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { PostedLead } from "../../bot/contracts/commands.ts";
import { Secret } from "../../bot/contracts/secret.ts";
import { type ApiDocument, readDocument } from "../support/api-document.ts";
import { type House, openHouse } from "../support/http-house.ts";

const FORM = "/api/v1/webhooks/form";
const SITE = "https://shifa.example";
const SECRET = "the website's own secret";
const SAID = {
  ...{ company: "عيادات الشفاء", name: "نورة", phone: "0500000012", email: "Noura@shifa.sa" },
  ...{ message: "نبغى نظام مواعيد", consent: { language: "ar", channels: ["whatsapp"] } },
};

let house: House;
let document: ApiDocument;
let posted: PostedLead[] = [];
let now = Date.parse("2026-11-22T09:00:00Z");
let hold: Promise<void> = Promise.resolve();

beforeAll(async () => {
  const result = { leadId: "l", duplicate: false, extraction: null, fit: null, qualification: null };
  house = await openHouse(
    () => ({
      postLead: async (lead) => {
        posted.push(lead);
        await hold;
        return { ...result, crm: null, booking: null, proposal: null, warnings: [] };
      },
    }),
    {
      now: () => now,
      website: { origins: [SITE], formSecret: new Secret(SECRET), own: "https://majlis.example" },
      limits: { form: { burst: 10_000, perMinute: 10_000 }, formSite: { burst: 60, perMinute: 60 } },
    },
  );
  document = await readDocument(house.url);
});
afterAll(() => house.close());
beforeEach(() => {
  posted = [];
  now += 3_600_000;
});

async function open(origin: string | null = SITE, query = ""): Promise<Response> {
  return fetch(`${house.url}${FORM}/token${query}`, { headers: origin === null ? {} : { origin } });
}

async function token(origin: string | null = SITE, query = ""): Promise<string> {
  return ((await (await open(origin, query)).json()) as { readonly token: string }).token;
}

interface Sent {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: bodies are looked into freely here, and checked against the document
  readonly body: any;
}

async function send(
  body: unknown,
  headers: Readonly<Record<string, string>> = { origin: SITE },
): Promise<Sent> {
  const response = await fetch(`${house.url}${FORM}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const answer = await response.json();
  expect(document.complaints("post", FORM, response.status, answer)).toEqual([]);
  return { status: response.status, body: answer };
}

const signed = (body: string, secret = SECRET): Readonly<Record<string, string>> => ({
  "x-majlis-signature": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
});

describe("a form that a person fills in", () => {
  test("gets its token and the words of the consent, and becomes a lead with the proof of that consent", async () => {
    const opened = await open();
    const begun = (await opened.json()) as {
      readonly token: string;
      readonly consent: { readonly ar: string };
    };
    expect(document.complaints("get", `${FORM}/token`, opened.status, begun)).toEqual([]);
    expect(opened.headers.get("cache-control")).toBe("no-store");
    now += 8_000;
    const page = {
      url: "https://shifa.example/ar/contact?utm_source=google&utm_campaign=clinics&session=private",
      referrer: "https://www.google.com/search?q=secret",
    };
    const body = { ...SAID, token: begun.token, submissionId: "form-0001", page, plan: "الكامل" };
    expect(await send(body)).toEqual({ status: 202, body: { received: true } });
    expect(posted).toEqual([
      {
        ...{ company: "عيادات الشفاء", name: "نورة", phone: "+966500000012", email: "noura@shifa.sa" },
        ...{ message: "نبغى نظام مواعيد", sector: null, companySize: null, region: null, budget: null },
        ...{ locale: null, source: "website", autoBook: true, autoProposal: false },
        submissionId: "form-0001",
        consent: {
          wording: begun.consent.ar,
          version: "2026-11",
          language: "ar",
          at: new Date(now).toISOString(),
          page: "https://shifa.example/ar/contact",
          channels: ["whatsapp"],
        },
        extra: {
          plan: "الكامل",
          origin: {
            site: "main",
            website: SITE,
            page: "https://shifa.example/ar/contact",
            referrer: "https://www.google.com/search",
            utm: { source: "google", campaign: "clinics" },
          },
        },
      },
    ]);
    expect(JSON.stringify(house.logged)).not.toContain("0500000012");
  });

  test("without a token, with a made-up one, one of another site, origin or day: 401, nothing stored", async () => {
    const good = await token();
    const days = await token();
    now += 8_000;
    const tries = [
      send(SAID),
      send({}),
      send("not json"),
      send({ ...SAID, token: "a.b.c" }),
      send({ ...SAID, token: good.replace(".", ".x") }),
      send({ ...SAID, token: good, site: "branch" }),
      send({ ...SAID, token: good }, {}),
      send({ ...SAID, token: good }, { origin: "https://elsewhere.example" }),
    ];
    expect((await Promise.all(tries)).map(({ status }) => status)).toEqual(tries.map(() => 401));
    now += 25 * 3_600_000;
    expect((await send({ ...SAID, token: days })).status).toBe(401);
    expect(posted).toEqual([]);
  });

  test("what fills the hidden field or is faster than anybody writes hears the same as people, and is not kept", async () => {
    const quick = await token();
    now += 1_000;
    expect(await send({ ...SAID, token: quick })).toEqual({ status: 202, body: { received: true } });
    now += 8_000;
    const robot = { ...SAID, token: quick, homepage: "http://x" };
    expect(await send(robot)).toEqual({ status: 202, body: { received: true } });
    expect(posted).toEqual([]);
    expect((await send({ ...SAID, token: quick })).status).toBe(202);
    expect(posted).toHaveLength(1);
  });

  test.each([
    ["ar", { company: "" }, "company", "اكتب اسم الشركة."],
    ["en", { company: undefined }, "company", "is required: write your company's name"],
    ["ar", { email: "noura@" }, "email", "البريد غير صحيح. مثال: name@company.sa"],
    ["en", { phone: "12" }, "phone", "must be a phone number, with its country code when it is not Saudi"],
    ["ar", { message: "م".repeat(4_001) }, "message", "الرسالة طويلة. اختصرها إلى ٤٠٠٠ حرف."],
    ["en", { name: "x".repeat(201) }, "name", "is too long"],
    ["ar", { consent: null }, "consent", "نحتاج موافقتك عشان نقدر نتواصل معك."],
    ["ar", { phone: "" }, "channels", "اختر واتساب أو البريد، واكتب الرقم أو العنوان اللي نراسلك عليه."],
  ])("a mistake is named in the person's language (%s %j)", async (locale, change, field, message) => {
    const good = await token();
    now += 8_000;
    const { status, body } = await send({ ...SAID, ...change, locale, token: good });
    expect([status, body.error.details.fields]).toEqual([422, [{ field, message }]]);
    expect(body.error.message).toBe(`${field}: ${message}`);
    expect(posted).toEqual([]);
  });

  test("a double click waits for the first", async () => {
    const good = await token();
    now += 8_000;
    let go = (): void => {};
    hold = new Promise((resolve) => {
      go = resolve;
    });
    const both = Promise.all([1, 2].map(() => send({ ...SAID, token: good, submissionId: "double-click" })));
    while (posted.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve) => setTimeout(resolve, 50));
    go();
    expect((await both).map(({ status }) => status)).toEqual([202, 202]);
    expect(posted).toHaveLength(1);
  });

  test("more than 64 KB are refused, and so is another media type", async () => {
    const good = await token();
    now += 8_000;
    expect((await send({ ...SAID, token: good, note: "x".repeat(70_000) })).status).toBe(413);
    const other = await send({ ...SAID, token: good }, { origin: SITE, "content-type": "text/plain" });
    expect(other.status).toBe(401);
  });
});

describe("websites", () => {
  test("only those allowed may embed the form and the chat; our own pages always may", async () => {
    const session = (headers: Readonly<Record<string, string>>) =>
      fetch(`${house.url}/api/v1/chat/sessions`, { method: "POST", headers });
    expect((await open("https://elsewhere.example")).status).toBe(403);
    expect((await session({ origin: "https://elsewhere.example" })).status).toBe(403);
    expect((await session({ origin: SITE })).status).toBe(201);
    for (const origin of [null, house.url, "https://majlis.example"]) {
      const own = await token(origin);
      now += 8_000;
      const from = { origin: origin ?? house.url };
      expect((await send({ ...SAID, token: own }, from)).status).toBe(202);
    }
  });

  test("one site's forms have a limit of their own", async () => {
    const good = await token(SITE, "?site=busy");
    now += 8_000;
    const statuses: number[] = [];
    for (let count = 0; count < 62; count++)
      statuses.push((await send({ ...SAID, token: good, site: "busy", homepage: "x" })).status);
    expect([statuses.filter((status) => status === 202).length, statuses.at(-1)]).toEqual([60, 429]);
    const other = await token(SITE, "?site=calm");
    now += 8_000;
    expect((await send({ ...SAID, token: other, site: "calm" })).status).toBe(202);
  });
});

describe("servers that post forms", () => {
  test("sign the raw bytes with the site's secret; a byte more, another secret or no secret at all is 401", async () => {
    const { consent: _consent, ...lead } = SAID;
    const body = JSON.stringify(lead);
    expect((await send(body, signed(body))).status).toBe(202);
    expect(posted).toMatchObject([{ name: "نورة", consent: null }]);
    expect(posted[0]?.submissionId).toMatch(/^[0-9a-f]{32}$/);
    expect((await send(`${body} `, signed(body))).status).toBe(401);
    expect((await send(body, signed(body, "other"))).status).toBe(401);
    expect((await send(body, { "x-majlis-signature": "sha256=" })).status).toBe(401);
    expect(posted).toHaveLength(1);
  });

  test("an HTML form works without any script, and answers with a page in the person's language", async () => {
    const good = await token(null, `?origin=${SITE}/ar`);
    now += 8_000;
    const fields = { company: "<b>الشفاء</b>", name: "نورة", phone: "0500000012", locale: "ar", token: good };
    const post = (more: Readonly<Record<string, string>>) =>
      fetch(`${house.url}${FORM}`, {
        method: "POST",
        headers: { origin: SITE, referer: `${SITE}/ar?utm_medium=cpc` },
        body: new URLSearchParams({ ...fields, ...more }),
      });
    const wrong = await post({});
    const page = await wrong.text();
    expect([wrong.status, wrong.headers.get("content-type")]).toEqual([422, "text/html; charset=utf-8"]);
    expect(page).toContain("نحتاج موافقتك");
    expect(page).toContain('dir="rtl"');
    const right = await post({ consent: "on" });
    expect([right.status, (await right.text()).includes("وصلنا طلبك")]).toEqual([202, true]);
    expect(posted).toMatchObject([
      {
        ...{ company: "<b>الشفاء</b>", phone: "+966500000012" },
        consent: { channels: ["whatsapp"], page: `${SITE}/ar` },
        extra: { origin: { utm: { medium: "cpc" } } },
      },
    ]);
  });
});
