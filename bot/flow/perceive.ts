import type { AdvisedTalk } from "../contracts/advisor.ts";
import type { Mind } from "./mind.ts";
import type { Occasion } from "./occasion.ts";

/** The occasion with the words of its recordings and pictures, and what to add to the turn's reason. */
export async function perceive(
  occasion: Occasion,
  talk: AdvisedTalk,
  { senses }: Mind,
): Promise<{ readonly occasion: Occasion; readonly remark: string }> {
  const { heard, handled } = occasion.hearing;
  const hasFiles = heard.some(({ attachments }) => attachments.length > 0);
  if (senses === null || senses === undefined || !hasFiles) return { occasion, remark: "" };
  const perceived = await Promise.all(heard.map((message) => senses.perceive(message, talk)));
  const sensedIn = new Map(perceived.map(({ message }) => [message.id, message.sensed]));
  const hearing = {
    heard: perceived.map(({ message }) => message),
    handled: handled.map((one) => {
      const sensed = sensedIn.get(one.messageId);
      return sensed === undefined ? one : { ...one, sensed };
    }),
  };
  const remarks = perceived.flatMap(({ remark }) => (remark === "" ? [] : [`; ${remark}`]));
  return { occasion: { ...occasion, hearing }, remark: remarks.join("") };
}
