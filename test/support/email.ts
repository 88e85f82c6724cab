import type { ChannelNews } from "../../bot/contracts/channel.ts";
import type { LetterFile } from "../../bot/contracts/letter-files.ts";
import { Secret } from "../../bot/contracts/secret.ts";
import { EMAIL_LIMITS, type EmailConfig, type MailServer } from "../../channels/email/config.ts";
import { type EmailParts, email } from "../../channels/email/index.ts";

/** Our mail as the tests have it: sales@example.com, nothing set up but what is asked for. */
export function emailConfig(
  wanted: Omit<Partial<EmailConfig>, "mailbox"> & { readonly mailbox?: Partial<MailServer> } = {},
): EmailConfig {
  const { mailbox, ...rest } = wanted;
  return {
    address: "sales@example.com",
    displayName: null,
    oauth: null,
    carrier: null,
    trustedServer: null,
    resend: null,
    sendgrid: null,
    limits: EMAIL_LIMITS,
    ...rest,
    mailbox: mailbox === undefined ? null : { ...mailServer(mailbox), folder: "INBOX" },
  };
}

/** A mail server on this machine; by default it wants to know who signs in. */
export function mailServer(wanted: Partial<MailServer>): MailServer {
  const signIn = { user: "sales@example.com", password: new Secret("secret") };
  return { host: "127.0.0.1", port: 25, secure: false, ...signIn, ...wanted };
}

/** The channel with everything around it in memory; `told` are the notices about sending. */
export async function openEmail(
  config: EmailConfig,
  wanted: Omit<Partial<EmailParts>, "memory"> & { readonly memory?: Map<string, unknown> } = {},
) {
  const { memory = new Map<string, unknown>(), ...rest } = wanted;
  const told: ChannelNews[] = [];
  const kept = new Map<string, LetterFile>();
  const channel = await email(config, {
    now: () => Date.now(),
    chance: () => 0.5,
    memory: {
      get: async (key) => structuredClone(memory.get(key) ?? null),
      put: async (key, value) => {
        if (value === null) memory.delete(key);
        else memory.set(key, structuredClone(value));
      },
    },
    files: {
      keep: async (id, place, file) => void kept.set(`${place}:${id}`, file),
      find: async (id, place) => kept.get(`${place}:${id}`) ?? null,
    },
    isKnown: async () => true,
    sentTo: async () => "khalid@example.net",
    tell: async (news) => {
      told.push(...news);
    },
    letterhead: async () => ({
      company: "Masar",
      website: "https://masar.example",
      human: "Sara, +966500000000",
    }),
    background: async () => ({ name: null, answers: null }),
    mayAnswer: async () => true,
    readFile: async () => null,
    ...rest,
  });
  return { channel, told, memory, kept };
}
