import type { Actor, CommandResult, ProposalChange, Refusal } from "../contracts/commands.ts";
import type { Lane, Lanes } from "../contracts/lanes.ts";
import type { ProposalRecord, Records } from "../contracts/records.ts";
import type { OutboxRow, ProposalAmendment, TurnRecord } from "../contracts/turn-record.ts";
import type { Company, InBoth, Price } from "../conversation/company.ts";
import type { ConversationEvent, ProposalDraft, ProposalLine } from "../conversation/turn.ts";
import { emptyRecord } from "./carry-out.ts";
import type { Mind } from "./mind.ts";
import { conflict, invalid, noSuch } from "./refusals.ts";
import { standingLane } from "./standing-lane.ts";
import { waitingRow } from "./waiting-row.ts";

/** What the story of a proposal needs from outside. */
export interface ProposalParts {
  readonly records: Pick<Records, "proposals">;
  readonly lanes: Lanes;
  readonly mind: Mind;
  announce(conversationId: string, what: "due" | "changed"): void;
}

/** The words beside the file; the file says everything else. */
const COVER: InBoth = {
  ar: "مرفق لكم عرض السعر كما طلبتم. يسعدنا الرد على أي استفسار.",
  en: "Please find your quotation attached. We are glad to answer any question.",
};

/** Changes a draft's lines (amounts come from the price list, never from outside) or its needs. */
export async function updateProposal(
  id: string,
  change: ProposalChange,
  by: Actor,
  parts: ProposalParts,
): Promise<CommandResult<ProposalRecord>> {
  const company = await parts.mind.company();
  return await amend(id, parts, (record) => {
    const lines = change.lines === undefined ? record.draft.lines : linesOf(change.lines, record, company);
    if (typeof lines === "string") return invalid(lines);
    const draft: ProposalDraft = { ...record.draft, lines, needs: change.needs ?? record.draft.needs };
    return { because: `${by.id} changed the proposal`, to: "draft", draft, by: null, says: false };
  });
}

/** Approves a draft; it leaves in its talk, as a file, on the way of every other message. */
export async function approveProposal(
  id: string,
  by: Actor,
  parts: ProposalParts,
): Promise<CommandResult<ProposalRecord>> {
  return await amend(id, parts, ({ draft }, { optedOutAt }) => {
    if (optedOutAt !== null) return conflict("they opted out of messages");
    return draft.lines.length === 0
      ? invalid("a proposal without lines cannot be approved")
      : { because: `${by.id} approved the proposal`, to: "approved", draft: null, by: by.id, says: true };
  });
}

interface Amending extends Pick<ProposalAmendment, "to" | "draft" | "by"> {
  readonly because: string;
  readonly says: boolean;
}

async function amend(
  id: string,
  parts: ProposalParts,
  decide: (record: ProposalRecord, lane: Lane) => Amending | Refusal,
): Promise<CommandResult<ProposalRecord>> {
  while (true) {
    const result = await amendOnce(id, parts, decide);
    if (result !== "stale") return result;
  }
}

async function amendOnce(
  id: string,
  { records, lanes, mind, announce }: ProposalParts,
  decide: (record: ProposalRecord, lane: Lane) => Amending | Refusal,
): Promise<CommandResult<ProposalRecord> | "stale"> {
  const record = await records.proposals.get(id);
  const lane = record === null ? null : await standingLane(record.conversationId, lanes);
  if (record === null || lane === null) return noSuch("proposal");
  if (record.status !== "draft") return conflict(`this proposal is ${record.status} already`);
  const amending = decide(record, lane);
  if ("ok" in amending) return amending;
  const [saved] = await lanes.save([await turnOf(lane, record, amending, mind)]);
  if (saved !== "saved") return "stale";
  announce(lane.conversation.id, amending.says ? "due" : "changed");
  const changed = await records.proposals.get(id);
  return changed === null ? noSuch("proposal") : { ok: true, value: changed };
}

async function turnOf(
  lane: Lane,
  { id, draft }: ProposalRecord,
  amending: Amending,
  mind: Mind,
): Promise<TurnRecord> {
  // The talk counts it as sent at once: what is queued will leave, and an answer to it may come first.
  const events: ConversationEvent[] = amending.says
    ? [{ happened: "proposal-changed", proposalId: id, status: "sent" }]
    : [];
  const after = events.reduce((conversation, event) => mind.evolve(conversation, event), lane.conversation);
  const { because, to, by } = amending;
  return {
    ...emptyRecord(lane, after, mind.now()),
    ...{ because, events, wake: amending.says },
    lead: amending.says ? mind.leadColumns(after, await mind.company(), lane.conversation) : null,
    outbox: amending.says ? [rowOf(lane, id, draft, mind.newId())] : [],
    amendment: { id, from: "draft", to, draft: amending.draft, by },
  };
}

function rowOf(lane: Lane, proposalId: string, { language }: ProposalDraft, id: string): OutboxRow {
  const reference = `/files/proposals/${proposalId}.pdf`;
  return waitingRow(lane, {
    ...{ id, author: "bot", rep: null, language, text: COVER[language], proposalId },
    attachments: [{ kind: "document", mediaType: "application/pdf", fileName: "proposal.pdf", reference }],
  });
}

/** Lines from the price list; a sentence that says what is wrong when a price is not on it. */
function linesOf(
  wanted: NonNullable<ProposalChange["lines"]>,
  { draft }: ProposalRecord,
  company: Company,
): readonly ProposalLine[] | string {
  const prices = new Map(company.offers.flatMap((offer) => offer.prices).map((price) => [price.id, price]));
  const lines: ProposalLine[] = [];
  for (const { priceId, quantity } of wanted) {
    const price = prices.get(priceId);
    if (price === undefined) return `lines: there is no price "${priceId}" on the price list`;
    if (!Number.isInteger(quantity) || quantity < 1)
      return `lines: the quantity of "${priceId}" must be 1 or more`;
    lines.push(lineOf(price, quantity, draft));
  }
  return lines;
}

function lineOf(price: Price, quantity: number, { language }: ProposalDraft): ProposalLine {
  return {
    priceId: price.id,
    label: price.label[language],
    quantity,
    unitAmount: price.amount,
    per: price.per,
  };
}
