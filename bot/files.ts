import { type ProposalDocument, proposalDocument } from "../agents/services/proposal-pdf/document.ts";
import { proposalPdf } from "../agents/services/proposal-pdf/proposal-pdf.ts";
import type { CommandResult } from "./contracts/commands.ts";
import type { ProposalRecord, Records } from "./contracts/records.ts";
import { known } from "./conversation/ledger.ts";
import { inviteIcs } from "./conversation/sales/invite.ts";

/** Makes our own files when they are asked for; nothing is kept that could go stale. */
export function ownFiles(records: Records, now: () => number) {
  return {
    /** Bytes under /files: a meeting's calendar entry or an approved proposal; null when there is none. */
    async read(reference: string): Promise<Uint8Array | null> {
      const [, kind, id] =
        /^\/files\/(bookings|proposals)\/([\w-]{8,64})\.(?:ics|pdf)$/.exec(reference) ?? [];
      if (kind === undefined || id === undefined) return null;
      return kind === "bookings" ? await invitation(records, id, now()) : await sentProposal(records, id);
    },
    /** The PDF of a proposal in any state; a draft says that it is one. */
    async proposal(id: string): Promise<CommandResult<Uint8Array>> {
      const record = await records.proposals.get(id);
      if (record === null) return { ok: false, problem: "not-found", detail: "there is no such proposal" };
      return { ok: true, value: await proposalPdf(await documentOf(records, record)) };
    },
  };
}

async function invitation(records: Records, id: string, now: number): Promise<Uint8Array | null> {
  const booking = await records.bookings.get(id);
  if (booking === null || booking.status === "held" || booking.status === "expired") return null;
  const [company, talk] = await Promise.all([
    records.company(),
    records.conversations.get(booking.conversationId),
  ]);
  const facts = talk?.state.facts ?? {};
  const email = known(facts, "email");
  const ics = inviteIcs({
    bookingId: booking.id,
    slot: booking.slot,
    company,
    rep: company.reps.find((rep) => rep.id === booking.slot.rep) ?? null,
    attendee: email === null ? null : { name: known(facts, "name"), email },
    language: talk?.state.language ?? "ar",
    status: booking.status === "cancelled" ? "cancelled" : "confirmed",
    sequence: booking.status === "cancelled" ? 1 : 0,
    stampedAt: now,
  });
  return new TextEncoder().encode(ics);
}

/** Only what a rep approved is a file anybody may fetch. */
async function sentProposal(records: Records, id: string): Promise<Uint8Array | null> {
  const record = await records.proposals.get(id);
  if (record === null || record.status === "draft" || record.status === "superseded") return null;
  return await proposalPdf(await documentOf(records, record));
}

async function documentOf(records: Records, record: ProposalRecord): Promise<ProposalDocument> {
  const [company, talk] = await Promise.all([
    records.company(),
    records.conversations.get(record.conversationId),
  ]);
  const facts = talk?.state.facts ?? {};
  const rep = talk?.state.booking?.slot.rep ?? talk?.state.rep;
  return proposalDocument({
    record,
    company,
    contact: company.reps.find(({ id }) => id === rep) ?? company.reps[0] ?? null,
    prospect: { company: known(facts, "company"), name: known(facts, "name") },
    digits: talk?.state.digits ?? "latin",
  });
}
