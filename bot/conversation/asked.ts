import type { Conversation } from "./state.ts";
import type { Topic } from "./understanding.ts";

/** Everything our last message asks for, in the order of its numbers; one topic at most in a chat. */
export function topicsAsked({
  asking,
  alsoAsking = [],
}: Pick<Conversation, "asking" | "alsoAsking">): readonly Topic[] {
  return asking === null ? [] : [asking, ...alsoAsking];
}
