import {
  address,
  amount,
  crashAt,
  oneOf,
  optional,
  optionalAddress,
  provider,
  secret,
  text,
  type Variable,
  whole,
} from "./kinds.ts";

/** Named places on a message's way at which a crash test may end the process. */
export const CRASH_POINTS = [
  "after-store",
  "before-ack",
  "after-claim",
  "after-save",
  "after-intent",
  "after-send",
  "before-mark",
] as const;

/** Every variable Majlis reads, by owner. `.env.example` and docs/configuration.md are written from this table. */
export const VARIABLES = {
  server: {
    PORT: whole("Port of the web server; 0 takes any free one", 3000, 0, 65_535),
    HOST: text("Address the server listens on; 0.0.0.0 in a container", "127.0.0.1"),
    ROLE: oneOf("What this process does", ["all", "web", "worker"]),
    PUBLIC_URL: optionalAddress("Address under which the outside world reaches this server"),
    LOG_LEVEL: oneOf("How much is logged", ["info", "debug", "warn", "error", "silent"]),
    TRUSTED_PROXIES: whole(
      "Reverse proxies in front that may be believed about the caller's address",
      0,
      0,
      10,
    ),
    CHAT_SECRET: secret(
      "Signs web-chat visitors; the same in all web processes, kept in DATA_DIR when unset",
    ),
    ADMIN_API_KEY: secret("Key of the admin; made, printed once and kept in DATA_DIR when unset"),
  },
  storage: {
    DATA_DIR: text("Folder of the embedded database and of generated keys", "./data"),
    DATABASE_URL: optional("PostgreSQL to use; the embedded engine when unset"),
    REDIS_URL: optional("Redis for what may be lost; memory when unset"),
    MONGODB_URL: optional(
      "Kept for an archive of raw documents, which is not built: no use yet, and a start with it says so",
    ),
    DATABASE_POOL: whole("Connections one process may open to PostgreSQL", 12, 2, 200),
    KEEP_ACCOUNTS_DAYS: whole(
      "Days that the accounts of model calls and the runs of agents are kept (13 months); 0 keeps them for ever",
      396,
      0,
      36_500,
    ),
    KEEP_NOTICES_DAYS: whole(
      "Days that notices about our own accounts are kept, an alarm at least while its cause stands; 0 keeps them for ever",
      90,
      0,
      36_500,
    ),
  },
  dialogue: {
    COMPANY_FILE: text("The company's profile, read until one is saved through the API", "./company.yaml"),
    BUBBLE_WAIT_MS: whole(
      "Longest wait for one more bubble of a turn; 0 makes each message its own turn",
      1500,
      0,
      30_000,
    ),
    REP_IDLE_MINUTES: whole(
      "Silence after which a talk goes back from a rep to the assistant",
      720,
      1,
      43_200,
    ),
    DOUBT_WAIT_MS: whole("How long a send of unknown fate waits for its receipt", 60_000, 100, 3_600_000),
  },
  whatsapp: {
    WHATSAPP_ACCESS_TOKEN: secret("Token of the WhatsApp Business account"),
    WHATSAPP_APP_SECRET: secret("App secret that signs the webhooks"),
    WHATSAPP_VERIFY_TOKEN: secret("Token of the webhook's subscription check"),
    WHATSAPP_PHONE_NUMBER_ID: optional("Id of the sending phone number"),
    WHATSAPP_BASE_URL: address("Graph API", "https://graph.facebook.com"),
    WHATSAPP_API_VERSION: text("Version of the Graph API", "v26.0"),
    WHATSAPP_MESSAGES_PER_SECOND: whole(
      "Fixed pace of the number; 0 learns it from the platform's answers",
      0,
      0,
      1000,
    ),
    WHATSAPP_TEMPLATE: optional(
      "Approved template for words outside the 24-hour window, with one body value",
    ),
  },
  website: {
    EMBED_ORIGINS: optional(
      "Websites that may embed the form and the chat, separated by commas (https://example.sa); every one when unset",
    ),
    FORM_SECRET: secret("Signs forms that a website's own server posts (X-Majlis-Signature)"),
  },
  linkedin: {
    LINKEDIN_DRAFTS: oneOf(
      "LinkedIn never sends by itself; on keeps what the assistant would write as drafts for a rep to copy",
      ["off", "on"],
    ),
  },
  email: {
    IMAP_URL: secret("Mailbox to watch: imaps://user:password@host:993/INBOX"),
    IMAP_AUTH: oneOf("How the mailbox and SMTP sign in", ["password", "oauth2"]),
    SMTP_URL: secret("Server that sends our mail: smtps://user:password@host:465"),
    EMAIL_FROM: optional("Our address, with or without a name: Majlis <sales@example.com>"),
    EMAIL_TRUSTED_SERVER: optional(
      "Name under which our own mail server signs Authentication-Results; without it no sender counts as proven",
    ),
    EMAIL_OAUTH_TOKEN_URL: optionalAddress("Where OAuth 2 access tokens are fetched (Google, Microsoft)"),
    EMAIL_OAUTH_CLIENT_ID: optional("OAuth 2 client"),
    EMAIL_OAUTH_CLIENT_SECRET: secret("OAuth 2 client secret"),
    EMAIL_OAUTH_REFRESH_TOKEN: secret("OAuth 2 refresh token of the mailbox"),
    RESEND_API_KEY: secret("Resend: sends our mail and fetches what it received"),
    RESEND_BASE_URL: address("Resend's API", "https://api.resend.com"),
    RESEND_WEBHOOK_SECRET: secret("Signs Resend's webhooks (whsec_…)"),
    SENDGRID_API_KEY: secret("SendGrid: sends our mail"),
    SENDGRID_BASE_URL: address("SendGrid's API", "https://api.sendgrid.com"),
    SENDGRID_WEBHOOK_KEY: optional("Public key that verifies SendGrid's event webhook"),
    SENDGRID_INBOUND_TOKEN: secret("Token in the address of SendGrid's Inbound Parse, which is not signed"),
    EMAIL_REPLY_TOKENS: oneOf(
      "Whether answers come to sales+token@…, which names the talk; the mail server must take such addresses",
      ["off", "on"],
    ),
    EMAIL_MOST_PER_HOUR: whole("Answers one sender may get in an hour; a loop ends here", 5, 1, 100),
  },
  models: {
    ...provider("ANTHROPIC", "Anthropic Claude", "https://api.anthropic.com", "claude-sonnet-5-5"),
    ...provider("GEMINI", "Google Gemini", "https://generativelanguage.googleapis.com", "gemini-3.8-flash"),
    ...provider("GROQ", "Groq", "https://api.groq.com", "openai/gpt-oss-120b"),
    ...provider("DEEPSEEK", "DeepSeek", "https://api.deepseek.com", "deepseek-v4-flash"),
    ...provider("GLM", "Z.ai GLM", "https://api.z.ai/api/paas/v4", "glm-5.2"),
    GROQ_TRANSCRIPTION_MODEL: text("Model that hears voice notes at Groq", "whisper-large-v3"),
    MODEL_BUDGET_USD_MONTH: amount(
      "Most the models may cost in a calendar month; then rules alone answer",
      "200",
    ),
    MODEL_BUDGET_USD_CONVERSATION: amount(
      "Most the models may cost in one conversation; then rules alone answer",
      "1",
    ),
    MODEL_PRICES: optional(
      'Prices that differ from the list, as JSON: {"glm-5.2": {"in": 1.4, "out": 4.4, "cached": 0.3}}, US dollars for a million tokens',
    ),
    MODEL_TURN_SECONDS: whole("Longest a turn waits for models before rules answer", 6, 1, 60),
    MODEL_PHRASING: oneOf("Whether a model may word our fixed sentences to fit the talk", ["on", "off"]),
    MODEL_MEDIA: oneOf("Whether voice notes and pictures may go to models to be heard and read", [
      "on",
      "off",
    ]),
    MODEL_MASK_NAMES: optional(
      "Providers that must not see names of people and companies, separated by commas; all = every one",
    ),
  },
  services: {
    HUBSPOT_ACCESS_TOKEN: secret("HubSpot private app: contacts, companies and deals are kept in step"),
    HUBSPOT_BASE_URL: address("HubSpot's API", "https://api.hubapi.com"),
    HUBSPOT_APP_SECRET: secret("Signs HubSpot's webhooks"),
    HUBSPOT_PIPELINE: text("Deal pipeline in HubSpot", "default"),
    HUBSPOT_STAGES: optional("Deal stages that differ from HubSpot's own, such as won=1234,lost=1235"),
    HUBSPOT_OWNER_TAKES_OVER: oneOf("Whether an owner set by hand in HubSpot takes over the talk", [
      "yes",
      "no",
    ]),
    LANGFUSE_PUBLIC_KEY: optional("Langfuse project that gets traces of model calls"),
    LANGFUSE_SECRET_KEY: secret("Langfuse secret"),
    LANGFUSE_BASE_URL: address("Langfuse", "https://cloud.langfuse.com"),
  },
  tests: {
    CRASH_AT: crashAt(
      "For crash tests only: the process kills itself at the n-th passing of a point, such as after-send:30; refused without CRASH_ON_PURPOSE=yes",
      CRASH_POINTS,
    ),
    CRASH_ON_PURPOSE: oneOf("For crash tests only: lets CRASH_AT work", ["no", "yes"]),
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Variable<unknown>>>>>;
