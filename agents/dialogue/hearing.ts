import type { AdvisedTalk } from "../../bot/contracts/advisor.ts";
import type { FetchedMedia } from "../../bot/contracts/channel.ts";
import type { Sensed } from "../../bot/conversation/message.ts";
import { SURELY_HEARD } from "../../bot/conversation/sensed.ts";
import type { Answer, Models, Transcript } from "../router/models.ts";
import { isInvented } from "../router/providers/whisper.ts";
import type { Made, Patience } from "./made.ts";

/** Voice notes take 2 to 4 kB a second, so this is more than twenty minutes. */
const MOST_BYTES = 5_000_000;
const LEAST_SECONDS = 1;
const LEAST_CONFIDENCE = 0.35;
const MOST_HINTS = 12;

/** What is said in a recording, or why nothing is believed of it. */
export async function hearVoice(
  file: Extract<FetchedMedia, { ok: true }>,
  talk: AdvisedTalk,
  models: Models,
  { deadline, signal }: Patience,
): Promise<Made> {
  if (file.bytes.length > MOST_BYTES) return { ok: false, why: "too long" };
  const { conversation } = talk;
  const answer = await models.hear({
    bytes: file.bytes,
    mediaType: file.mediaType,
    // A language that is forced on the wrong voice makes a translation of it.
    language: conversation.turns === 0 ? null : conversation.language,
    hints: hintsOf(talk),
    about: { conversationId: conversation.id, turn: conversation.version + 1 },
    deadline,
    signal,
  });
  if (!answer.ok) return { ok: false, why: answer.why };
  const why = gate(answer.value, talk);
  return why === null ? { ok: true, sensed: sensedOf(answer) } : { ok: false, why };
}

/** Names that come up, so that they are spelled right. */
function hintsOf({ company }: AdvisedTalk): readonly string[] {
  const { name, offers } = company;
  const names = [name.ar, name.en, ...offers.flatMap((offer) => [offer.name.ar, offer.name.en])];
  return [...new Set(names)].filter((hint) => hint !== "").slice(0, MOST_HINTS);
}

/** Silence, a slip of the thumb, mumbling and what machines make up in them are not words. */
function gate({ text, seconds, confidence }: Transcript, { conversation }: AdvisedTalk): string | null {
  if (text.trim() === "") return "silence";
  if (seconds !== null && seconds < LEAST_SECONDS) return "too short";
  if (isInvented(text)) return "a sentence that machines make up in silence";
  // A yes that was half heard would book a meeting.
  const { asking } = conversation;
  const least = asking === "confirm" || asking === "appointment" ? SURELY_HEARD : LEAST_CONFIDENCE;
  return confidence < least ? "not clear enough" : null;
}

function sensedOf({ value, call }: Extract<Answer<Transcript>, { ok: true }>): Sensed {
  return {
    ...{ how: "heard", text: value.text.trim(), confidence: value.confidence },
    by: `${call.provider} (${call.attempts.at(-1)?.model ?? call.model})`,
  };
}
