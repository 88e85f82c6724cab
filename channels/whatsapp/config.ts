import type { Secret } from "../../bot/contracts/secret.ts";

/** What the WhatsApp Cloud API needs to know about our account; read from the environment in bot/config.ts. */
export interface WhatsAppConfig {
  /** null = we can read and answer nothing: every send says that the token is missing. */
  readonly accessToken: Secret | null;
  /** Signs every webhook; without it no post can be genuine. */
  readonly appSecret: Secret;
  /** What we typed into Meta's form beside the webhook's address. */
  readonly verifyToken: Secret | null;
  /** Without a slash at the end; `https://graph.facebook.com` unless a test or a proxy stands in. */
  readonly baseUrl: string;
  /** Such as "v26.0". */
  readonly apiVersion: string;
  /** A fixed pace for each number; 0 = learn it from the platform's answers. See docs/decisions/pacing.md. */
  readonly messagesPerSecond: number;
  /** Where the platform can fetch our files (https, no slash at the end); null = upload them instead. */
  readonly publicUrl: string | null;
}
