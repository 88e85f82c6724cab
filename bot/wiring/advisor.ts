import { advisor } from "../../agents/dialogue/advisor.ts";
import type { Models } from "../../agents/router/models.ts";
import type { Config } from "../config.ts";
import type { Advisor } from "../contracts/advisor.ts";

/** What models may add to the talks, as it is configured; null when no provider has a key. */
export function openAdvisor({ models: set }: Config, models: Models): Advisor | null {
  const settings = { turnMs: set.MODEL_TURN_SECONDS * 1_000, phrasing: set.MODEL_PHRASING === "on" };
  return advisor({ ...settings, models, now: () => Date.now() });
}
