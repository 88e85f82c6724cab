import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Dovecot, hasDovecot } from "../support/dovecot.ts";
import { mailServerOn } from "../support/mail-server.ts";

const OPENSSL = "/usr/bin/openssl";

const there = hasDovecot() && hasOpenssl();

function hasOpenssl(): boolean {
  if (existsSync(OPENSSL)) return true;
  process.stderr.write(`skipped: there is no ${OPENSSL} on this machine (apt-get install openssl)\n`);
  return false;
}

/** Says how a sign-in and a send went, in a process of its own: Node reads NODE_EXTRA_CA_CERTS at its start. */
const TRY = `
import { smtpCarrier } from "./channels/email/smtp.ts";
import { fetchById } from "./channels/email/watch.ts";
import { Secret } from "./bot/contracts/secret.ts";
const [smtp, imap] = process.argv.slice(1).map(Number);
const at = (port, secure, user) => ({ host: "localhost", port, secure, user, password: new Secret("secret") });
const letter = { messageId: "a@b.example", fromName: "", fromAddress: "a@b.example", to: "c@d.example", subject: "s", text: "t", html: "t", headers: {}, attachments: [] };
const sent = await smtpCarrier({ server: at(smtp, true, "sales@example.com"), tokens: null, hostName: "b.example", timeoutMs: 5000 }).carry(letter, "a");
const read = await fetchById({ server: at(imap, false, "sales@example.com"), tokens: null, mostBytes: 1000, timeoutMs: 5000 }, "INBOX", "none").then(() => "read", (error) => error.code ?? error.message);
process.stdout.write(JSON.stringify({ sent: sent.ok ? "sent" : sent.detail, read }));
process.exit(0);
`;

describe.skipIf(!there)("mail servers with a certificate of their own making", () => {
  const folder = mkdtempSync(join(tmpdir(), "majlis-tls-"));
  const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  let box: Dovecot;
  let post: Awaited<ReturnType<typeof mailServerOn>>;
  beforeAll(async () => {
    const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
    const made = [
      "req",
      "-x509",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-days",
      "1",
      "-keyout",
      key,
      "-out",
      cert,
    ];
    spawnSync(OPENSSL, [...made, ...subject], { stdio: "ignore" });
    box = await Dovecot.start({ cert, key });
    post = await mailServerOn({ secure: true, cert: readFileSync(cert), key: readFileSync(key) });
  }, 30_000);
  afterAll(async () => {
    await post?.close();
    await box?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const tryWith = async (environment: Readonly<Record<string, string>>) => {
    const args = ["--input-type=module-typescript", "-e", TRY, String(post.port), String(box.port)];
    const child = spawn("node", args, { env: { PATH: process.env.PATH, ...environment } });
    let said = "";
    child.stdout.on("data", (bytes) => {
      said += String(bytes);
    });
    await new Promise((gone) => child.once("exit", gone));
    return JSON.parse(said) as { readonly sent: string; readonly read: string };
  };

  test("nobody is trusted whom nobody vouches for; with NODE_EXTRA_CA_CERTS SMTP by TLS and IMAP by STARTTLS work", async () => {
    const refused = await tryWith({});
    expect(refused.sent).toMatch(/self.signed/i);
    expect(refused.read).toMatch(/SELF_SIGNED/i);
    expect(post.taken).toEqual([]);
    expect(await tryWith({ NODE_EXTRA_CA_CERTS: cert })).toEqual({ sent: "sent", read: "read" });
    expect(post.taken).toHaveLength(1);
  }, 60_000);
});
