import { z } from "zod";
import type { CommandResult } from "../../contracts/commands.ts";
import type { OutreachRecord } from "../../contracts/records.ts";
import type { HttpParts } from "../parts.ts";
import { type Outcome, ok, type Route, route } from "../route.ts";
import { idParams, moment, pageOf, pageQuery } from "../schemas/shared.ts";
import { language } from "../schemas/words.ts";
import { definedOnly, pageFrom } from "./queries.ts";
import { listOf, refused, shown } from "./results.ts";

const status = z.enum(["draft", "approved", "declined"]);

const outreachSchema = z
  .object({
    id: z.string(),
    leadId: z.string(),
    channel: z.enum(["whatsapp", "email", "sms", "linkedin"]),
    language,
    subject: z.string().nullable(),
    text: z.string(),
    status,
    conversationId: z.string().nullable(),
    decidedBy: z.string().nullable(),
    createdAt: moment,
  })
  .meta({ id: "Outreach", description: "A first word to somebody; it leaves only after a colleague's yes." });

const filter = z.object({ status: status.optional(), leadId: z.string().min(1).max(200).optional() });
const shared = { tag: "outreach", access: "rep" } as const;
const one = { 200: { description: "The draft", schema: outreachSchema } };

/** First words to people: listed, approved, declined. */
export function outreachRoutes({ parts }: { readonly parts: HttpParts }): readonly Route[] {
  return [...readRoutes(parts), ...decideRoutes(parts)];
}

function readRoutes({ records }: HttpParts): readonly Route[] {
  return [
    route({
      ...shared,
      method: "get",
      path: "/api/v1/outreach",
      summary: "First words waiting for a yes, and those decided",
      query: filter.extend(pageQuery.shape),
      answers: { 200: { description: "A page", schema: pageOf(outreachSchema) } },
      refuses: [],
      handle: async ({ query }) => {
        const { limit: _limit, cursor: _cursor, ...wanted } = query;
        return listOf(await records.outreach.list(definedOnly(wanted), pageFrom(query)), (draft) => draft);
      },
    }),
    route({
      ...shared,
      method: "get",
      path: "/api/v1/outreach/{id}",
      summary: "One first word",
      params: idParams,
      answers: one,
      refuses: ["not-found"],
      handle: async ({ params }) => shown(await records.outreach.get(params.id), "draft", (draft) => draft),
    }),
  ];
}

function decideRoutes({ commands }: HttpParts): readonly Route[] {
  const answer = (result: CommandResult<OutreachRecord>): Outcome =>
    result.ok ? ok(result.value) : refused(result);
  return [
    route({
      ...shared,
      method: "post",
      path: "/api/v1/outreach/{id}/approve",
      summary: "Sends it, within sending hours and only where the law allows a first word",
      params: idParams,
      answers: one,
      refuses: ["not-found", "conflict"],
      handle: async ({ params, actor }) => answer(await commands.approveOutreach(params.id, actor)),
    }),
    route({
      ...shared,
      method: "post",
      path: "/api/v1/outreach/{id}/decline",
      summary: "Puts it away",
      params: idParams,
      answers: one,
      refuses: ["not-found", "conflict"],
      handle: async ({ params, actor }) => answer(await commands.declineOutreach(params.id, actor)),
    }),
  ];
}
