import { Readable } from "node:stream";
import MailComposer from "nodemailer/lib/mail-composer";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import type { SendFailure } from "../../bot/contracts/channel.ts";
import { asRecord, idAt, textAt } from "../shared/json.ts";
import { type Carried, type Carrier, refused } from "./carrier.ts";
import type { Letter } from "./compose.ts";
import { LOOPBACK, type MailServer } from "./config.ts";
import type { TokenSource } from "./oauth.ts";

export interface SmtpParts {
  readonly server: MailServer;
  /** null = password. */
  readonly tokens: TokenSource | null;
  /** Name we greet servers with. */
  readonly hostName: string;
  /** How long a server may be silent; 15 seconds unless a test is in a hurry. */
  readonly timeoutMs?: number;
}

/** A mail server over SMTP, one connection a letter. It says nothing afterwards, so a doubt stays one. */
export function smtpCarrier(parts: SmtpParts): Carrier {
  // A token may end before its time: taken back, or held for longer by a clock that was set back.
  let fresh = false;
  return {
    name: "smtp",
    reports: false,
    carry: async (letter) => {
      const carried = await carry(letter, parts, fresh);
      fresh = !carried.ok && carried.failure.kind === "misconfigured";
      return carried;
    },
    close: async () => {},
  };
}

async function carry(letter: Letter, parts: SmtpParts, fresh: boolean): Promise<Carried> {
  const raw = await mimeOf(letter);
  const connection = connect(parts);
  const broken = breakOf(connection);
  let handedOver = false;
  try {
    await Promise.race([broken, answered((done) => connection.connect(done))]);
    await Promise.race([broken, signIn(connection, parts, fresh)]);
    const body = Readable.from([raw]);
    body.once("end", () => {
      handedOver = true;
    });
    const envelope = { from: letter.fromAddress, to: [letter.to], size: raw.length };
    await Promise.race([broken, answered((done) => connection.send(envelope, body, done))]);
    connection.quit();
    return { ok: true, ids: [] };
  } catch (error) {
    connection.close();
    return afterError(error, handedOver);
  }
}

/** Rejects when the line breaks, at whatever step: nodemailer tells of that by an event, and of a sign-in by nothing else. */
function breakOf(connection: SMTPConnection): Promise<never> {
  const broken = new Promise<never>((_, fail) => {
    connection.on("error", fail);
    connection.once("end", () => fail(new Error("the connection was closed")));
  });
  broken.catch(() => undefined); // looked at by the steps; what comes after them is nobody's business
  return broken;
}

/** What a command of nodemailer's answers, once it does. */
function answered(command: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise<void>((ok, fail) => command((error) => (error ? fail(error) : ok())));
}

function connect({ server, hostName, timeoutMs = 15_000 }: SmtpParts): SMTPConnection {
  return new SMTPConnection({
    ...{ host: server.host, port: server.port, secure: server.secure, name: hostName },
    ...{
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      dnsTimeout: timeoutMs,
    },
    // A password never goes over a line that somebody could read.
    requireTLS: !server.secure && server.user !== null && !LOOPBACK.test(server.host),
    allowInternalNetworkInterfaces: true,
  });
}

async function signIn(
  connection: SMTPConnection,
  { server, tokens }: SmtpParts,
  fresh: boolean,
): Promise<void> {
  if (server.user === null || !connection.allowsAuth) return;
  const user = server.user;
  const login = (auth: Parameters<SMTPConnection["login"]>[0]) =>
    answered((done) => connection.login(auth, done));
  if (tokens === null) {
    await login({ credentials: { user, pass: server.password?.reveal() ?? "" } });
    return;
  }
  const { value } = await tokens.token(fresh);
  await login({ type: "OAUTH2", user, oauth2: bearer(user, value) });
}

