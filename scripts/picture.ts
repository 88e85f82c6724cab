import { existsSync } from "node:fs";
import { CHROMIUM, openChromium } from "../test/support/chromium.ts";
import { openRealHouse } from "../test/support/house.ts";

const SAID = [
  "السلام عليكم، معك خالد من مجمع عيادات الأفق بالرياض، عندنا ٤٥ موظف",
  "المواعيد تضيع علينا وكثير من المراجعين ما يحضرون",
  "حدود ٦٠ ألف بالسنة، ونبي نبدأ الشهر الجاي",
];

/** Takes the picture of the README: a talk in Arabic with times on offer; `--phone` takes it at a phone's width. */
async function main(): Promise<void> {
  const phone = process.argv.includes("--phone");
  const path = process.argv.find((argument) => argument.endsWith(".png")) ?? "docs/try.png";
  if (!existsSync(CHROMIUM)) {
    console.error(`no picture without a browser: ${CHROMIUM} is not installed`);
    process.exitCode = 1;
    return;
  }
  const house = await openRealHouse();
  const browser = await openChromium();
  try {
    const page = await browser.newPage({
      viewport: phone ? { width: 390, height: 844 } : { width: 1200, height: 860 },
    });
    await page.goto(`${house.url}/try`);
    await page.waitForSelector("#starters button");
    for (const words of SAID) {
      const before = await page.locator("#talk li.out[data-id]").count();
      await page.fill("#words", words);
      await page.press("#words", "Enter");
      await page.locator("#talk li.out[data-id]").nth(before).waitFor();
      await page.locator("#talk li.typing").waitFor({ state: "detached" });
      if ((await page.locator(".choices button:enabled").count()) > 0) break;
    }
    if (phone && process.argv.includes("--insight")) await page.click("#switch-view");
    await page.evaluate("document.fonts.ready.then(() => true)");
    await page.screenshot({ path });
  } finally {
    await browser.close();
    await house.close();
  }
}

await main();
