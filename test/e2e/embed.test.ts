import { existsSync } from "node:fs";
import axe from "axe-core";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { CHROMIUM, openChromium } from "../support/chromium.ts";
import { type HostPage, openHostPage } from "../support/host-page.ts";
import { ask, askAll, openRealHouse, type RunningHouse } from "../support/house.ts";
import { PAYLOADS } from "../support/script-payloads.ts";

const hasChromium = existsSync(CHROMIUM);
if (!hasChromium) process.stderr.write(`SKIPPED the embeds in a browser: ${CHROMIUM} is not installed\n`);

const SIZES = [
  { width: 390, height: 844 },
  { width: 1280, height: 900 },
] as const;
const EACH = (["ar", "en"] as const).flatMap((language) => SIZES.map((size) => ({ language, size })));
const INSIDE = "document.querySelector('majlis-embed').shadowRoot";

describe.skipIf(!hasChromium)("what a website embeds, in a browser", () => {
  let house: RunningHouse;
  let host: HostPage;
  let browser: Browser;
  let context: BrowserContext | null = null;
  let noise: string[] = [];
  beforeAll(async () => {
    house = await openRealHouse();
    host = await openHostPage(house.url);
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await host?.close();
    await house?.close();
  });
  afterEach(async () => {
    await context?.close();
    context = null;
    expect(noise, "neither a violation of the policy nor an error").toEqual([]);
    noise = [];
  });

  const line = (attributes: string): string => `<script src="${house.url}/embed.js" ${attributes}></script>`;

  async function open(
    language: string,
    body: string,
    size: (typeof SIZES)[number] = SIZES[1],
    isTrusting = false,
  ): Promise<Page> {
    host.show(language, body);
    context = await browser.newContext({ viewport: size, bypassCSP: isTrusting, reducedMotion: "reduce" });
    const page = await context.newPage();
    page.on("console", (entry) => {
      if (entry.type() !== "error" || entry.text().includes("Failed to load resource")) return;
      noise.push(entry.text());
    });
    page.on("pageerror", (error) => noise.push(String(error)));
    await page.addInitScript(
      "addEventListener('securitypolicyviolation', (event) => console.error('violation ' + event.violatedDirective + ' ' + event.blockedURI))",
    );
    await page.goto(`${host.url}/contact?utm_source=linkedin&secret=1`);
    return page;
  }

  const NEED = { ar: "نبي نظام مواعيد CRM لعيادتين", en: "We need appointments for 2 clinics (عيادات)" };

  async function fill(page: Page, name: string, phone: string, need = NEED.ar): Promise<void> {
    await page.locator("[data-part=consent-words]", { hasText: /نسّق|Nassiq/ }).waitFor();
    await page.fill("#name", name);
    await page.fill("#company", "شركة Horizon");
    await page.fill("#phone", phone);
    await page.fill("#message", need);
    await page.check("input[value=whatsapp]");
    await page.check("input[name=consent]");
  }

  const leads = (phone: string) => askAll(house.url, `/api/v1/leads?phone=${phone}`);
  async function heard(phone: string): Promise<readonly string[]> {
    const [lead] = await leads(phone);
    const rows = await askAll(house.url, `/api/v1/conversations/${lead.conversationIds[0]}/messages`);
    return rows.filter(({ direction }) => direction === "in").map(({ text }) => text);
  }

  async function expectAccessible(page: Page): Promise<void> {
    await page.locator("majlis-embed").waitFor({ state: "attached" });
    await page.evaluate(axe.source);
    const found = await page.evaluate(async () => {
      const { axe: inPage } = globalThis as unknown as {
        readonly axe: {
          run(where: unknown): Promise<{
            readonly violations: readonly {
              readonly id: string;
              readonly nodes: readonly { readonly html: string }[];
            }[];
          }>;
        };
      };
      const { violations } = await inPage.run({ include: [["majlis-embed"]] });
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
    });
    expect(found).toEqual([]);
  }

  /** Everything that can be pressed, with less than 44 pixels in one direction. */
  const smallTargets = (page: Page) =>
    page.evaluate<
      readonly string[]
    >(`[...${INSIDE}.querySelectorAll("button, input:not([type=checkbox]), textarea, .tick")]
      .filter((one) => one.closest(".unseen") === null && one.checkVisibility())
      .map((one) => ({ one, box: one.getBoundingClientRect() }))
      .filter(({ box }) => box.height < 44 || box.width < 44)
      .map(({ one, box }) => one.outerHTML.slice(0, 80) + " " + box.width + "x" + box.height)`);

  async function expectOwnLook(page: Page, selector: string): Promise<void> {
    const look = await page.evaluate(`(() => {
      const style = getComputedStyle(${INSIDE}.querySelector(${JSON.stringify(selector)}));
      return [style.color, style.fontSize, style.letterSpacing, style.textTransform];
    })()`);
    expect(look).toEqual(["rgb(23, 35, 31)", "16px", "normal", "none"]);
    const theirs = await page.evaluate("getComputedStyle(document.getElementById('own')).color");
    expect(theirs).toBe("rgb(255, 0, 0)");
    expect(
      await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth"),
    ).toBeLessThanOrEqual(0);
    expect(await smallTargets(page)).toEqual([]);
  }

  test.each(EACH)(
    "the form: $language at $size.width, on a page that would spoil it",
    async ({ language, size }) => {
      const page = await open(
        language,
        line(`data-mode="form" data-privacy="/privacy" data-fields="sector"`),
        size,
      );
      const phone = `05000${EACH.findIndex((one) => one.language === language && one.size === size)}9001`;
      await fill(page, "نورة Al-Harbi", phone, NEED[language]);
      expect(await page.locator(".root").getAttribute("dir")).toBe(language === "ar" ? "rtl" : "ltr");
      await expectOwnLook(page, "label");
      await expectAccessible(page);
      await page.fill("#name", "");
      await page.click("button[type=submit]");
      await page.locator("#name-problem:not([hidden])").waitFor();
      expect(await page.evaluate(`${INSIDE}.activeElement.id`)).toBe("name");
      await expectAccessible(page);
      await page.fill("#name", "نورة Al-Harbi");
      await page.click("button[type=submit]");
      await page.locator(".done").waitFor();
      await expectAccessible(page);
      const [lead] = await leads(phone);
      expect(lead).toMatchObject({
        source: "website",
        locale: language,
        facts: { name: { value: "نورة Al-Harbi" } },
      });
      expect(await heard(phone)).toEqual([NEED[language]]);
    },
  );

  test.each(EACH)(
    "the bubble: $language at $size.width, a talk with times to tap",
    async ({ language, size }) => {
      const page = await open(language, line(`data-mode="bubble" data-color="#b3e5fc"`), size);
      await expectAccessible(page);
      await page.click(".launch");
      await expectAccessible(page);
      await say(page, language === "ar" ? "ابغى موعد لعرض CRM معكم" : "I want a meeting about a CRM");
      await page.locator(".choices button:enabled").first().waitFor();
      await page.locator(".writing").waitFor({ state: "detached" });
      await expectOwnLook(page, ".out .words p");
      await expectAccessible(page);
      const chosen = await page.locator(".choices button:enabled").first().innerText();
      await page.locator(".choices button:enabled").first().click();
      await page.locator("li.in", { hasText: chosen }).waitFor();
      await page.locator("li.in ~ li.in ~ li.out").first().waitFor();
      expect(await page.locator("li.in").count()).toBe(2);
    },
  );

  async function say(page: Page, words: string): Promise<void> {
    const before = await page.locator("li.out:not(.writing)").count();
    await page.fill("#words", words);
    await page.press("#words", "Enter");
    await page.locator("li.out:not(.writing)").nth(before).waitFor();
  }

  test("by keyboard alone: the form, from the first tab to sent", async () => {
    const page = await open("ar", line(`data-mode="form"`));
    await page.locator("[data-part=consent-words]", { hasText: "نسّق" }).waitFor();
    const steps = ["نورة", "شركة الأفق", "0500009101", "", "", " ", "", " ", null];
    for (const step of steps) {
      await page.keyboard.press("Tab");
      if (step === " ") await page.keyboard.press("Space");
      else if (step === null) await page.keyboard.press("Enter");
      else await page.keyboard.type(step);
    }
    await page.locator(".done").waitFor();
    expect(await page.evaluate(`${INSIDE}.activeElement.id`)).toBe("title");
    expect(await leads("0500009101")).toHaveLength(1);
  });

  test("by keyboard alone: the bubble is opened, written in and closed; the focus comes back", async () => {
    const page = await open("en", line(`data-mode="bubble"`));
    await page.locator(".launch").waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.keyboard.type("Hello");
    await page.keyboard.press("Enter");
    await page.locator("li.out").nth(1).waitFor();
    await page.keyboard.press("Escape");
    expect(await page.locator(".panel").isVisible()).toBe(false);
    expect(await page.evaluate(`${INSIDE}.activeElement.className`)).toBe("launch");
    const [talk] = await askAll(house.url, "/api/v1/conversations?channel=webform");
    const known = await ask(house.url, "GET", `/api/v1/contacts/${talk?.contactId}/export`);
    expect(known.body.messagesReceived[0].payload.origin).toMatchObject({
      page: expect.stringMatching(/\/contact$/),
      utm_source: "linkedin",
    });
  });

  test("a double click, a lost answer and a lost network are still one request", async () => {
    const page = await open("ar", line(`data-mode="form"`));
    await fill(page, "نورة", "0500009201");
    let lost = 0;
    await page.route("**/webhooks/form", async (route) => {
      if (route.request().method() !== "POST" || lost++ > 0) return route.continue();
      await route.fetch();
      await route.abort("connectionreset");
    });
    await page.dblclick("button[type=submit]");
    await page.locator(".state", { hasText: "الاتصال مقطوع" }).waitFor();
    await page.locator(".done").waitFor();
    expect(lost).toBe(2);
    expect(await heard("0500009201")).toHaveLength(1);
  });

  test("offline the text stays, also over a reload, and goes out once the network is back", async () => {
    const page = await open("ar", line(`data-mode="form"`));
    await fill(page, "نورة", "0500009301");
    await page.reload();
    await page.locator("[data-part=consent-words]", { hasText: "نسّق" }).waitFor();
    expect(await page.inputValue("#message")).toBe("نبي نظام مواعيد CRM لعيادتين");
    expect(await page.isChecked("input[value=whatsapp]")).toBe(true);
    expect(await page.isChecked("input[name=consent]"), "an agreement is given anew").toBe(false);
    await page.check("input[name=consent]");
    await context?.setOffline(true);
    await page.click("button[type=submit]");
    await page.locator(".state", { hasText: "الاتصال مقطوع" }).waitFor();
    await context?.setOffline(false);
    await page.locator(".done").waitFor();
    expect(await leads("0500009301")).toHaveLength(1);
  });

  test("the chat offline: the words wait, are sent once in order, and nothing is lost over a reload", async () => {
    const page = await open("ar", line(`data-mode="bubble"`));
    await page.click(".launch");
    await say(page, "السلام عليكم");
    await context?.setOffline(true);
    for (const words of ["عندنا عيادتين بالرياض", "كم السعر؟"]) {
      await page.fill("#words", words);
      await page.press("#words", "Enter");
    }
    await page.locator("li.in small", { hasText: "تنرسل" }).first().waitFor();
    await page.fill("#words", "لسه ما أرسلتها");
    await context?.setOffline(false);
    await page.locator("li.in small").first().waitFor({ state: "detached" });
    await page.locator("li.in ~ li.in ~ li.in").waitFor();
    await page.reload();
    await page.locator("li.in").nth(2).waitFor();
    expect(await page.locator("li.in .words p").allInnerTexts()).toEqual([
      ...["السلام عليكم", "عندنا عيادتين بالرياض", "كم السعر؟"],
    ]);
    expect(await page.inputValue("#words")).toBe("لسه ما أرسلتها");
  });

  test("several embeds share a page and keep apart what is written in them", async () => {
    const forms =
      line(`data-mode="form" data-site="one"`) + line(`data-mode="form" data-site="two" data-language="en"`);
    const page = await open("ar", `${forms}${line(`data-mode="bubble"`)}`);
    await page.locator("majlis-embed .form").nth(1).waitFor();
    await page.locator("majlis-embed #name").first().fill("نورة");
    await page.locator("majlis-embed #name").nth(1).fill("Sara");
    await page.reload();
    await page.locator("majlis-embed .form").nth(1).waitFor();
    const names = page.locator("majlis-embed #name");
    const written = async () => [await names.first().inputValue(), await names.nth(1).inputValue()];
    await expect.poll(written).toEqual(["نورة", "Sara"]);
    expect(await page.locator(".launch").isVisible()).toBe(true);
  });

  test(`${PAYLOADS.length} texts that want to run as scripts stay texts, whoever says them`, async () => {
    // Without any policy of the page: nothing but our own care keeps them from running.
    const page = await open("en", line(`data-mode="bubble"`), SIZES[1], true);
    await page.addInitScript("globalThis.ran = 0");
    const data = PAYLOADS.map((text, at) => ({
      ...{ id: `m${at}`, clientId: at % 3 === 0 ? `c${at}` : null, direction: at % 3 === 0 ? "in" : "out" },
      ...{
        author: at % 3 === 1 ? "rep" : "bot",
        text,
        choices: [{ id: text, label: text }],
        at: "2026-11-22T09:00:00Z",
      },
      attachments: [{ kind: "file", url: text, fileName: text }],
    }));
    await page.route("**/chat/messages?*", (route) => route.fulfill({ json: { data, after: null } }));
    await page.route("**/embed/company.json", (route) =>
      route.fulfill({ json: { ar: PAYLOADS[0], en: PAYLOADS[0] } }),
    );
    await page.reload();
    await page.click(".launch");
    await page.fill("#words", PAYLOADS[1] ?? "");
    await page.press("#words", "Enter");
    await page.locator("li").nth(PAYLOADS.length).waitFor();
    expect(await page.evaluate("globalThis.ran")).toBe(0);
    const foreign = await page.evaluate(
      `[...${INSIDE}.querySelectorAll("script, img, iframe, object, embed, svg *:not(path), style, link, base, form:not(.writer), video, audio, math")].map((one) => one.outerHTML)`,
    );
    expect(foreign).toEqual([]);
    const links = await page.evaluate<readonly string[]>(
      `[...${INSIDE}.querySelectorAll("a")].map((link) => link.protocol)`,
    );
    expect(links.filter((protocol) => !/^https?:$/.test(protocol))).toEqual([]);
    const shown = await page.locator("li .words p:first-of-type").allTextContents();
    expect(PAYLOADS.filter((text) => !shown.includes(text))).toEqual([]);
  });

  test("our own page for looking at it keeps its policy, in both languages", async () => {
    for (const path of ["/demo", "/demo?lang=en"]) {
      const page = await open("ar", "");
      await page.goto(`${house.url}${path}`);
      await page.locator(".form").waitFor();
      await page.locator(".launch").waitFor();
      await context?.close();
    }
  });

  test("the line costs little, and nothing when it is known", async () => {
    const first = await fetch(`${house.url}/embed.js`);
    expect([first.status, first.headers.get("content-type")]).toEqual([
      200,
      "text/javascript; charset=utf-8",
    ]);
    expect((await first.arrayBuffer()).byteLength).toBeLessThan(2_000);
    const tag = first.headers.get("etag") ?? "";
    const again = await fetch(`${house.url}/embed.js`, { headers: { "if-none-match": tag } });
    expect([again.status, tag.length]).toEqual([304, 26]);
    const plain = await fetch(`${house.url}/embed/form.js`, { headers: { "accept-encoding": "identity" } });
    const packed = await fetch(`${house.url}/embed/form.js`, { headers: { "accept-encoding": "gzip" } });
    expect([plain.headers.get("content-encoding"), packed.headers.get("content-encoding")]).toEqual([
      null,
      "gzip",
    ]);
    expect(await packed.text()).toBe(await plain.text());
  });
});
