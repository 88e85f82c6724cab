import type { HttpParts } from "../parts.ts";
import { isProblem, type Problem } from "../problems.ts";
import { type Outcome, type Route, route } from "../route.ts";
import {
  actForRep,
  conversationFilter,
  conversationSchema,
  repMessage,
  sentMessageSchema,
  traceEntrySchema,
  transcriptEntrySchema,
} from "../schemas/conversation.ts";
import { idParams, pageOf, pageQuery } from "../schemas/shared.ts";
import { conversationView, repTranscriptView, traceView } from "../views/conversation-view.ts";
import { definedOnly, pageFrom } from "./queries.ts";
import { repeatedId } from "./repeats.ts";
import { actingRep, listOf, missing, refused, shown } from "./results.ts";

const shared = { tag: "conversations", access: "rep" } as const;
const one = { 200: { description: "The conversation", schema: conversationSchema } };

/** Talks: who said what and why, and a rep taking part in them. */
export function conversationRoutes({ parts }: { readonly parts: HttpParts }): readonly Route[] {
  return [listRoute(parts), ...readRoutes(parts), ...repRoutes(parts)];
}

function listRoute(parts: HttpParts): Route {
  return route({
    ...shared,
    method: "get",
    path: "/api/v1/conversations",
    summary: "Conversations, the latest first",
    query: conversationFilter.extend(pageQuery.shape),
    answers: { 200: { description: "A page", schema: pageOf(conversationSchema) } },
    refuses: [],
    handle: async ({ query }) => {
      const { limit: _limit, cursor: _cursor, ...filter } = query;
      const page = await parts.records.conversations.list(definedOnly(filter), pageFrom(query));
      const conversationIds = page.data.map(({ state }) => state.id);
      const tasks = await parts.records.tasks.about({ conversationIds, leadIds: [] });
      return listOf(page, (record) => conversationView(record, tasks));
    },
  });
}

function readRoutes(parts: HttpParts): readonly Route[] {
  const { conversations } = parts.records;
  const known = async (id: string): Promise<Problem | null> =>
    (await conversations.get(id)) === null ? missing("conversation") : null;
  return [
    route({
      ...shared,
      method: "get",
      path: "/api/v1/conversations/{id}",
      summary: "One conversation",
      params: idParams,
      answers: one,
      refuses: ["not-found"],
      handle: async ({ params }) => shownTalk(params.id, parts),
    }),
    route({
      ...shared,
      method: "get",
      path: "/api/v1/conversations/{id}/messages",
      summary: "The transcript with delivery states, oldest first",
      params: idParams,
      query: pageQuery,
      answers: { 200: { description: "A page", schema: pageOf(transcriptEntrySchema) } },
      refuses: ["not-found"],
      handle: async ({ params, query }) =>
        (await known(params.id)) ??
        listOf(await conversations.messages(params.id, pageFrom(query)), (entry) =>
          repTranscriptView(entry, params.id),
        ),
    }),
    route({
      ...shared,
      method: "get",
      path: "/api/v1/conversations/{id}/trace",
      summary: "Why each thing was said, turn by turn, oldest first",
      params: idParams,
      query: pageQuery,
      answers: { 200: { description: "A page", schema: pageOf(traceEntrySchema) } },
      refuses: ["not-found"],
      handle: async ({ params, query }) =>
        (await known(params.id)) ?? listOf(await conversations.trace(params.id, pageFrom(query)), traceView),
    }),
  ];
}

async function shownTalk(id: string, { records }: HttpParts): Promise<Outcome> {
  const [talk, tasks] = await Promise.all([
    records.conversations.get(id),
    records.tasks.about({ conversationIds: [id], leadIds: [] }),
  ]);
  return shown(talk, "conversation", (record) => conversationView(record, tasks));
}

function repRoutes(parts: HttpParts): readonly Route[] {
  const { commands } = parts;
  const now = (id: string): Promise<Outcome> => shownTalk(id, parts);
  const change = {
    ...shared,
    method: "post",
    params: idParams,
    body: actForRep,
    bodyOptional: true,
    answers: one,
    refuses: ["not-found", "conflict", "forbidden"],
  } as const;
  return [
    route({
      ...change,
      path: "/api/v1/conversations/{id}/takeover",
      summary: "A rep takes the talk over; after the answer no word of the bot can leave any more",
      handle: async ({ params, body, actor }) => {
        const rep = actingRep(actor, body.rep);
        if (isProblem(rep)) return rep;
        const result = await commands.takeOver(params.id, rep);
        return result.ok ? now(result.value.conversationId) : refused(result);
      },
    }),
    route({
      ...change,
      path: "/api/v1/conversations/{id}/release",
      summary: "The rep hands the talk back to the bot",
      handle: async ({ params, body, actor }) => {
        const rep = actingRep(actor, body.rep);
        if (isProblem(rep)) return rep;
        const result = await commands.release(params.id, rep);
        return result.ok ? now(result.value.conversationId) : refused(result);
      },
    }),
    route({
      ...change,
      path: "/api/v1/conversations/{id}/messages",
      summary:
        "A rep writes; this takes the talk over. Repeated with the same Idempotency-Key it is the same message, sent once",
      idempotencyKey: true,
      body: repMessage,
      bodyOptional: false,
      answers: { 201: { description: "Queued for sending", schema: sentMessageSchema } },
      handle: async ({ params, body, actor, headers }) => {
        const rep = actingRep(actor, body.rep);
        if (isProblem(rep)) return rep;
        const messageId = repeatedId({ headers, actor }, params.id);
        const result = await commands.repWrites(params.id, { text: body.text, messageId }, rep);
        if (!result.ok) return refused(result);
        const { messageId: id, conversationId } = result.value;
        return { status: 201, body: { id, conversationId, status: "waiting" } };
      },
    }),
  ];
}
