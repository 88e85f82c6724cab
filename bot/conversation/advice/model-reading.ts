/** What a model read in a turn's bubbles, as it claims it: nothing of this is believed before `merge` has checked it. */
export interface ModelReading {
  readonly facts: readonly ModelFact[];
  readonly acts: readonly { readonly act: string; readonly quote: string }[];
  /** Words that tell what hurts or what is wanted. */
  readonly pains: readonly { readonly quote: string }[];
  /** Ids of approved claims, offers and prices that answer what was asked, the best first. */
  readonly answers: readonly string[];
  /** The words of a question that nothing approved answers; null when there is none. */
  readonly unanswered: string | null;
}

export interface ModelFact {
  readonly about: string;
  /** claimed, refused, unknown or open; anything else is not believed. */
  readonly state: string;
  /** A key for sector and city, the words themselves for names; ignored where rules read the quote. */
  readonly value: string | null;
  readonly quote: string;
}

/** One line of what we are about to say; only a free one may be put into other words. */
export interface SaidLine {
  readonly text: string;
  readonly free: boolean;
  /** Whether it asks. */
  readonly asks: boolean;
}
