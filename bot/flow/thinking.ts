/** Why a turn was given up: the person wrote on while a model was still reading. */
export class NewerBubble extends Error {}

/** Turns that are being thought about right now, by conversation. */
export interface Thinking {
  begin(conversationId: string, stop: AbortController): void;
  end(conversationId: string): void;
  /** Gives up the turn of a talk in which a newer bubble waits, so that one answer meets them all. */
  hearAgain(conversationIds: readonly string[]): void;
}

/** A turn is given up only once before it is taken: who never stops writing must be answered too. */
export function newThinking(): Thinking {
  const turns = new Map<string, AbortController>();
  const gaveUp = new Set<string>();
  return {
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
        stop.abort(new NewerBubble("the person wrote on"));
      }
    },
  };
}
