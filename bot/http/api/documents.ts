import { z } from "zod";
import { docsPage } from "../docs/docs-page.ts";
import { DOCS_STYLE } from "../docs/docs-style.ts";
import { openApiDocument } from "../openapi.ts";
import { ok, type Route, route } from "../route.ts";

/** The document of the API and its readable form; both describe themselves too. */
export function documentRoutes(others: readonly Route[], version: string): readonly Route[] {
  const shared = { method: "get", tag: "documents", access: "public", refuses: [] } as const;
  let document: Readonly<Record<string, unknown>> = {};
  let page = "";
  const own: readonly Route[] = [
    route({
      ...shared,
      path: "/api/v1/openapi.json",
      summary: "This document, OpenAPI 3.1",
      answers: { 200: { description: "The document", schema: z.looseObject({ openapi: z.string() }) } },
      handle: async () => ok(document),
    }),
    route({
      ...shared,
      path: "/docs",
      summary: "This document for people",
      answers: { 200: { description: "A page", mediaType: "text/html" } },
      handle: async () => ({ status: 200, raw: { mediaType: "text/html; charset=utf-8", bytes: page } }),
    }),
    route({
      ...shared,
      path: "/docs/docs.css",
      summary: "The looks of that page",
      answers: { 200: { description: "A style sheet", mediaType: "text/css" } },
      handle: async () => ({ status: 200, raw: { mediaType: "text/css; charset=utf-8", bytes: DOCS_STYLE } }),
    }),
  ];
  document = openApiDocument([...others, ...own], version);
  page = docsPage(document);
  return own;
}
