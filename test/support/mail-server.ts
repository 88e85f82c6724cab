import type { AddressInfo } from "node:net";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

/** How a step of a delivery ends; null = well. */
export interface Refusals {
  auth?: number | null;
  from?: string | null;
  to?: string | null;
  data?: string | null;
  /** Takes the whole mail and then cuts the line without a word. */
  cutAfterData?: boolean;
}

/** A real SMTP server on a free loopback port that keeps what it took. */
export async function mailServerOn(options: SMTPServerOptions = {}) {
  const taken: { readonly raw: Buffer; readonly mail: ParsedMail; readonly to: readonly string[] }[] = [];
  const refusals: Refusals = {};
  const signedIn: string[] = [];
  const no = (reply: string): Error =>
    Object.assign(new Error(reply.slice(4)), { responseCode: Number(reply.slice(0, 3)) });
  const server = new SMTPServer({
    ...{ disabledCommands: ["STARTTLS"], authOptional: true, allowInsecureAuth: true, logger: false },
    authMethods: ["PLAIN", "LOGIN", "XOAUTH2"],
    onAuth: (auth, _, done) => {
      const given = auth.method === "XOAUTH2" ? auth.accessToken : auth.password;
      if (given === "secret") {
        signedIn.push(auth.method);
        done(null, { user: auth.username });
      } else done(no("535 5.7.8 bad credentials"));
    },
    onMailFrom: (_, __, done) => done(refusals.from == null ? null : no(refusals.from)),
    onRcptTo: (_, __, done) => done(refusals.to == null ? null : no(refusals.to)),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", async () => {
        const raw = Buffer.concat(chunks);
        if (refusals.data != null) return done(no(refusals.data));
        const to = session.envelope.rcptTo.map(({ address }) => address);
        taken.push({ raw, mail: await simpleParser(raw), to });
        if (refusals.cutAfterData === true) {
          for (const connection of server.connections as unknown as Set<{
            close(): void;
            _socket: { destroy(): void };
          }>)
            connection._socket.destroy();
          return;
        }
        done();
      });
    },
    ...options,
  });
  server.on("error", () => undefined); // cut lines are what some tests are about
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    taken,
    refusals,
    signedIn,
    close: () => new Promise<void>((closed) => server.close(() => closed())),
  };
}
