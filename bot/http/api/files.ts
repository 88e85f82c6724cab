import { z } from "zod";
import type { HttpParts } from "../parts.ts";
import { type Route, route } from "../route.ts";
import { missing } from "./results.ts";

/** By the end of the name; anything else is offered as plain bytes. */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  ics: "text/calendar; charset=utf-8",
  pdf: "application/pdf",
};

const fileParams = z.object({
  kind: z.string().regex(/^[a-z]{1,30}$/),
  name: z.string().regex(/^[\w-]{1,100}\.[a-z]{1,5}$/),
});

/**
 * Files that we put into messages: invitations, documents. No key, because the platform or the person fetches them; the
 * name carries an id that nobody can guess.
 */
export function fileRoutes({ parts }: { readonly parts: HttpParts }): readonly Route[] {
  return [
    route({
      method: "get",
      path: "/files/{kind}/{name}",
      tag: "chat",
      access: "public",
      limit: "file",
      summary: "A file out of a message, such as the invitation to a meeting",
      params: fileParams,
      answers: { 200: { description: "The file", mediaType: "application/octet-stream" } },
      refuses: ["not-found"],
      handle: async ({ params: { kind, name } }) => {
        const bytes = await parts.readFile(`/files/${kind}/${name}`);
        if (bytes === null) return missing("file");
        const mediaType = MEDIA_TYPES[name.split(".").at(-1) ?? ""] ?? "application/octet-stream";
        return {
          status: 200,
          raw: { mediaType, bytes },
          headers: {
            "Content-Disposition": `attachment; filename="${name}"`,
            "Cache-Control": "private, no-store",
          },
        };
      },
    }),
  ];
}
