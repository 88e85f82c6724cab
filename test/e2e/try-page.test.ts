import { existsSync } from "node:fs";
import axe from "axe-core";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { CHROMIUM, openChromium } from "../support/chromium.ts";
import { askAll, openRealHouse, type RunningHouse } from "../support/house.ts";

const hasChromium = existsSync(CHROMIUM);
if (!hasChromium) process.stderr.write(`SKIPPED the chat page in a browser: ${CHROMIUM} is not installed\n`);
const ON_CHOICE = "document.activeElement.matches('.choices button')";

describe.skipIf(!hasChromium)("the chat page in a browser", () => {
  let house: RunningHouse;
  let browser: Browser;
  let context: BrowserContext | null = null;
  let noise: string[] = [];
  beforeAll(async () => {
    house = await openRealHouse();
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await house?.close();
  });
  afterEach(async () => {
    await context?.close();
    expect(noise, "the console is silent").toEqual([]);
    noise = [];
  });

  async function open(path: string, size = { width: 1200, height: 860 }): Promise<Page> {
    // The content policy of the page forbids foreign scripts, and axe is one.
    context = await browser.newContext({ viewport: size, bypassCSP: true });
    const page = await context.newPage();
    page.on("console", (line) => {
      if (line.type() === "error" || line.type() === "warning") noise.push(line.text());
    });
    page.on("pageerror", (error) => noise.push(String(error)));
    await page.goto(`${house.url}${path}`);
    await page.locator("#starters button").first().waitFor();
    return page;
  }

  async function say(page: Page, words: string): Promise<void> {
    const before = await page.locator("#talk li.out[data-id]").count();
    await page.fill("#words", words);
    await page.press("#words", "Enter");
    await page.locator("#talk li.out[data-id]").nth(before).waitFor();
    await page.locator("#talk li.typing").waitFor({ state: "detached" });
  }

  async function expectAccessible(page: Page): Promise<void> {
    await page.addScriptTag({ content: axe.source });
    const grave = await page.evaluate(async () => {
      const { axe: inPage } = globalThis as unknown as {
        readonly axe: { run(): Promise<{ readonly violations: readonly Violation[] }> };
      };
      interface Violation {
        readonly id: string;
        readonly impact: string;
        readonly nodes: readonly { readonly html: string }[];
      }
      const { violations } = await inPage.run();
      return violations
        .filter(({ impact }) => impact === "serious" || impact === "critical")
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
    });
    expect(grave).toEqual([]);
  }

  test("an Arabic talk ends in a booked meeting by clicking an offered time; beside it, facts with their quotes", async () => {
    const page = await open("/try");
    expect(await page.getAttribute("html", "dir")).toBe("rtl");
    await expectAccessible(page);
    await say(page, "السلام عليكم، عندنا مجمع عيادات أسنان بالرياض و ٤٥ موظف");
    await say(page, "المواعيد تضيع علينا، نبي نحدد اجتماع");
    for (let turn = 0; turn < 5 && (await page.locator(".choices button:enabled").count()) === 0; turn++)
      await say(
        page,
        ["حدود ٦٠ ألف بالسنة", "الشهر الجاي", "القرار عندي", "نبي نحدد موعد", "موعد"][turn] ?? "",
      );
    expect(await page.locator(".choices button:enabled").count()).toBe(3);
    await expectAccessible(page);
    const before = await page.locator("#talk li.out[data-id]").count();
    await page.locator(".choices button:enabled").first().click();
    await page.locator("#talk li.out[data-id]").nth(before).waitFor();
    await say(page, "نعم");
    await page.locator("#talk li:last-child a[href$='.ics']").waitFor();
    expect(await page.locator("#facts").innerText()).toContain("٤٥ موظف");
    expect(await page.locator("#why li").count()).toBeGreaterThan(2);
    expect(await askAll(house.url, "/api/v1/bookings?status=confirmed")).toHaveLength(1);
    await expectAccessible(page);
  });

  test("in English, from left to right, with words of its own", async () => {
    const page = await open("/try?lang=en");
    expect(await page.getAttribute("html", "dir")).toBe("ltr");
    await page.locator("#starters button").nth(1).click();
    await page.locator("#talk li.out[data-id]").first().waitFor();
    expect(await page.locator("#talk li.out[data-id]").last().innerText()).not.toMatch(/[\u0600-\u06ff]/);
    await page.locator("#facts", { hasText: "Riyadh" }).waitFor();
    await expectAccessible(page);
  });

  test("on a phone: nothing sticks out, and what was understood is one tap away", async () => {
    const page = await open("/try", { width: 360, height: 740 });
    await say(page, "السلام عليكم، كم أسعاركم؟");
    const wide = await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
    expect(wide).toBeLessThanOrEqual(0);
    expect(await page.locator(".insight").isVisible()).toBe(false);
    await page.click("#switch-view");
    expect(await page.locator(".insight").isVisible()).toBe(true);
    await expectAccessible(page);
    await page.click("#back-to-chat");
    expect(await page.locator("#talk").isVisible()).toBe(true);
  });

  test("by keyboard alone: in, written, chosen", async () => {
    const page = await open("/try");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await page.evaluate("document.activeElement.id")).toBe("words");
    await page.keyboard.type("ابغى موعد معكم");
    await page.keyboard.press("Enter");
    await page.locator(".choices button:enabled").first().waitFor();
    await page.locator("#talk li.typing").waitFor({ state: "detached" });
    for (let steps = 0; steps < 12; steps++) {
      await page.keyboard.press("Shift+Tab");
      if (await page.evaluate<boolean>(ON_CHOICE)) break;
    }
    expect(await page.evaluate<boolean>(ON_CHOICE)).toBe(true);
    await page.keyboard.press("Enter");
    await page.locator("#talk li.out[data-id]").nth(1).waitFor();
  });
});
