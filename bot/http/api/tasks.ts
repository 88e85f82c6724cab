import type { HttpParts } from "../parts.ts";
import { type Route, route } from "../route.ts";
import { idParams, pageOf, pageQuery } from "../schemas/shared.ts";
import { taskFilter, taskSchema } from "../schemas/task.ts";
import { taskView } from "../views/task-view.ts";
import { definedOnly, pageFrom } from "./queries.ts";
import { listOf, refused, shown } from "./results.ts";

const shared = { tag: "tasks", access: "rep" } as const;
const one = { 200: { description: "The task", schema: taskSchema } };

/** What the team should do: call somebody, answer a question, look at a doubtful send, send a draft by hand. */
export function taskRoutes({ parts }: { readonly parts: HttpParts }): readonly Route[] {
  return [listRoute(parts), getRoute(parts), doneRoute(parts)];
}

function listRoute({ records }: HttpParts): Route {
  return route({
    ...shared,
    method: "get",
    path: "/api/v1/tasks",
    summary: "What the team should do, the newest first; the open ones unless told otherwise",
    query: taskFilter.extend(pageQuery.shape),
    answers: { 200: { description: "A page", schema: pageOf(taskSchema) } },
    refuses: [],
    handle: async ({ query }) => {
      const { state, kind, rep, conversation: conversationId, lead: leadId } = query;
      const wanted = { state: state === "all" ? undefined : state, kind, rep, conversationId, leadId };
      return listOf(await records.tasks.list(definedOnly(wanted), pageFrom(query)), taskView);
    },
  });
}

function getRoute({ records }: HttpParts): Route {
  return route({
    ...shared,
    method: "get",
    path: "/api/v1/tasks/{id}",
    summary: "One task",
    params: idParams,
    answers: one,
    refuses: ["not-found"],
    handle: async ({ params }) => shown(await records.tasks.get(params.id), "task", taskView),
  });
}

function doneRoute({ commands, records }: HttpParts): Route {
  return route({
    ...shared,
    method: "post",
    path: "/api/v1/tasks/{id}/done",
    summary: "Marks it as done; done again it changes nothing",
    params: idParams,
    answers: one,
    refuses: ["not-found"],
    handle: async ({ params, actor }) => {
      const result = await commands.finishTask(params.id, actor);
      if (!result.ok) return refused(result);
      return shown(await records.tasks.get(params.id), "task", taskView);
    },
  });
}
