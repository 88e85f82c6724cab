import type { Secret } from "../../../bot/contracts/secret.ts";

/** Where a provider is reached, as whom, and which of its models is asked. */
export interface ProviderSettings {
  readonly apiKey: Secret;
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly model: string;
}