/** What nodemailer asks of its own token source, with a token of ours. */
function bearer(user: string, token: string) {
  const sent = Buffer.from(`user=${user}\u0001auth=Bearer ${token}\u0001\u0001`).toString("base64");
  const getToken = (_: boolean, done: (error: Error | null, token?: string) => void) => done(null, token);
  return { getToken, buildXOAuth2Token: () => sent } as never;
}

/** The letter as MIME; everything that is not plain ASCII is encoded, so no header can break. */
async function mimeOf(letter: Letter): Promise<Buffer> {
  const { "In-Reply-To": inReplyTo, References: references, ...headers } = letter.headers;
  const mail = new MailComposer({
    from: { name: letter.fromName, address: letter.fromAddress },
    to: { name: "", address: letter.to },
    ...(letter.replyTo === undefined ? {} : { replyTo: { name: "", address: letter.replyTo } }),
    ...{ subject: letter.subject, text: letter.text, html: letter.html, headers },
    messageId: `<${letter.messageId}>`,
    ...(inReplyTo === undefined ? {} : { inReplyTo }),
    ...(references === undefined ? {} : { references }),
    attachments: letter.attachments.map(({ fileName, mediaType, content }) => ({
      ...{ filename: fileName, contentType: mediaType, content: Buffer.from(content) },
    })),
    ...{ disableFileAccess: true, disableUrlAccess: true },
  });
  return await mail.compile().build();
}

const waitForServer: SendFailure = { kind: "retry", afterMs: null, scope: "account" };
const waitForMessage: SendFailure = { kind: "retry", afterMs: null, scope: "message" };

/** What a failed exchange says about itself. */
interface Told {
  /** SMTP reply code; 0 = the server said nothing. */
  readonly reply: number;
  /** The step it happened at, such as "RCPT TO". */
  readonly command: string;
  readonly isSignIn: boolean;
  readonly words: string;
  /** The whole letter had left. */
  readonly handedOver: boolean;
}

function afterError(error: unknown, handedOver: boolean): Carried {
  const record = asRecord(error) ?? {};
  const words = textAt(record, "response") || (error instanceof Error ? error.message : String(error));
  const code = idAt(record, "code");
  const command = idAt(record, "command").toUpperCase();
  const isSignIn = code === "EAUTH" || command.startsWith("AUTH");
  const told = { reply: Number(record.responseCode) || 0, command, isSignIn, words, handedOver };
  return refused(meaningOf(told), `${code} ${command}: ${words}`.trim());
}

/** Who said no, and at which step, decides what it means. */
function meaningOf(told: Told): SendFailure {
  if (told.reply === 0) return silence(told);
  if (told.reply === 421) return waitForServer;
  if (told.isSignIn) return told.reply < 500 ? waitForServer : { kind: "misconfigured" };
  if (told.reply < 500) return /^(?:RCPT TO|DATA)/.test(told.command) ? waitForMessage : waitForServer;
  if (/^(?:MAIL FROM|EHLO|HELO|CONN|STARTTLS)/.test(told.command)) return { kind: "misconfigured" };
  return refusedMail(told);
}

/** No answer at all: a doubt once the whole letter had left, before that it certainly did not go. */
function silence({ handedOver, isSignIn, words }: Told): SendFailure {
  if (handedOver) return { kind: "in-doubt" };
  // A token server that is away is waited for; one that says no needs a person.
  if (/^no access token: HTTP 4/.test(words) || isSignIn) return { kind: "misconfigured" };
  return waitForServer;
}

/** A 5xx reply: about the address, about its mailbox for now, or about what we wrote. */
function refusedMail({ reply, words, command }: Told): SendFailure {
  const status = /\b5\.(\d{1,3})\.(\d{1,3})\b/.exec(words);
  if (status?.[1] === "2" && status[2] === "2") return waitForMessage; // full today
  const aboutAddress =
    status === null ? [550, 551, 553, 556].includes(reply) : status[1] === "1" || /^5\.2\.1$/.test(status[0]);
  return command === "RCPT TO" && aboutAddress ? { kind: "unreachable" } : { kind: "rejected" };
}
