import { forgetOldest } from "../contracts/forget-oldest.ts";

/** Why a turn was given up: the person wrote on while a model was still reading. */
export class NewerBubble extends Error {}

/** Turns that are being thought about right now, by conversation. */
export interface Thinking {
  begin(conversationId: string, stop: AbortController): void;
  end(conversationId: string): void;
  /** Gives up the turn of a talk in which a newer bubble waits, so that one answer meets them all. */
  hearAgain(conversationIds: readonly string[]): void;
  /** How many talks are kept in mind. */
  readonly remembered: number;
}

/** A talk whose turn was given up may go to another worker and never come back. */
const MOST_GIVEN_UP = 10_000;

/** A turn is given up only once before it is taken: who never stops writing must be answered too. */
export function newThinking(): Thinking {
  const turns = new Map<string, AbortController>();
  const gaveUp = new Set<string>();
  return {
    get remembered() {
      return turns.size + gaveUp.size;
    },
    begin: (id, stop) => void turns.set(id, stop),
    end: (id) => {
      if (turns.get(id)?.signal.aborted === false) gaveUp.delete(id);
      turns.delete(id);
    },
    hearAgain: (ids) => {
      for (const id of ids) {
        const stop = turns.get(id);
        if (stop === undefined || gaveUp.has(id)) continue;
        gaveUp.add(id);
        forgetOldest(gaveUp, MOST_GIVEN_UP);
        stop.abort(new NewerBubble("the person wrote on"));
      }
    },
  };
}
