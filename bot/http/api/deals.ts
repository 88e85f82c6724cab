import type { HttpParts } from "../parts.ts";
import { type Outcome, ok, type Route, route } from "../route.ts";
import {
  availabilityQuery,
  bookingFilter,
  bookingSchema,
  proposalChange,
  proposalFilter,
  proposalSchema,
  slotSchema,
} from "../schemas/deals.ts";
import { idParams, pageOf, pageQuery } from "../schemas/shared.ts";
import { bookingView, proposalView, slotView } from "../views/deal-views.ts";
import { definedOnly, pageFrom } from "./queries.ts";
import { listOf, missing, refused, shown } from "./results.ts";

const rep = { access: "rep" } as const;

/** Meetings and proposals. */
export function dealRoutes({ parts }: { readonly parts: HttpParts }): readonly Route[] {
  return [...bookingRoutes(parts), ...proposalRoutes(parts), ...proposalActions(parts)];
}

function bookingRoutes(parts: HttpParts): readonly Route[] {
  const { commands, records } = parts;
  const shared = { ...rep, tag: "bookings" };
  return [
    route({
      ...shared,
      method: "get",
      path: "/api/v1/bookings",
      summary: "Meetings, the newest first",
      query: bookingFilter.extend(pageQuery.shape),
      answers: { 200: { description: "A page", schema: pageOf(bookingSchema) } },
      refuses: [],
      handle: async ({ query }) => {
        const { limit: _limit, cursor: _cursor, ...filter } = query;
        return listOf(await records.bookings.list(definedOnly(filter), pageFrom(query)), bookingView);
      },
    }),
    route({
      ...shared,
      method: "post",
      path: "/api/v1/bookings/{id}/cancel",
      summary: "Cancels a meeting and tells the prospect",
      params: idParams,
      answers: { 200: { description: "The meeting", schema: bookingSchema } },
      refuses: ["not-found", "conflict"],
      handle: async ({ params, actor }) => {
        const result = await commands.cancelBooking(params.id, actor);
        return result.ok
          ? shown(await records.bookings.get(params.id), "booking", bookingView)
          : refused(result);
      },
    }),
    route({
      ...shared,
      method: "get",
      path: "/api/v1/availability",
      summary: "Free times, the soonest first",
      query: availabilityQuery,
      answers: { 200: { description: "All that were found", schema: pageOf(slotSchema) } },
      refuses: [],
      handle: async ({ query }) => {
        const { from = null, to = null, rep: who = null } = query;
        const slots = await commands.availability({ from, to, rep: who });
        return listOf({ data: slots, nextCursor: null }, slotView);
      },
    }),
  ];
}

const proposals = { ...rep, tag: "proposals" } as const;
const oneProposal = { 200: { description: "The proposal", schema: proposalSchema } };

function proposalRoutes({ records, commands }: HttpParts): readonly Route[] {
  const path = "/api/v1/proposals/{id}";
  return [
    route({
      ...proposals,
      method: "get",
      path: "/api/v1/proposals",
      summary: "Proposals, the newest first",
      query: proposalFilter.extend(pageQuery.shape),
      answers: { 200: { description: "A page", schema: pageOf(proposalSchema) } },
      refuses: [],
      handle: async ({ query }) => {
        const { limit: _limit, cursor: _cursor, ...filter } = query;
        return listOf(await records.proposals.list(definedOnly(filter), pageFrom(query)), proposalView);
      },
    }),
    route({
      ...proposals,
      method: "get",
      path,
      summary: "One proposal",
      params: idParams,
      answers: oneProposal,
      refuses: ["not-found"],
      handle: async ({ params }) => shown(await records.proposals.get(params.id), "proposal", proposalView),
    }),
    route({
      ...proposals,
      method: "patch",
      path,
      summary: "Changes a draft; prices come from the price list",
      params: idParams,
      body: proposalChange,
      answers: oneProposal,
      refuses: ["not-found", "conflict"],
      handle: async ({ params, body, actor }) => {
        const result = await commands.updateProposal(params.id, definedOnly(body), actor);
        return result.ok ? ok(proposalView(result.value)) : refused(result);
      },
    }),
  ];
}

function proposalActions({ records, commands }: HttpParts): readonly Route[] {
  return [
    route({
      ...proposals,
      method: "post",
      path: "/api/v1/proposals/{id}/approve",
      summary: "Approves the draft and sends it in its conversation",
      params: idParams,
      answers: oneProposal,
      refuses: ["not-found", "conflict"],
      handle: async ({ params, actor }) => {
        const result = await commands.approveProposal(params.id, actor);
        return result.ok ? ok(proposalView(result.value)) : refused(result);
      },
    }),
    route({
      ...proposals,
      method: "get",
      path: "/api/v1/proposals/{id}/pdf",
      summary: "The proposal as a bilingual PDF",
      params: idParams,
      answers: { 200: { description: "The document", mediaType: "application/pdf" } },
      refuses: ["not-found", "conflict"],
      handle: async ({ params }): Promise<Outcome> => {
        const proposal = await records.proposals.get(params.id);
        if (proposal === null) return missing("proposal");
        const result = await commands.proposalPdf(params.id);
        if (!result.ok) return refused(result);
        const file = `proposal-v${proposal.version}.pdf`;
        return {
          status: 200,
          raw: { mediaType: "application/pdf", bytes: result.value },
          headers: {
            "Content-Disposition": `inline; filename="${file}"`,
            "Cache-Control": "private, no-store",
          },
        };
      },
    }),
  ];
}
