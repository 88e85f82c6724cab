import { z } from "zod";
import type { HttpParts } from "../parts.ts";
import { ok, type Route, route } from "../route.ts";
import { companySchema } from "../schemas/company.ts";
import { idParams } from "../schemas/shared.ts";
import { analyticsRoutes } from "./analytics.ts";
import { refused, shown } from "./results.ts";

/** The company's profile, the figures, and what a person may ask about themselves. */
export function administrationRoutes({ parts }: { readonly parts: HttpParts }): readonly Route[] {
  return [...settingsRoutes(parts), ...analyticsRoutes(parts), ...contactRoutes(parts)];
}

function settingsRoutes({ records, commands }: HttpParts): readonly Route[] {
  const shared = {
    tag: "settings",
    path: "/api/v1/settings/company",
    answers: { 200: { description: "The profile in force", schema: companySchema } },
    refuses: [],
  } as const;
  return [
    route({
      ...shared,
      method: "get",
      access: "rep",
      summary: "What the company has approved its assistant to know and say",
      handle: async () => ok(await records.company()),
    }),
    route({
      ...shared,
      method: "put",
      access: "admin",
      summary: "Replaces the profile as a whole",
      body: companySchema,
      handle: async ({ body, actor }) => {
        await commands.putCompany(body, actor);
        return ok(body);
      },
    }),
  ];
}

function contactRoutes({ records, commands }: HttpParts): readonly Route[] {
  const shared = { tag: "contacts", access: "admin", params: idParams } as const;
  return [
    route({
      ...shared,
      method: "get",
      path: "/api/v1/contacts/{id}/export",
      summary: "Everything held about one person",
      answers: { 200: { description: "All of it", schema: z.looseObject({}) } },
      refuses: ["not-found"],
      handle: async ({ params }) =>
        shown(await records.exportContact(params.id), "contact", (everything) => everything),
    }),
    route({
      ...shared,
      method: "delete",
      path: "/api/v1/contacts/{id}",
      summary: "Erases the person everywhere",
      answers: { 204: { description: "Erased" } },
      refuses: ["not-found", "conflict"],
      handle: async ({ params, actor }) => {
        const result = await commands.eraseContact(params.id, actor);
        return result.ok ? { status: 204 } : refused(result);
      },
    }),
  ];
}
