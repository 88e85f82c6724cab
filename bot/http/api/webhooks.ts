import { z } from "zod";
import { PLATFORMS } from "../door/webhook-door.ts";
import type { HttpParts } from "../parts.ts";
import { problem } from "../problems.ts";
import { type Route, route } from "../route.ts";

const challengeQuery = z.object({
  "hub.mode": z.string().max(50).optional(),
  "hub.verify_token": z.string().max(500).optional(),
  "hub.challenge": z.string().max(500).optional(),
});

/** What platforms call: the thin door takes the posts, Express the challenge. */
export function webhookRoutes({ parts }: { readonly parts: HttpParts }): readonly Route[] {
  return [
    route({
      method: "get",
      path: "/api/v1/webhooks/whatsapp",
      tag: "webhooks",
      summary: "Meta's challenge when the webhook is set up",
      access: "public",
      limit: "challenge",
      query: challengeQuery,
      answers: { 200: { description: "The challenge, echoed", mediaType: "text/plain" } },
      refuses: ["forbidden"],
      handle: async ({ query }) => {
        const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined);
        const echo = parts.verifyChallenge(Object.fromEntries(given));
        return echo === null
          ? problem("forbidden", "the verify token is not ours")
          : { status: 200, raw: { mediaType: "text/plain; charset=utf-8", bytes: echo } };
      },
    }),
    ...Object.keys(PLATFORMS).map(platformRoute),
  ];
}

function platformRoute(platform: string): Route {
  return {
    method: "post",
    path: `/api/v1/webhooks/${platform}`,
    tag: "webhooks",
    summary: `News from ${platform}, signed; answered once it is stored`,
    access: "public",
    answers: {
      200: { description: "Stored", schema: z.object({ received: z.literal(true) }) },
    },
    refuses: ["unauthorized", "channel-not-configured", "too-large", "unsupported-media-type", "unavailable"],
    run: "front",
  };
}
