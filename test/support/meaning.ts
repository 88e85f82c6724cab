import type { Act, Entity, Fact, Understanding } from "../../bot/conversation/understanding.ts";

/** An understanding written by hand, for tests of what follows from it. */
export function meaning(
  parts: {
    readonly acts?: readonly Act[];
    readonly facts?: readonly Fact[];
    readonly entities?: readonly Entity[];
    readonly language?: "ar" | "en";
  } = {},
): Understanding {
  const language = parts.language ?? "ar";
  return {
    language,
    replyLanguage: language,
    acts: (parts.acts ?? []).map((act) => ({ act, quote: act })),
    facts: parts.facts ?? [],
    entities: parts.entities ?? [],
  };
}

type OneOf<Each> = Each extends Fact ? Pick<Each, "about"> & Partial<Each> : never;

/** A fact as told in plain words; state, quote and confidence are filled in. */
export function told(fact: OneOf<Fact>): Fact {
  return { state: "claimed", value: null, quote: "كما قيل", confidence: 0.9, ...fact } as Fact;
}

/** A talk's reader that gives the next of these understandings at each bubble. */
export function script(...steps: readonly Understanding[]): () => Understanding {
  let step = 0;
  return () => steps[step++] ?? meaning();
}
