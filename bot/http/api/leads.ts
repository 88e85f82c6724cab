import type { z } from "zod";
import type { PostedLead } from "../../contracts/commands.ts";
import type { HttpParts } from "../parts.ts";
import { type Outcome, ok, type Route, route } from "../route.ts";
import { leadChange, leadFilter, leadSchema, postedLeadSchema, postLead } from "../schemas/lead.ts";
import { idParams, pageOf, pageQuery } from "../schemas/shared.ts";
import { leadView } from "../views/lead-view.ts";
import { definedOnly, pageFrom } from "./queries.ts";
import { repeatedId } from "./repeats.ts";
import { listOf, missing, refused } from "./results.ts";

const shared = { tag: "leads", access: "rep" } as const;
const one = { 200: { description: "The lead", schema: leadSchema } };

/** Leads: posted by forms and systems, found, corrected, forgotten. */
export function leadRoutes({ parts }: { readonly parts: HttpParts }): readonly Route[] {
  return [postRoute(parts), listRoute(parts), ...oneRoutes(parts)];
}

function postRoute(parts: HttpParts): Route {
  const posted = { description: "What the pipeline made of it", schema: postedLeadSchema };
  return route({
    ...shared,
    method: "post",
    path: "/api/v1/leads",
    summary:
      "A lead from a form or a system; merged with one known by email or phone. Repeated with the same Idempotency-Key it counts once",
    idempotencyKey: true,
    body: postLead,
    answers: { 201: posted, 200: { ...posted, description: "Merged with a lead we had" } },
    refuses: [],
    handle: async ({ body, headers, actor }) => {
      const submissionId = repeatedId({ headers, actor });
      const result = await parts.commands.postLead({
        ...toPostedLead(body),
        ...(submissionId === null ? {} : { submissionId }),
      });
      const lead = await viewOf(parts, result.leadId);
      if (lead === null) return missing("lead");
      const { extraction, fit, qualification, crm, booking, proposal, warnings } = result;
      const all = { lead, extraction, fit, qualification, crm, booking, proposal, warnings };
      return { status: result.duplicate ? 200 : 201, body: all };
    },
  });
}

function listRoute(parts: HttpParts): Route {
  return route({
    ...shared,
    method: "get",
    path: "/api/v1/leads",
    summary: "Leads, the newest first",
    query: leadFilter.extend(pageQuery.shape),
    answers: { 200: { description: "A page", schema: pageOf(leadSchema) } },
    refuses: [],
    handle: async ({ query }) => {
      const { limit: _limit, cursor: _cursor, ...filter } = query;
      const [page, company] = await Promise.all([
        parts.records.leads.list(definedOnly(filter), pageFrom(query)),
        parts.records.company(),
      ]);
      const leadIds = page.data.map(({ id }) => id);
      const tasks = await parts.records.tasks.about({ conversationIds: [], leadIds });
      return listOf(page, (lead) => leadView(lead, company, tasks));
    },
  });
}

function oneRoutes(parts: HttpParts): readonly Route[] {
  const { commands, records } = parts;
  const path = "/api/v1/leads/{id}";
  const shownLead = async (id: string): Promise<Outcome> => {
    const lead = await viewOf(parts, id);
    return lead === null ? missing("lead") : ok(lead);
  };
  return [
    route({
      ...shared,
      method: "get",
      path,
      summary: "One lead with its evidence",
      params: idParams,
      answers: one,
      refuses: ["not-found"],
      handle: async ({ params }) => shownLead(params.id),
    }),
    route({
      ...shared,
      method: "patch",
      path,
      summary: "A rep sets the status or corrects facts",
      params: idParams,
      body: leadChange,
      answers: one,
      refuses: ["not-found", "conflict"],
      handle: async ({ params, body, actor }) => {
        const { status, facts } = body;
        const change = {
          ...(status === undefined ? {} : { status }),
          ...(facts === undefined ? {} : { facts: definedOnly(facts) }),
        };
        const result = await commands.updateLead(params.id, change, actor);
        return result.ok ? shownLead(params.id) : refused(result);
      },
    }),
    route({
      ...shared,
      access: "admin",
      method: "delete",
      path,
      summary: "Erases the person everywhere",
      params: idParams,
      answers: { 204: { description: "Erased" } },
      refuses: ["not-found", "conflict"],
      handle: async ({ params, actor }) => {
        const lead = await records.leads.get(params.id);
        if (lead === null) return missing("lead");
        const result = await commands.eraseContact(lead.contactId, actor);
        return result.ok ? { status: 204 } : refused(result);
      },
    }),
  ];
}

async function viewOf(parts: HttpParts, id: string): Promise<Readonly<Record<string, unknown>> | null> {
  const [lead, company, tasks] = await Promise.all([
    parts.records.leads.get(id),
    parts.records.company(),
    parts.records.tasks.about({ conversationIds: [], leadIds: [id] }),
  ]);
  return lead === null ? null : leadView(lead, company, tasks);
}

function toPostedLead(body: z.output<typeof postLead>): PostedLead {
  const { company, name, email, phone, sector, companySize, region, budget, message, locale, ...rest } = body;
  const { source, autoBook, autoProposal, ...extra } = rest;
  const said = { company, name, email, phone, sector, companySize, region, budget, message, locale };
  return { ...said, source, autoBook, autoProposal, extra };
}
