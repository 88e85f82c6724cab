import type { HttpClient } from "../shared/http.ts";
import { asRecord, textAt } from "../shared/json.ts";
import type { OAuthConfig } from "./config.ts";

/** An access token and until when it holds, epoch milliseconds. */
export interface AccessToken {
  readonly value: string;
  readonly expiresAt: number;
}

/** Access tokens for a mailbox. Rejects with a sentence when none can be had. */
export interface TokenSource {
  /** A token that holds for some minutes yet; `fresh` = not the one that was just refused. */
  token(fresh?: boolean): Promise<AccessToken>;
}

/** Renewed this long before it ends, so that no session begins with a token about to die. */
const EARLY_MS = 300_000;
const SHORTEST_LIFE_S = 60;

/** Tokens by refresh token (RFC 6749, section 6), as Google and Microsoft give them; asked for once, however many wait. */
export function tokenSource(config: OAuthConfig, http: HttpClient, now: () => number): TokenSource {
  let held: AccessToken | null = null;
  let asking: Promise<AccessToken> | null = null;
  // Microsoft hands out a new refresh token with each answer; the newest lives longest.
  let refreshToken = config.refreshToken.reveal();

  const ask = async (): Promise<AccessToken> => {
    const form = new URLSearchParams({
      ...{ grant_type: "refresh_token", refresh_token: refreshToken, client_id: config.clientId },
      ...(config.clientSecret === null ? {} : { client_secret: config.clientSecret.reveal() }),
    });
    const headers = { "content-type": "application/x-www-form-urlencoded", accept: "application/json" };
    const url = new URL(config.tokenUrl);
    const outcome = await http.send({ method: "POST", url, headers, body: form.toString() });
    if (outcome.kind !== "answered") throw new Error(`no access token: ${outcome.why}`);
    const answer = asRecord(parsed(outcome.body)) ?? {};
    const value = textAt(answer, "access_token");
    if (outcome.status !== 200 || value === "")
      throw new Error(`no access token: HTTP ${outcome.status} ${textAt(answer, "error").slice(0, 60)}`);
    refreshToken = textAt(answer, "refresh_token") || refreshToken;
    const life = Math.max(Number(answer.expires_in) || 3_600, SHORTEST_LIFE_S);
    return { value, expiresAt: now() + life * 1_000 };
  };

  return {
    token: async (fresh = false) => {
      if (!fresh && held !== null && now() < held.expiresAt - EARLY_MS) return held;
      asking ??= ask().finally(() => {
        asking = null;
      });
      held = await asking;
      return held;
    },
  };
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString("utf8"));
  } catch {
    return null; // not JSON: the status alone must do
  }
}
