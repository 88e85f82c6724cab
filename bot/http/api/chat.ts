import type { InboundMessage } from "../../conversation/message.ts";
import { tooMany } from "../auth.ts";
import { type ChatStream, openChatStream, visitorTalk } from "../chat/chat-stream.ts";
import { chatMessageId, chatTranscript, insightView, NOTHING_UNDERSTOOD } from "../chat/talk-view.ts";
import { callingOrigin, mayEmbed } from "../form/origins.ts";
import { originRow } from "../form/page-origin.ts";
import type { HttpParts } from "../parts.ts";
import { problem } from "../problems.ts";
import { type Answer, ok, type Route, route } from "../route.ts";
import {
  chatMessage,
  chatQuery,
  chatReceived,
  chatSession,
  chatTranscriptSchema,
  insightSchema,
} from "../schemas/chat.ts";
import type { Shared } from "../shared.ts";

/** Our own end of the web chat's line. */
const ACCOUNT = "try";
/** Tabs of one visitor that may follow at once. */
const MOST_STREAMS = 5;

/** The web chat: a person without a key, known by a token we signed. */
export function chatRoutes(server: Shared): readonly Route[] {
  const open: OpenStreams = new Map();
  return [
    sessionRoute(server),
    writeRoute(server.parts, open),
    ...readRoutes(server.parts),
    liveRoute(server, open),
  ];
}

/** The streams of this process by visitor, so that a visitor's own message shows at once. */
type OpenStreams = Map<string, Set<ChatStream>>;

const visitor = { tag: "chat", access: "visitor" } as const;

function sessionRoute({ visitors, parts }: Shared): Route {
  return route({
    method: "post",
    path: "/api/v1/chat/sessions",
    tag: "chat",
    access: "public",
    limit: "session",
    summary: "Begins a chat for a new visitor",
    answers: { 201: { description: "Who they are", schema: chatSession } },
    refuses: ["forbidden"],
    handle: async ({ headers }) =>
      mayEmbed(callingOrigin(headers, parts.website), parts.website)
        ? { status: 201, body: visitors.welcome(), headers: { "Cache-Control": "no-store" } }
        : problem("forbidden", "this website is not one of EMBED_ORIGINS"),
  });
}

function writeRoute(parts: HttpParts, open: OpenStreams): Route {
  return route({
    ...visitor,
    method: "post",
    path: "/api/v1/chat/messages",
    limit: "chatWrite",
    summary: "The visitor writes, or taps a choice",
    body: chatMessage,
    answers: { 202: { description: "Stored; the answer comes by itself", schema: chatReceived } },
    refuses: [],
    handle: async ({ body, actor, headers }): Promise<Answer> => {
      const origin =
        body.page === undefined ? null : originRow(body.page, callingOrigin(headers, parts.website));
      const message = { ...inboundMessage(actor.id, body, parts.now()), origin };
      const result = await parts.commands.receiveMessage(message);
      for (const stream of open.get(actor.id) ?? []) stream.kick();
      return { status: 202, body: { id: message.id, result } };
    },
  });
}

function readRoutes(parts: HttpParts): readonly Route[] {
  return [
    route({
      ...visitor,
      method: "get",
      path: "/api/v1/chat/messages",
      limit: "chatRead",
      summary: "The visitor's transcript, or what is new behind `after`",
      query: chatQuery,
      answers: { 200: { description: "Oldest first", schema: chatTranscriptSchema } },
      refuses: [],
      handle: async ({ query, actor }) => {
        const talk = await visitorTalk(parts, actor.id);
        if (talk === null) return ok({ data: [], after: null });
        const { messages } = await parts.records.conversations.recent(talk.state.id, query.limit);
        return ok(chatTranscript(messages, actor.id, query.after ?? null));
      },
    }),
    route({
      ...visitor,
      method: "get",
      path: "/api/v1/chat/insight",
      limit: "chatRead",
      summary: "What the bot understood so far",
      answers: { 200: { description: "Now", schema: insightSchema } },
      refuses: [],
      handle: async ({ actor }) => {
        const talk = await visitorTalk(parts, actor.id);
        if (talk === null) return ok(NOTHING_UNDERSTOOD);
        const [{ turns }, company] = await Promise.all([
          parts.records.conversations.recent(talk.state.id, 10),
          parts.records.company(),
        ]);
        return ok(insightView(talk, turns, company));
      },
    }),
  ];
}

function liveRoute({ parts, streams }: Shared, open: OpenStreams): Route {
  return route({
    ...visitor,
    method: "get",
    path: "/api/v1/chat/live",
    limit: "chatRead",
    summary: "Server-sent events: message, typing, state",
    answers: { 200: { description: "Events until either side ends", mediaType: "text/event-stream" } },
    refuses: [],
    handle: async ({ actor }) => {
      const own = open.get(actor.id) ?? new Set();
      if (own.size >= MOST_STREAMS) return tooMany("this chat is followed often enough", 5);
      open.set(actor.id, own);
      const headers = {
        "Content-Type": "text/event-stream; charset=utf-8",
        "Cache-Control": "no-store, no-transform",
        "X-Accel-Buffering": "no",
      };
      return {
        status: 200,
        headers,
        stream: (response) => {
          const ended = (): void => {
            own.delete(stream);
            if (own.size === 0) open.delete(actor.id);
          };
          const stream = openChatStream(parts, streams, actor.id, response, ended);
          own.add(stream);
        },
      };
    },
  });
}

function inboundMessage(
  visitorId: string,
  body: {
    readonly clientId: string;
    readonly text?: string | undefined;
    readonly choice?: string | undefined;
  },
  now: number,
): InboundMessage {
  return {
    id: chatMessageId(visitorId, body.clientId),
    from: { channel: "webform", account: ACCOUNT, handle: visitorId },
    alsoKnownAs: [],
    senderName: null,
    kind: body.choice === undefined ? "text" : "choice",
    text: body.text ?? "",
    choice: body.choice ?? null,
    attachments: [],
    about: null,
    origin: null,
    sentAt: now,
  };
}
