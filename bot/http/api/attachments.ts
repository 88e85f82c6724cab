import { z } from "zod";
import type { FetchedMedia } from "../../contracts/channel.ts";
import type { HttpParts } from "../parts.ts";
import { type Problem, problem } from "../problems.ts";
import { type Route, route } from "../route.ts";
import { missing } from "./results.ts";

/** What platforms and mail deliver at most; more would only fill the memory. */
const MOST_BYTES = 25 * 1024 * 1024;

/** Nothing in here can run in a browser; everything else is offered as plain bytes. */
const SAFE_TYPES: ReadonlySet<string> = new Set([
  ...["image/jpeg", "image/png", "image/gif", "image/webp", "application/pdf", "text/plain"],
  ...["audio/ogg", "audio/mpeg", "audio/mp4", "audio/aac", "audio/amr", "video/mp4", "video/3gpp"],
]);
const PLAIN_BYTES = "application/octet-stream";

const attachmentParams = z.object({
  id: z.string().min(1).max(200),
  messageId: z.string().min(1).max(600),
  index: z.string().regex(/^\d{1,3}$/),
});

/** Files that people sent, fetched from their platform when a rep asks: we keep no copy. */
export function attachmentRoutes({ parts }: { readonly parts: HttpParts }): readonly Route[] {
  return [
    route({
      method: "get",
      path: "/api/v1/conversations/{id}/messages/{messageId}/attachments/{index}",
      tag: "conversations",
      access: "rep",
      summary: "A file that a person sent, as a download; `index` counts a message's files from 0",
      params: attachmentParams,
      answers: { 200: { description: "The file", mediaType: PLAIN_BYTES } },
      refuses: ["not-found", "too-large", "unavailable"],
      handle: async ({ params: { id, messageId, index } }) => {
        const sent = await parts.records.conversations.attachment(id, messageId, Number(index));
        if (sent === null) return missing("file");
        const fetched = await parts.fetchAttachment(sent.channel, sent.attachment.reference);
        if (!fetched.ok) return notFetched(fetched);
        if (fetched.bytes.byteLength > MOST_BYTES) return problem("too-large", "the file is too large");
        return {
          status: 200,
          raw: { mediaType: safeType(fetched.mediaType), bytes: fetched.bytes },
          headers: {
            "Content-Disposition": disposition(sent.attachment.fileName ?? `file-${index}`),
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "private, no-store",
          },
        };
      },
    }),
  ];
}

/** The channel's own words stay inside: they may name its addresses. */
function notFetched({ failure }: Extract<FetchedMedia, { readonly ok: false }>): Problem {
  if (failure === "too-large") return problem("too-large", "the file is too large");
  if (failure === "unavailable")
    return { ...problem("unavailable", "the file cannot be fetched now; try again"), retryAfter: 5 };
  return problem("not-found", `the file cannot be had any more: ${failure}`);
}

function safeType(mediaType: string): string {
  const bare = mediaType.split(";")[0]?.trim().toLowerCase() ?? "";
  return SAFE_TYPES.has(bare) ? bare : PLAIN_BYTES;
}

/** The sender's name for it, whole for programs that read RFC 6266, in ASCII for the others; never a path. */
function disposition(fileName: string): string {
  const name = fileName
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}/\\]+/gu, "_")
    .slice(-150)
    .toWellFormed();
  const ascii = name.replace(/[^\w.() -]+/g, "_");
  const whole = encodeURIComponent(name).replace(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${whole}`;
}
