import { senses } from "../../agents/dialogue/senses.ts";
import type { Models } from "../../agents/router/models.ts";
import type { Config } from "../config.ts";
import type { Channel, FetchedMedia } from "../contracts/channel.ts";
import type { Senses } from "../contracts/senses.ts";

/** Ears and eyes as they are configured; null when MODEL_MEDIA is off or no provider has a key. */
export function openSenses(
  { models: set }: Config,
  models: Models,
  channels: ReadonlyMap<string, Channel>,
): Senses | null {
  if (set.MODEL_MEDIA === "off") return null;
  return senses({
    models,
    now: () => Date.now(),
    // The same patience as for all other models, so that a turn waits for both together no longer than for one.
    patienceMs: set.MODEL_TURN_SECONDS * 1_000,
    fetchMedia: (name, { reference }) => fetchFrom(channels, name, reference),
  });
}

/** The bytes of a file that a person sent, from the channel it came on. Never rejects. */
export async function fetchFrom(
  channels: ReadonlyMap<string, Channel>,
  name: string,
  reference: string,
): Promise<FetchedMedia> {
  return (await channels.get(name)?.fetchMedia?.(reference)) ?? NOT_KEPT;
}

const NOT_KEPT = { ok: false, failure: "gone", detail: "this channel keeps no files" } as const;
