import type { ProposalDocument } from "./document.ts";
import { proposalPages } from "./pages.ts";
import { printable } from "./printable.ts";
import { renderPdf } from "./render.ts";

/** The proposal as a PDF, its own language first. Rejects only when the template or its renderer is broken. */
export function proposalPdf(document: ProposalDocument): Promise<Uint8Array> {
  return renderPdf(
    JSON.stringify(proposalPages(document), (_name, part) =>
      typeof part === "string" ? printable(part) : part,
    ),
  );
}
