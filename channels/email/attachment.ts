import type { LetterFiles } from "../../bot/contracts/letter-files.ts";
import type { Secret } from "../../bot/contracts/secret.ts";
import { guardedFetch } from "../shared/guarded-fetch.ts";
import type { HttpClient } from "../shared/http.ts";
import { textAt } from "../shared/json.ts";
import type { EmailConfig } from "./config.ts";
import { fileOf } from "./mail.ts";
import type { TokenSource } from "./oauth.ts";
import { vendorAnswer } from "./vendor.ts";

/** The bytes of a file that came with a mail, or why there are none. */
export type AttachmentResult =
  | { readonly ok: true; readonly bytes: Uint8Array; readonly mediaType: string }
  /** gone: not there any more, or refused · unavailable: worth another try. */
  | { readonly ok: false; readonly failure: "gone" | "unavailable"; readonly detail: string };

export interface AttachmentParts {
  readonly config: EmailConfig;
  readonly tokens: TokenSource | null;
  readonly files: LetterFiles;
  readonly http: HttpClient;
  readonly timeoutMs?: number;
}

/** Gets a file again from where its mail is kept, by the reference in its attachment. Never rejects. */
export async function fetchAttachment(reference: string, parts: AttachmentParts): Promise<AttachmentResult> {
  const [, way, first = "", rest = ""] =
    /^(imap|resend|kept):([^:]{1,200}):(.{1,500})$/s.exec(reference) ?? [];
  try {
    if (way === "imap") return await fromMailbox(Number(first), rest, parts);
    if (way === "kept") return await fromStore(Number(first), rest, parts);
    if (way === "resend") return await fromResend(first, rest, parts);
    return { ok: false, failure: "gone", detail: "this file was not kept" };
  } catch (error) {
    return {
      ok: false,
      failure: "unavailable",
      detail: error instanceof Error ? error.message : String(error),
    };
  }
}

async function fromStore(
  place: number,
  letterId: string,
  { files }: AttachmentParts,
): Promise<AttachmentResult> {
  const file = await files.find(letterId, place);
  return file === null
    ? { ok: false, failure: "gone", detail: "this file is not kept any more" }
    : { ok: true, ...file };
}

async function fromMailbox(index: number, id: string, parts: AttachmentParts): Promise<AttachmentResult> {
  const { mailbox, limits } = parts.config;
  if (mailbox === null) return { ok: false, failure: "gone", detail: "no mailbox is set up any more" };
  const { fetchById } = await import("./watch.ts");
  const patience = parts.timeoutMs === undefined ? {} : { timeoutMs: parts.timeoutMs };
  const where = { ...{ server: mailbox, tokens: parts.tokens, mostBytes: limits.messageBytes }, ...patience };
  const raw = await fetchById(where, mailbox.folder, id);
  const file = raw === null ? null : await fileOf(raw, index, limits);
  return file === null
    ? { ok: false, failure: "gone", detail: "the mail or its file is not in the mailbox" }
    : { ok: true, ...file };
}

async function fromResend(
  mail: string,
  id: string,
  { config, http }: AttachmentParts,
): Promise<AttachmentResult> {
  const { resend, limits } = config;
  if (resend === null) return { ok: false, failure: "gone", detail: "Resend is not set up any more" };
  const answer = await described(
    `${encodeURIComponent(mail)}/attachments/${encodeURIComponent(id)}`,
    resend,
    http,
  );
  if (answer.status !== 200)
    return { ok: false, failure: answer.status === 404 ? "gone" : "unavailable", detail: answer.words };
  const got = await guardedFetch(textAt(answer.body, "download_url"), {
    maxBytes: limits.attachmentBytes,
    trustedOrigins: [new URL(resend.baseUrl).origin],
  });
  if (!got.ok) return { ok: false, failure: "unavailable", detail: got.detail };
  return got.status === 200
    ? { ok: true, bytes: got.bytes, mediaType: textAt(answer.body, "content_type") || got.mediaType }
    : { ok: false, failure: "unavailable", detail: `HTTP ${got.status}` };
}

async function described(
  path: string,
  { apiKey, baseUrl }: { readonly apiKey: Secret; readonly baseUrl: string },
  http: HttpClient,
) {
  const url = new URL(`${baseUrl.replace(/\/+$/, "")}/emails/receiving/${path}`);
  const headers = { authorization: `Bearer ${apiKey.reveal()}`, "user-agent": "majlis" };
  const outcome = await http.send({ method: "GET", url, headers, body: null });
  if (outcome.kind !== "answered") throw new Error(outcome.why);
  return vendorAnswer(outcome);
}
