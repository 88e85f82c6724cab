import { plainText } from "../language/normalise.ts";
import { known } from "../ledger.ts";
import type { Reading } from "../reading.ts";
import type { Reply } from "../reply.ts";
import { bantOf } from "../sales/bant.ts";
import { gatesOf } from "../sales/gates.ts";
import { nextQuestion } from "../sales/next-question.ts";
import { offerFor, offersNamed } from "../sales/offer.ts";
import { proposalLines } from "../sales/proposal-lines.ts";

/** A written quotation was asked for. */
export function asksForProposal(reading: Reading): boolean {
  const named = PROPOSAL.exec(plainText(reading.text));
  if (named === null) return false;
  // "We need a system for quotations" names a need, not a wish.
  return !reading.facts.some(({ fact }) => fact.about === "need" && plainText(fact.quote).includes(named[0]));
}

const PROPOSAL =
  /عرض (?:ال)?سعر|عرض (?:ال)?اسعار|تسعيره|كوتيشن|كوتيش|عرض (?:مالي|فني|رسمي)|\bquot(?:e|ation)\b|\bproposal\b|\brfq\b/u;

/**
 * Drafts a quotation when the fit allows it and they want one; a rep reviews it before it is sent. Returns what
 * happened: "drafted", "exists", "more" when a question comes first, or "person" when the team decides.
 */
export function propose(reply: Reply, reading: Reading): "drafted" | "exists" | "more" | "person" {
  reply.note({ happened: "wish-voiced", wish: "proposal" });
  if (reply.now.proposal !== null) {
    reply.say("proposal.exists", {});
    return "exists";
  }
  if (gatesOf(reply.now, reply.company).mayPropose && known(reply.now.facts, "need") !== null) {
    draft(reply, reading);
    reply.say("proposal.drafted", {});
    return "drafted";
  }
  if (nextQuestion(reply.now, reply.company) !== null) {
    reply.say("proposal.more", {});
    return "more";
  }
  reply.say("proposal.person", {});
  reply.act({ do: "ask-team", question: `Quotation wanted: ${reading.text}` });
  return "person";
}

/** They asked for it earlier and now enough is known. */
export function owedProposal(reply: Reply): boolean {
  const isOwed = reply.before.wishes.includes("proposal") && reply.now.proposal === null;
  return isOwed && gatesOf(reply.now, reply.company).mayPropose && known(reply.now.facts, "need") !== null;
}

export function draftOwed(reply: Reply, reading: Reading): void {
  draft(reply, reading);
  reply.say("proposal.drafted", {});
}

/**
 * The office wants a draft without being asked for one by them: nothing is said, a rep decides. False when the fit or the
 * answers are not there yet, or one exists.
 */
export function draftForRep(reply: Reply): boolean {
  const { now, company } = reply;
  const isKnown = bantOf(now.facts).known >= 2;
  if (now.proposal !== null || now.consent.optedOutAt !== null) return false;
  if (!isKnown || !gatesOf(now, company).mayPropose) return false;
  writeDraft(reply, "");
  return true;
}

function draft(reply: Reply, reading: Reading): void {
  writeDraft(reply, reading.text);
  reply.note({ happened: "stage-entered", stage: "proposing" });
}

function writeDraft(reply: Reply, text: string): void {
  const { company, turn } = reply;
  const [named] = offersNamed(text, company);
  const offer = named ?? offerFor(reply.now, company) ?? company.offers[0] ?? null;
  const { language, pains, facts } = reply.now;
  const need = known(facts, "need");
  const proposalId = turn.newIds.proposal;
  reply.note({ happened: "proposal-drafted", proposalId, version: 1 });
  reply.act({
    do: "draft-proposal",
    proposalId,
    draft: {
      language,
      lines: offer === null ? [] : proposalLines(offer, reply.now, text),
      needs: pains.length > 0 ? pains : need === null ? [] : [need],
      offerId: offer?.id ?? null,
    },
  });
}
