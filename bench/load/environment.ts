import { PORTS } from "./ports.ts";

/** How Majlis is set up under load: the Graph API is the stand-in of ../shared/bench on loopback. */
export const WHATSAPP = {
  secret: "app-secret",
  phoneId: "106540352242922",
  graph: `http://127.0.0.1:${PORTS.graph}`,
} as const;

/** The environment of one Majlis process under load. */
export function majlisEnvironment(options: {
  readonly role: "all" | "web" | "worker";
  readonly port: number;
  readonly dataDir: string;
  readonly database: string | null;
}): Record<string, string> {
  return {
    WHATSAPP_ACCESS_TOKEN: "token",
    WHATSAPP_APP_SECRET: WHATSAPP.secret,
    WHATSAPP_VERIFY_TOKEN: "verify",
    WHATSAPP_PHONE_NUMBER_ID: WHATSAPP.phoneId,
    WHATSAPP_BASE_URL: WHATSAPP.graph,
    ADMIN_API_KEY: "bench-key",
    BUBBLE_WAIT_MS: "0",
    DOUBT_WAIT_MS: "12000",
    LOG_LEVEL: "warn",
    ROLE: options.role,
    PORT: String(options.port),
    DATA_DIR: options.dataDir,
    ...(options.database === null ? {} : { DATABASE_URL: options.database }),
  };
}
