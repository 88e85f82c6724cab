import type { AdvisedTalk } from "../../bot/contracts/advisor.ts";
import type { FetchedMedia } from "../../bot/contracts/channel.ts";
import { forgetOldest } from "../../bot/contracts/forget-oldest.ts";
import type { Perceived, Senses } from "../../bot/contracts/senses.ts";
import type { Attachment, InboundMessage } from "../../bot/conversation/message.ts";
import type { Models } from "../router/models.ts";
import { hearVoice } from "./hearing.ts";
import type { Made } from "./made.ts";
import { seePicture } from "./seeing.ts";

export interface SensesParts {
  readonly models: Models;
  /** The router's clock, epoch ms. */
  readonly now: () => number;
  /** The longest a turn waits for ears and eyes, the download included, in milliseconds. */
  readonly patienceMs: number;
  /** The bytes of a file, from the channel it came through. */
  fetchMedia(channel: string, attachment: Attachment): Promise<FetchedMedia>;
}

/** So many of the last files are remembered, for a turn that is taken again must not be paid for twice. */
const REMEMBERED = 200;

/** Ears and eyes over the shared router; null when there is no model, and files stay unheard and unseen. */
export function senses(parts: SensesParts): Senses | null {
  if (!parts.models.present) return null;
  const made = new Map<string, Promise<Made>>();
  return {
    perceive: async (message, talk) => {
      const wanted = wantedOf(message, talk);
      if (wanted === null) return { message, remark: "" };
      const key = JSON.stringify([message.from.channel, message.from.account, message.id]);
      const before = made.get(key);
      const making = before ?? make(wanted, message, talk, parts);
      if (before === undefined) remember(made, key, making);
      return perceived(message, wanted, await inTime(making, parts.patienceMs));
    },
  };
}

interface Wanted {
  readonly sense: "hear" | "see";
  readonly attachment: Attachment;
}

/** The file in a message that is worth a call: a recording without words, a picture while nobody of ours is there. */
function wantedOf(message: InboundMessage, { conversation }: AdvisedTalk): Wanted | null {
  const { kind, text, attachments } = message;
  const audio = attachments.find((one) => one.kind === "audio");
  if (audio !== undefined && text.trim() === "") return { sense: "hear", attachment: audio };
  const isPicture = kind === "image" || kind === "document";
  const image = attachments.find(({ mediaType }) => mediaType.startsWith("image/"));
  const mayLook = isPicture && conversation.owner === "bot";
  return mayLook && image !== undefined ? { sense: "see", attachment: image } : null;
}

async function make(
  { sense, attachment }: Wanted,
  message: InboundMessage,
  talk: AdvisedTalk,
  { models, now, patienceMs, fetchMedia }: SensesParts,
): Promise<Made> {
  const patience = { deadline: now() + patienceMs, signal: AbortSignal.timeout(patienceMs) };
  try {
    const file = await fetchMedia(message.from.channel, attachment);
    if (!file.ok) return { ok: false, why: `the file is ${file.failure}` };
    return await (sense === "hear" ? hearVoice : seePicture)(file, talk, models, patience);
  } catch {
    // Whatever broke, the person is answered: they are asked to write it.
    return { ok: false, why: "broken" };
  }
}

function remember(made: Map<string, Promise<Made>>, key: string, making: Promise<Made>): void {
  made.set(key, making);
  forgetOldest(made, REMEMBERED);
}

/** A download that never ends must not make the person wait. */
async function inTime(making: Promise<Made>, patienceMs: number): Promise<Made> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Made>((resolve) => {
    timer = setTimeout(() => resolve({ ok: false, why: "too-late" }), patienceMs);
  });
  try {
    return await Promise.race([making, late]);
  } finally {
    clearTimeout(timer);
  }
}

function perceived(message: InboundMessage, { sense }: Wanted, made: Made): Perceived {
  const what = sense === "hear" ? "voice note" : "picture";
  if (!made.ok) return { message, remark: `${what} not ${sense === "hear" ? "heard" : "read"}: ${made.why}` };
  const { sensed, introduces = [] } = made;
  const sure = `confidence ${sensed.confidence.toFixed(2)}`;
  if (sense === "hear")
    return {
      message: { ...message, text: sensed.text, sensed },
      remark: `${what}, transcribed by ${sensed.by}, ${sure}`,
    };
  return {
    message: { ...message, sensed, introduces: [...(message.introduces ?? []), ...introduces] },
    remark: `${what}, read by ${sensed.by}`,
  };
}
