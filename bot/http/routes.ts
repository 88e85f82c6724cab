import { administrationRoutes } from "./api/administration.ts";
import { agentRoutes } from "./api/agents.ts";
import { attachmentRoutes } from "./api/attachments.ts";
import { chatRoutes } from "./api/chat.ts";
import { conversationRoutes } from "./api/conversations.ts";
import { dealRoutes } from "./api/deals.ts";
import { documentRoutes } from "./api/documents.ts";
import { fileRoutes } from "./api/files.ts";
import { formRoutes } from "./api/form.ts";
import { healthRoutes } from "./api/health.ts";
import { leadRoutes } from "./api/leads.ts";
import { linkRoutes } from "./api/links.ts";
import { outreachRoutes } from "./api/outreach.ts";
import { salesRoutes } from "./api/sales.ts";
import { taskRoutes } from "./api/tasks.ts";
import { webhookRoutes } from "./api/webhooks.ts";
import type { Route } from "./route.ts";
import type { Shared } from "./shared.ts";

/** Every operation, in the order of the document. */
export function allRoutes(server: Shared): readonly Route[] {
  const routes = [
    ...leadRoutes(server),
    ...conversationRoutes(server),
    ...attachmentRoutes(server),
    ...dealRoutes(server),
    ...taskRoutes(server),
    ...salesRoutes(server),
    ...outreachRoutes(server),
    ...agentRoutes(server),
    ...administrationRoutes(server),
    ...webhookRoutes(server),
    ...formRoutes(server),
    ...chatRoutes(server),
    ...fileRoutes(server),
    ...linkRoutes(server),
    ...healthRoutes(server),
  ];
  return [...routes, ...documentRoutes(routes, server.parts.version)];
}
