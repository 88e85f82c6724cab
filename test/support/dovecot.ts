import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";

const PROGRAM = "/usr/sbin/dovecot";
const USER = "sales@example.com";
const PASSWORD = "secret";

/** Whether this machine has an IMAP server; says so when not. */
export function hasDovecot(): boolean {
  if (existsSync(PROGRAM)) return true;
  process.stderr.write("skipped: there is no dovecot on this machine (apt-get install dovecot-imapd)\n");
  return false;
}

/** A real IMAP server with one mailbox, as a plain process on a free loopback port. */
export class Dovecot {
  static readonly user = USER;
  static readonly password = PASSWORD;
  readonly folder: string;
  readonly port: number;
  #process: ChildProcess | null = null;
  #made = 0;

  private constructor(folder: string, port: number) {
    this.folder = folder;
    this.port = port;
  }

  /** With a certificate (paths) it offers STARTTLS. */
  static async start(tls: { readonly cert: string; readonly key: string } | null = null): Promise<Dovecot> {
    const folder = mkdtempSync(join(tmpdir(), "majlis-imap-"));
    const server = new Dovecot(folder, await freePort());
    server.#prepare(tls === null ? "ssl = no" : `ssl = yes\nssl_cert = <${tls.cert}\nssl_key = <${tls.key}`);
    await server.up();
    return server;
  }

  async up(): Promise<void> {
    this.#process = spawn(PROGRAM, ["-F", "-c", join(this.folder, "dovecot.conf")], { stdio: "ignore" });
    for (let tries = 0; tries < 100; tries += 1) {
      if (await listens(this.port)) return;
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error("dovecot did not start");
  }

  /** Stops it and everything it started. */
  async down(): Promise<void> {
    const running = this.#process;
    this.#process = null;
    if (running === null || running.exitCode !== null) return;
    const gone = new Promise((done) => running.once("exit", done));
    running.kill("SIGTERM");
    await gone;
  }

  async stop(): Promise<void> {
    await this.down();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Puts a mail into a folder as a delivery agent would. */
  deliver(raw: string | Uint8Array, into: "INBOX" | "Sent" = "INBOX"): void {
    this.#made += 1;
    const maildir = this.#maildir(into);
    const name = `${Math.floor(Date.now() / 1000)}.M${this.#made}P${process.pid}.test`;
    writeFileSync(join(maildir, "tmp", name), raw);
    spawnSync("mv", [join(maildir, "tmp", name), join(maildir, "new", name)]);
    this.#own();
  }

  /** Numbers the folder anew, as a server does that lost its index. */
  renumber(): void {
    const maildir = this.#maildir("INBOX");
    for (const name of readdirSync(maildir))
      if (name.startsWith("dovecot")) rmSync(join(maildir, name), { recursive: true, force: true });
    const now = Math.floor(Date.now() / 1000) + 1_000 + this.#made;
    writeFileSync(join(maildir, "dovecot-uidvalidity"), now.toString(16));
    writeFileSync(join(maildir, `dovecot-uidvalidity.${now.toString(16)}`), "");
    this.#own();
  }

  #maildir(folder: "INBOX" | "Sent"): string {
    return folder === "INBOX" ? join(this.folder, "mail") : join(this.folder, "mail", ".Sent");
  }

  #prepare(ssl: string): void {
    for (const box of ["mail", "mail/.Sent"])
      for (const part of ["cur", "new", "tmp"]) mkdirSync(join(this.folder, box, part), { recursive: true });
    const me = mailUser();
    writeFileSync(
      join(this.folder, "dovecot.conf"),
      `
base_dir = ${this.folder}/run
state_dir = ${this.folder}/state
log_path = ${this.folder}/log
protocols = imap
listen = 127.0.0.1
${ssl}
disable_plaintext_auth = no
auth_mechanisms = plain login
default_internal_user = ${me.name}
default_internal_group = ${me.group}
default_login_user = ${me.name}
first_valid_uid = 0
mail_location = maildir:${this.folder}/mail
mailbox_list_index = no
passdb {
  driver = static
  args = password=${PASSWORD}
}
userdb {
  driver = static
  args = uid=${me.name} gid=${me.group} home=${this.folder}
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${this.port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
namespace inbox {
  inbox = yes
  mailbox Sent {
    special_use = \\Sent
    auto = subscribe
  }
}
`,
    );
    mkdirSync(join(this.folder, "run"), { recursive: true });
    mkdirSync(join(this.folder, "state"), { recursive: true });
    this.#own();
  }

  /** Dovecot refuses to serve mail as root; then everything belongs to a lesser user. */
  #own(): void {
    chmodSync(this.folder, 0o755);
    if (process.getuid?.() === 0) spawnSync("chown", ["-R", "nobody:nogroup", join(this.folder, "mail")]);
  }
}

function mailUser(): { readonly name: string; readonly group: string } {
  if (process.getuid?.() === 0) return { name: "nobody", group: "nogroup" };
  const name = userInfo().username;
  return { name, group: spawnSync("id", ["-gn"], { encoding: "utf8" }).stdout.trim() };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((listening) => probe.listen(0, "127.0.0.1", listening));
  const address = probe.address();
  await new Promise((closed) => probe.close(closed));
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}

function listens(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      answer(true);
    });
    socket.once("error", () => answer(false));
  });
}
