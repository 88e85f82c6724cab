import { ask } from "./ask.ts";
import { BREAKER_LIMITS, type BreakerLimits } from "./breaker.ts";
import { deskOf, type ProviderState } from "./desk.ts";
import { hear } from "./hear.ts";
import type { House } from "./house.ts";
import type { Models } from "./models.ts";
import type { Accounts, AnswerCache, MaskFor, Provider, Traces } from "./parts.ts";
import type { Prices } from "./prices.ts";
import { ROUTES, type Routes } from "./routes.ts";

/** What the router is built from. */
export interface RouterParts {
  readonly providers: readonly Provider[];
  readonly accounts: Accounts;
  readonly cache: AnswerCache;
  readonly maskFor: MaskFor;
  readonly traces: Traces;
  readonly prices: Prices;
  /** Epoch ms. */
  readonly now: () => number;
  readonly routes?: Routes;
  readonly breaker?: BreakerLimits;
  /** Calls at one provider at a time; 16 unless set. */
  readonly places?: number;
}

export interface Router extends Models {
  /** Every provider that has a key, and how it stands. */
  states(): readonly ProviderState[];
  /** Forgets kept answers that came from a conversation. False = not now; to be asked again. */
  forget(conversationId: string): Promise<boolean>;
}

const PLACES = 16;

/** The shared router over these providers. */
export function createModels(parts: RouterParts): Router {
  const { now, breaker = BREAKER_LIMITS, places = PLACES, routes = ROUTES } = parts;
  const desks = new Map(
    parts.providers.map((provider) => [provider.name, deskOf(provider, now, breaker, places)] as const),
  );
  const house: House = { ...parts, desks, routes };
  return {
    present: desks.size > 0,
    ask: (question) => ask(house, question),
    hear: (recording) => hear(house, recording),
    forget: (conversationId) => house.cache.forget(conversationId),
    states: () =>
      [...desks.values()].map(({ provider, breaker: { circuit }, gate: { inside } }) => ({
        ...{ provider: provider.name, model: provider.model, circuit, inside },
      })),
  };
}
