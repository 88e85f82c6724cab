import { z } from "zod";
import { mergeTalks } from "../../conversation/merge-talks.ts";
import { proposalText } from "../../conversation/sales/proposal-text.ts";
import { SCRIPT_TYPES, salesScript } from "../../conversation/sales/scripts.ts";
import type { HttpParts } from "../parts.ts";
import { problem } from "../problems.ts";
import { type Outcome, ok, type Route, route } from "../route.ts";
import { moment } from "../schemas/shared.ts";
import { language } from "../schemas/words.ts";
import { missing } from "./results.ts";

const text = (longest: number) => z.string().trim().min(1).max(longest);
const optional = (longest: number) => text(longest).nullable().default(null);
const shared = { tag: "sales", access: "rep", method: "post" } as const;

const scriptRequest = z.object({
  sector: text(100),
  locale: language.default("ar"),
  scriptType: text(50)
    .default("opener")
    .meta({ description: `One of ${SCRIPT_TYPES.join(", ")}.` }),
  name: optional(200),
  company: optional(200),
  date: optional(100),
  time: optional(100),
  link: optional(500),
});

const scriptAnswer = z.object({ script: z.string(), locale: language, scriptType: z.enum(SCRIPT_TYPES) });

const proposalRequest = z.object({
  leadId: optional(200),
  companyName: text(200),
  sector: text(100),
  painPoints: z.array(text(500)).max(20).default([]),
  outcomes: z.array(text(500)).max(20).default([]),
  budgetHint: z.preprocess((value) => (typeof value === "number" ? String(value) : value), optional(100)),
  locale: language.default("ar"),
  region: optional(100),
});

const proposalAnswer = z.object({
  id: z.string(),
  leadId: z.string().nullable(),
  companyName: z.string(),
  bodyMarkdown: z.string(),
  budgetMin: z.number(),
  budgetMax: z.number(),
  currency: z.string(),
  validUntil: moment,
  createdAt: moment,
});

/** Texts for reps, by rules, from approved facts. */
export function salesRoutes({ parts }: { readonly parts: HttpParts }): readonly Route[] {
  return [scriptRoute(parts), proposalRoute(parts)];
}

function scriptRoute(parts: HttpParts): Route {
  return route({
    ...shared,
    path: "/api/v1/sales/script",
    summary: "A text for a rep to send, in either language",
    body: scriptRequest,
    answers: { 200: { description: "The text", schema: scriptAnswer } },
    refuses: ["not-found"],
    handle: async ({ body }) => {
      const { locale, scriptType, ...details } = body;
      const type = SCRIPT_TYPES.find((known) => known === scriptType);
      if (type === undefined)
        return problem("not-found", `there is no such script; there are: ${SCRIPT_TYPES.join(", ")}`);
      const script = salesScript(type, locale, await parts.records.company(), details);
      return ok({ script, locale, scriptType: type });
    },
  });
}

function proposalRoute(parts: HttpParts): Route {
  return route({
    ...shared,
    path: "/api/v1/sales/proposal",
    summary: "A proposal in words, priced from the price list; nothing is sent",
    body: proposalRequest,
    answers: { 200: { description: "The draft", schema: proposalAnswer } },
    refuses: ["not-found", "conflict"],
    handle: async ({ body }): Promise<Outcome> => {
      const { leadId, companyName } = body;
      const lead = leadId === null ? null : await parts.records.leads.get(leadId);
      if (leadId !== null && lead === null) return missing("lead");
      const told = mergeTalks(lead?.conversations.map(({ state }) => state) ?? [])?.pains ?? [];
      const painPoints = body.painPoints.length > 0 ? body.painPoints : told;
      const company = await parts.records.company();
      const draft = proposalText(company, { ...body, painPoints });
      if (draft === null) return problem("conflict", "the price list is empty");
      const now = parts.now();
      const times = {
        validUntil: new Date(now + company.proposal.validDays * 86_400_000).toISOString(),
        createdAt: new Date(now).toISOString(),
      };
      return ok({ id: parts.newId(), leadId, companyName, ...draft, ...times });
    },
  });
}
