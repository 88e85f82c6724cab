import { z } from "zod";
import type { HttpAgent, HttpParts } from "../parts.ts";
import { problem } from "../problems.ts";
import { ok, type Route, route } from "../route.ts";

const described = z.object({
  name: z.string(),
  description: z.string(),
  input: z.looseObject({}).meta({ description: "JSON Schema of the request's body." }),
  output: z.looseObject({}).meta({ description: "JSON Schema of `result`." }),
});

const shared = { tag: "agents", access: "rep" } as const;

/** Every agent by its name: what it takes and gives, and a run of it. */
export function agentRoutes({ parts }: { readonly parts: HttpParts }): readonly Route[] {
  const agents = parts.agents ?? [];
  return [listRoute(agents), ...agents.map(runRoute), unknownRoute(agents)];
}

function listRoute(agents: readonly HttpAgent[]): Route {
  const list = { data: agents.map(view), nextCursor: null };
  return route({
    ...shared,
    method: "get",
    path: "/api/v1/agents",
    summary: "Every agent with the JSON Schema of what it takes and gives",
    answers: {
      200: {
        description: "All of them",
        schema: z.object({ data: z.array(described), nextCursor: z.null() }),
      },
    },
    refuses: [],
    handle: async () => ok(list),
  });
}

function view({ name, description, input, output }: HttpAgent): z.output<typeof described> {
  const schema = (of: z.ZodType, io: "input" | "output") =>
    z.toJSONSchema(of, { io, unrepresentable: "any", target: "draft-2020-12" });
  return { name, description, input: schema(input, "input"), output: schema(output, "output") };
}

function runRoute(agent: HttpAgent): Route {
  const answer = z.object({
    agent: z.literal(agent.name),
    result: agent.output,
    warnings: z.array(z.string()),
  });
  return route({
    ...shared,
    method: "post",
    path: `/api/v1/agents/${agent.name}`,
    summary: agent.description,
    body: agent.input,
    answers: {
      200: { description: "What it made; warnings tell what was done by rules or left out", schema: answer },
    },
    refuses: ["not-found", "conflict", "unavailable"],
    handle: async ({ body, actor }) => {
      const run = await agent.run(body, actor);
      if (!run.ok) return problem(run.problem, run.detail);
      return ok({ agent: agent.name, result: run.value, warnings: run.warnings });
    },
  });
}

function unknownRoute(agents: readonly HttpAgent[]): Route {
  const names = agents.map(({ name }) => name).join(", ");
  return route({
    ...shared,
    method: "post",
    path: "/api/v1/agents/{name}",
    summary: "Any other name: says which agents there are",
    params: z.object({ name: z.string().min(1).max(100) }),
    answers: {},
    refuses: ["not-found"],
    handle: async ({ params }) =>
      problem("not-found", `there is no agent "${params.name}"; there are: ${names || "none"}`),
  });
}
