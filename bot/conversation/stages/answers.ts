import type { Claim } from "../company.ts";
import { plainText } from "../language/normalise.ts";
import type { Learned } from "../learn.ts";
import type { Reading } from "../reading.ts";
import type { Reply } from "../reply.ts";
import { claimsAsked, claimsPicked, offersNamed, offersPicked } from "../sales/offer.ts";
import { sayHijri } from "./book.ts";
import { asksForPrice, sayPrices } from "./prices.ts";
import { sayProfile } from "./profile.ts";

/**
 * Answers what they asked beside the point, from approved facts, before the talk goes on. Returns how many questions
 * were answered; one without an approved answer becomes a task for the team.
 */
export function answer(reply: Reply, reading: Reading): number {
  const before = reply.lineCount;
  if (asksForLanguage(reply, reading)) {
    reply.say("answer.language", {});
    return 1;
  }
  if (reading.acts.has("ask-identity")) {
    reply.say("answer.identity", { company: reply.company.name[reply.now.language] });
  }
  if (/هجري|hijri/u.test(plainText(reading.text))) sayHijri(reply);
  const quoted = quoteClaims(reply, reading);
  const priced = asksForPrice(reply, reading) && !(quoted > 0 && isAboutTerms(reading));
  if (priced || (quoted === 0 && isPricePicked(reply, reading))) sayPrices(reply, reading);
  if (reply.lineCount === before) answerFromProfile(reply, reading);
  return reply.lineCount - before;
}

/**
 * Something this line is not for: told so in the company's words, and nothing is asked after it. False when it is not,
 * or when they told a need in the same breath.
 */
export function answerAside(reply: Reply, reading: Reading, learned: readonly Learned[]): boolean {
  if (learned.some(({ fact }) => fact.about === "need" || fact.about === "budget")) return false;
  const [claim] = [
    ...claimsAsked(reading.text, reply.company, ["aside"]),
    ...claimsPicked(reading.answers.slice(0, 1), reply.company, ["aside"]),
  ];
  if (claim === undefined) return false;
  quoteClaim(reply, claim);
  reply.keepAsking();
  return true;
}

/** «نكمل بالإنجليزي؟»: obeyed already, so it only wants a word. */
function asksForLanguage({ before, now }: Reply, { text }: Reading): boolean {
  return before.language !== now.language && /عربي|انجليز|انقليز|english|arabic/u.test(plainText(text));
}

/** "What is your last price?" is answered by the discount claim; the list was said or follows on the next question. */
function isAboutTerms(reading: Reading): boolean {
  return /اخر سعر|خصم|تخفيض|discount|best price|last price/u.test(plainText(reading.text));
}

function quoteClaims(reply: Reply, reading: Reading): number {
  const named = claimsAsked(reading.text, reply.company, kindsAsked(reading));
  const claims = named.length > 0 ? named : claimsPicked(reading.answers, reply.company, PICKABLE);
  const [first] = claims;
  if (first === undefined) return 0;
  quoteClaim(reply, first);
  if (reply.isLetter) return 1 + quoteOthers(reply, claims.slice(1, MOST_CLAIMS));
  // One thought a message; only a doubt and a question in one breath get an answer each.
  const second = claims.find((claim) => claim.kind !== first.kind);
  if (second === undefined || !isDoubtAndQuestion(reading)) return 1;
  quoteClaim(reply, second);
  return 2;
}

/** A letter may ask several things and gets an answer to each; none is said again beside another. */
function quoteOthers(reply: Reply, claims: readonly Claim[]): number {
  const fresh = claims.filter(({ id }) => !reply.now.said.includes(`claim:${id}`));
  for (const claim of fresh) quoteClaim(reply, claim);
  return fresh.length;
}

const MOST_CLAIMS = 3;

const PICKABLE: readonly Claim["kind"][] = ["answer", "objection", "case"];

function isPricePicked({ company }: Reply, { answers }: Reading): boolean {
  return company.offers.some(({ prices }) => prices.some(({ id }) => answers[0] === id));
}

function isDoubtAndQuestion({ acts, text }: Reading): boolean {
  return (
    acts.has("objection") && (acts.has("question") || /[?؟]|(?:^|\s)(?:مين|وش|كم|كيف|هل|متى)\s/u.test(text))
  );
}

function kindsAsked(reading: Reading): readonly Claim["kind"][] {
  const { acts } = reading;
  if (acts.has("objection")) return ["objection", "answer"];
  // Words that nothing else understood may still name something we have an answer to.
  const isUnread = acts.size === 0 && reading.facts.length === 0;
  const asks = isUnread || acts.has("question") || acts.has("ask-price") || /[?؟]/u.test(reading.text);
  return asks ? ["answer", "objection"] : [];
}

function quoteClaim(reply: Reply, claim: Claim): void {
  const id = `claim:${claim.id}`;
  const text = claim.text[reply.now.language];
  if (!reply.now.said.includes(id)) {
    reply.quote(text, id);
    return;
  }
  reply.say("answer.again", {});
  reply.quote(text, id);
}

function answerFromProfile(reply: Reply, reading: Reading): void {
  if (sayProfile(reply, reading)) return;
  if (reading.acts.has("objection")) {
    reply.say("objection", {});
    reply.act({ do: "ask-team", question: reading.text });
    return;
  }
  const picked = offersPicked(reading.answers, reply.company);
  if (!isRealQuestion(reading) && picked.length === 0 && reading.unanswered === null) return;
  // An offer that they name beside a question nothing answers is no answer to it.
  const named = reading.unanswered === null ? offersNamed(reading.text, reply.company) : [];
  const [offer] = [...named, ...picked];
  const { language } = reply.now;
  if (offer !== undefined && !reply.now.said.includes(`offer:${offer.id}`)) {
    reply.say("ack.needOffer", { offer: offer.name[language], summary: offer.summary[language] });
    reply.mark(`offer:${offer.id}`);
    return;
  }
  reply.say("answer.team", {});
  reply.act({ do: "ask-team", question: reading.unanswered ?? reading.text });
}

/** A question about us: not a bare mark, not one that another act already stands for. */
function isRealQuestion(reading: Reading): boolean {
  const { acts } = reading;
  if (!acts.has("question")) return false;
  if (
    (["ask-meeting", "ask-identity", "reschedule", "cancel", "later"] as const).some((act) => acts.has(act))
  )
    return false;
  if (reading.entities.some((entity) => entity.kind === "datetime")) return false;
  return (reading.text.match(/[\p{L}\p{N}]+/gu) ?? []).length >= 2;
}
