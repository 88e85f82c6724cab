import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";

/** Where Debian puts the browser. */
export const CHROMIUM = "/usr/bin/chromium";

/** A real browser without a window, that speaks to nobody but the page under test. */
export function openChromium(): Promise<Browser> {
  const flags = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    `--disk-cache-dir=${mkdtempSync(join(tmpdir(), "majlis-chromium-"))}`,
  ];
  return chromium.launch({ executablePath: CHROMIUM, headless: true, args: flags });
}
