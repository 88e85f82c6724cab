/** Tells whoever watches (the web chat, the inbox) that something changed; may lose a word, never carries one. */
export interface Live {
  /** `topic` is a conversation id or "all". Returns how to stop listening. */
  listen(topic: string, heard: (conversationId: string) => void): () => void;
}
