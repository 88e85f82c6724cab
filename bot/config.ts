import { z } from "zod";
import { Secret } from "./contracts/secret.ts";

/** One environment variable: what it means, what it is when unset, and what makes it valid. */
interface Variable<Value> {
  readonly means: string;
  /** As it would be written in `.env`; null = unset by default. */
  readonly otherwise: string | null;
  readonly reads: z.ZodType<Value, string>;
}

const text = (means: string, otherwise: string): Variable<string> => ({
  means,
  otherwise,
  reads: z.string().min(1, "must not be empty"),
});
const optional = (means: string): Variable<string | null> => ({ means, otherwise: null, reads: z.string() });
const secret = (means: string): Variable<Secret | null> => ({
  means: `${means} (secret)`,
  otherwise: null,
  reads: z.string().transform((value) => new Secret(value)),
});
const whole = (means: string, otherwise: number, min: number, max: number): Variable<number> => ({
  means: `${means} (${min} to ${max})`,
  otherwise: String(otherwise),
  reads: z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be a whole number from ${min} to ${max}`),
});
const address = (means: string, otherwise: string): Variable<string> => ({
  means,
  otherwise,
  reads: z
    .string()
    .refine((value) => URL.canParse(value), "must be an address such as https://example.com")
    .transform((value) => value.replace(/\/+$/, "")),
});
const optionalAddress = (means: string): Variable<string | null> => ({
  ...address(means, ""),
  otherwise: null,
});
const oneOf = <const Names extends readonly [string, ...string[]]>(
  means: string,
  names: Names,
): Variable<Names[number]> => ({
  means: `${means}: ${names.join(", ")}`,
  otherwise: names[0],
  reads: z.string().pipe(z.enum(names, `must be one of ${names.join(", ")}`)),
});

/** Every variable Majlis reads, by owner. `.env.example` and docs/configuration.md are written from this table. */
const VARIABLES = {
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
    MONGODB_URL: optional("MongoDB for the archive of raw documents; PostgreSQL when unset"),
    DATABASE_POOL: whole("Connections one process may open to PostgreSQL", 12, 2, 200),
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
} as const satisfies Readonly<Record<string, Readonly<Record<string, Variable<unknown>>>>>;

type Variables = typeof VARIABLES;
type Read<Of> = Of extends Variable<infer Value> ? Value : never;
export type Config = {
  readonly [Owner in keyof Variables]: {
    readonly [Name in keyof Variables[Owner]]: Read<Variables[Owner][Name]>;
  };
};

/** The environment as typed values, or every problem with the variable's name and what would be valid. */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
):
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const config = Object.fromEntries(
    Object.entries(VARIABLES).map(([owner, variables]) => [
      owner,
      readGroup(variables, environment, problems),
    ]),
  );
  return problems.length > 0 ? { ok: false, problems } : { ok: true, config: config as Config };
}

function readGroup(
  variables: Readonly<Record<string, Variable<unknown>>>,
  environment: Readonly<Record<string, string | undefined>>,
  problems: string[],
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, variable] of Object.entries(variables)) {
    const written = environment[name]?.trim() || variable.otherwise;
    if (written === null) {
      values[name] = null;
      continue;
    }
    const read = variable.reads.safeParse(written);
    if (read.success) values[name] = read.data;
    else problems.push(`${name} ${read.error.issues.map((issue) => issue.message).join(", ")}`);
  }
  return values;
}

/** The process's own environment, read here and nowhere else. */
export function environment(): Readonly<Record<string, string | undefined>> {
  return process.env;
}

/** The text of `.env.example`. */
export function envExample(): string {
  const groups = Object.entries(VARIABLES).map(([owner, variables]) => {
    const lines = Object.entries(variables as Readonly<Record<string, Variable<unknown>>>).map(
      ([name, { means, otherwise }]) => `# ${means}\n#${name}=${otherwise ?? ""}`,
    );
    return `## ${owner}\n${lines.join("\n")}`;
  });
  return `# Every variable is optional. Written by \`npm run docs:configuration\`.\n\n${groups.join("\n\n")}\n`;
}

/** The text of docs/configuration.md. */
export function configurationPage(): string {
  const groups = Object.entries(VARIABLES).map(([owner, variables]) => {
    const rows = Object.entries(variables as Readonly<Record<string, Variable<unknown>>>).map(
      ([name, { means, otherwise }]) =>
        `| \`${name}\` | ${otherwise === null ? "unset" : `\`${otherwise}\``} | ${means} |`,
    );
    return `## ${owner}\n\n| variable | otherwise | means |\n|---|---|---|\n${rows.join("\n")}`;
  });
  return `# Configuration\n\nEvery variable is optional; a wrong value stops the start and names the variable. Written by \`npm run docs:configuration\`.\n\n${groups.join("\n\n")}\n`;
}
