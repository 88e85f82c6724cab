import type { InboundMessage } from "../conversation/message.ts";
import type { AdvisedTalk } from "./advisor.ts";

/** Ears and eyes: what a recording says and what a picture shows, before a turn is understood. */
export interface Senses {
  /** Takes a few seconds at most and never rejects; a message that nothing could be made of comes back as it was. */
  perceive(message: InboundMessage, talk: AdvisedTalk): Promise<Perceived>;
}

export interface Perceived {
  readonly message: InboundMessage;
  /** For the trace, in a few words; empty when there was nothing to listen to or to look at. */
  readonly remark: string;
}
