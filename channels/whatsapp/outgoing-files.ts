import type { SendFailure } from "../../bot/contracts/channel.ts";
import type { Attachment } from "../../bot/conversation/message.ts";
import { idAt } from "../shared/json.ts";
import type { Graph } from "./graph.ts";

export interface PlacedFile {
  readonly type: Attachment["kind"];
  readonly content: Readonly<Record<string, string>>;
}

export interface OutgoingFiles {
  /** Makes a file reachable for the platform and describes it as message content. */
  place(
    file: Attachment,
    caption: string,
    account: string,
  ): Promise<PlacedFile | { readonly ok: false; readonly failure: SendFailure; readonly detail: string }>;
}

export interface OutgoingFilesParts {
  readonly graph: Graph;
  /** Our own address when the platform can reach it. */
  readonly publicUrl: string | null;
  /** Bytes of one of our files by its path under /files; null when it is gone. */
  readonly readFile: (reference: string) => Promise<Uint8Array | null>;
}

/** By link under our public address, or uploaded first when we have none. */
export function outgoingFiles(parts: OutgoingFilesParts): OutgoingFiles {
  return {
    place: async (file, caption, account) => {
      const link = linkTo(file.reference, parts.publicUrl);
      if (link !== null) return described(file, caption, { link });
      const bytes = await parts.readFile(file.reference).catch(() => "unread" as const);
      // Nothing has left yet, so there is no doubt about the message.
      if (bytes === "unread") return refused(AGAIN, "the file could not be read");
      if (bytes === null) return refused({ kind: "rejected" }, "the file is gone");
      const result = await parts.graph.postForm(`${encodeURIComponent(account)}/media`, formOf(file, bytes));
      // An upload nobody refers to does no harm: whatever became of it, it may be tried again.
      if (!result.ok) return refused(repeatable(result.failure), result.detail);
      const id = idAt(result.answer, "id");
      if (id === "") return refused(repeatable({ kind: "in-doubt" }), "uploaded without a media id");
      return described(file, caption, { id });
    },
  };
}

function linkTo(reference: string, publicUrl: string | null): string | null {
  if (/^https?:\/\//.test(reference)) return reference;
  // Meta fetches over https only; anything else of ours is uploaded.
  return publicUrl?.startsWith("https://") ? publicUrl.replace(/\/+$/, "") + encodeURI(reference) : null;
}

function described(file: Attachment, caption: string, where: Readonly<Record<string, string>>): PlacedFile {
  const named = file.kind === "document" && file.fileName !== null ? { filename: file.fileName } : {};
  return { type: file.kind, content: { ...where, ...named, ...(caption === "" ? {} : { caption }) } };
}

function formOf(file: Attachment, bytes: Uint8Array): { readonly type: string; readonly body: Uint8Array } {
  const boundary = `majlis-${bytes.byteLength.toString(36)}-5f1d0c7e9b2a4`;
  const field = (name: string, value: string) =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const mediaType = acceptedType(file.mediaType);
  const fileName = (file.fileName ?? file.kind).replace(/["\\\r\n]/g, "_");
  const head = `${field("messaging_product", "whatsapp")}${field("type", mediaType)}--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${fileName}"\r\nContent-Type: ${mediaType}\r\n\r\n`;
  const body = Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  return { type: `multipart/form-data; boundary=${boundary}`, body };
}

/** Meta takes no text/calendar and no other text types by upload; the file's name still opens the right app. */
function acceptedType(mediaType: string): string {
  return mediaType.startsWith("text/") ? "text/plain" : mediaType.replace(/[\r\n]/g, "");
}

const AGAIN: SendFailure = { kind: "retry", afterMs: null, scope: "message" };

function repeatable(failure: SendFailure): SendFailure {
  return failure.kind === "in-doubt" ? AGAIN : failure;
}

function refused(failure: SendFailure, detail: string) {
  return { ok: false, failure, detail } as const;
}
