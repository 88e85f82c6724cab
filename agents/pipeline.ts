import type { PostedLead, PostedLeadResult, TakenLead } from "../bot/contracts/commands.ts";
import type { Company } from "../bot/conversation/company.ts";
import { BOOKING_GATE, gatesOf, PROPOSAL_GATE } from "../bot/conversation/sales/gates.ts";
import { fitOf } from "../bot/conversation/sales/icp.ts";
import type { Conversation } from "../bot/conversation/state.ts";
import { bookingOf } from "./acquisition/booking.ts";
import { crm } from "./acquisition/crm.ts";
import { askForReasons, matchOf } from "./acquisition/icp-matcher.ts";
import { intake } from "./acquisition/intake.ts";
import { askForPains, extractionOf } from "./acquisition/pain-extractor.ts";
import { askForProse, proposalOf } from "./acquisition/proposal.ts";
import { talkFrom } from "./acquisition/prospect.ts";
import { askForQuestions, qualificationOf } from "./acquisition/qualification.ts";
import { type AgentResult, type AgentTools, done, failed } from "./agent.ts";
import { type RunParts, runRecorded } from "./registry.ts";
import type { CallContext, Models } from "./router/models.ts";

type Result = Omit<PostedLeadResult, "leadId" | "duplicate">;

/** What the pipeline needs beside the agents' tools. */
export interface PipelineParts extends RunParts {
  readonly tools: AgentTools;
  /** A CRM that takes longer is not waited for, in milliseconds. */
  readonly crmLimitMs: number;
}

/**
 * Intake, pains, fit, qualification, CRM, booking, proposal for one posted lead. Every model call begins at once, beside
 * the turn that `taken` stands for, from what the form alone says, and is booked on that turn, `about`; its words are
 * used where they still hold after the turn. A step that fails is a warning with its reason.
 */
export async function runPipeline(
  posted: PostedLead,
  about: CallContext,
  taken: Promise<TakenLead>,
  parts: PipelineParts,
): Promise<Result> {
  const ahead = await begin(posted, about, parts);
  const lead = await taken;
  const [asked, steps] = await Promise.all([finished(ahead), crmStep(lead, parts)]);
  const { conversation: talk, company } = lead;
  const run = <Out>(name: string, before: Words<unknown> | null, work: () => AgentResult<Out>) =>
    step(name, lead, before, work, parts);
  const intakeStep = await ahead.intake;
  const extraction = await run("pain-extractor", asked.pains, () =>
    done(extractionOf(posted.message ?? "", talk.language, company, asked.pains.value)),
  );
  const fit = await run("icp-matcher", asked.reasons, () =>
    done(matchOf(talk, company, talk.language, stillHolds(asked.reasons, ahead.talk, talk, company))),
  );
  const questions = ahead.talk.language === talk.language ? asked.questions.value : null;
  const qualification = await run("qualification", asked.questions, () =>
    done(qualificationOf(talk, company, questions)),
  );
  const booking = posted.autoBook
    ? await run("booking", null, () => bookingStep(lead, parts.tools.now()))
    : NOT_RUN;
  const proposal = posted.autoProposal
    ? await run("proposal", asked.prose, () => proposalStep(lead, asked.prose.value, parts.tools.now()))
    : NOT_RUN;
  const all = [intakeStep, extraction, fit, qualification, steps, booking, proposal];
  return {
    ...{ extraction: extraction.value, fit: fit.value, qualification: qualification.value, crm: steps.value },
    ...{ booking: booking.value, proposal: proposal.value },
    warnings: [...all.flatMap(({ warnings }) => warnings), ...warningsOf(lead, intakeStep.value)],
  };
}

/** Words of a model, or why there are none, and how long they took. */
interface Words<Value> {
  readonly value: Value | null;
  readonly warnings: readonly string[];
  readonly milliseconds: number;
}

type Ahead = Awaited<ReturnType<typeof begin>>;

/** Everything that need not wait for the turn. Nothing here rejects. */
async function begin(posted: PostedLead, about: CallContext, parts: PipelineParts) {
  const tools = { ...parts.tools, models: inGoodTime(parts.tools) };
  const company = await tools.company();
  const talk = talkFrom(posted, company, tools.now());
  const { language } = talk;
  const message = posted.message ?? "";
  const none = Promise.resolve({ value: null, warnings: [] });
  return {
    talk,
    intake: stepOfIntake(posted, parts),
    pains: words(() => (message === "" ? none : askForPains(message, language, about, tools)), parts),
    reasons: words(() => askForReasons(fitOf(talk, company), language, about, tools), parts),
    questions: words(() => askForQuestions(talk, company, about, tools), parts),
    prose: words(() => (posted.autoProposal ? askForProse(talk, company, about, tools) : none), parts),
  };
}

/** Whoever posts a lead waits for the answer: a model slower than this is done without, in milliseconds. */
const WORDS_LIMIT_MS = 4_000;

function inGoodTime({ models, now }: AgentTools): Models {
  const deadline = now() + WORDS_LIMIT_MS;
  return {
    present: models.present,
    ask: (question) => models.ask({ ...question, deadline }),
    hear: (recording) => models.hear(recording),
  };
}

async function finished({ pains, reasons, questions, prose }: Ahead) {
  const [one, two, three, four] = await Promise.all([pains, reasons, questions, prose]);
  return { pains: one, reasons: two, questions: three, prose: four };
}

async function words<Value>(
  ask: () => Promise<{ readonly value: Value | null; readonly warnings: readonly string[] }>,
  parts: PipelineParts,
): Promise<Words<Value>> {
  const began = performance.now();
  try {
    const answer = await ask();
    return { ...answer, milliseconds: performance.now() - began };
  } catch (cause) {
    parts.report("a model's words for a posted lead broke", cause);
    const warnings = ["a model's answer could not be used, so rules did it"];
    return { value: null, warnings, milliseconds: performance.now() - began };
  }
}

/** Reasons worded before the turn stand only if the turn left the reasons as they were. */
function stillHolds(
  reasons: Words<readonly string[]>,
  before: Conversation,
  after: Conversation,
  company: Company,
): readonly string[] | null {
  const same = before.language === after.language && plain(before, company) === plain(after, company);
  return same ? reasons.value : null;
}

function plain(talk: Conversation, company: Company): string {
  return fitOf(talk, company).reasons.join("\n");
}

interface Step<Out> {
  readonly value: Out | null;
  readonly warnings: readonly string[];
}

const NOT_RUN: Step<never> = { value: null, warnings: [] };

async function step<Out>(
  name: string,
  { leadId }: TakenLead,
  before: Words<unknown> | null,
  work: () => AgentResult<Out> | Promise<AgentResult<Out>>,
  parts: PipelineParts,
): Promise<Step<Out>> {
  const agent = { name, run: async () => await work() };
  const result = await runRecorded(agent, null, leadId, parts.tools, parts, before?.milliseconds ?? 0);
  const asked = before?.warnings ?? [];
  if (!result.ok) return { value: null, warnings: [...asked, `${name}: ${result.detail}`] };
  return { value: result.value, warnings: [...asked, ...result.warnings] };
}

async function stepOfIntake(posted: PostedLead, parts: PipelineParts) {
  const { company, name, email, phone, sector, companySize, region, budget, message, locale, source } =
    posted;
  const fields = {
    company,
    name,
    email,
    phone,
    sector,
    companySize,
    region,
    budget,
    message,
    locale,
    source,
  };
  const result = await runRecorded(intake, fields, null, parts.tools, parts);
  if (result.ok) return { value: result.value, warnings: result.warnings };
  return { value: null, warnings: [`intake: ${result.detail}`] };
}

async function crmStep(lead: TakenLead, parts: PipelineParts) {
  const work = () => inTime(crm.run({ leadId: lead.leadId }, parts.tools), parts.crmLimitMs);
  const synced = await step("crm", lead, null, work, parts);
  if (synced.value !== null && synced.value.provider === null)
    return { ...synced, warnings: ["crm: no CRM is set up, so this lead stays in Majlis only"] };
  const missing = { synced: false, provider: null, contactId: null, companyId: null, dealId: null };
  const reason = synced.warnings.join("; ");
  return synced.value === null ? { ...synced, value: { ...missing, reason } } : synced;
}

async function inTime<Out>(work: Promise<AgentResult<Out>>, limitMs: number): Promise<AgentResult<Out>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<AgentResult<Out>>((give) => {
    const detail = `no answer within ${limitMs} ms; the lead is kept here and can be synced again`;
    timer = setTimeout(() => give(failed("unavailable", detail)), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What the turn offered or held; offered times that nobody hears of are only free ones. */
function bookingStep({ conversation, company, answeredOn, silentBecause }: TakenLead, now: number) {
  const { mayBook, fit } = gatesOf(conversation, company);
  const why = mayBook ? null : `the likely fit of ${fit.likely} is below the gate of ${BOOKING_GATE}`;
  const made = bookingOf(conversation, company, now, why ?? silentBecause);
  if (made.status !== "offered" || answeredOn !== null) return done(made);
  return done({ ...made, status: "available" as const, reason: silentBecause });
}

function proposalStep(lead: TakenLead, prose: Parameters<typeof proposalOf>[3], now: number) {
  const { conversation: talk, company } = lead;
  if (talk.proposal === null) {
    const { mayPropose, fit } = gatesOf(talk, company);
    const why = mayPropose
      ? "two of budget, authority, need and timeline must be known first"
      : `the likely fit of ${fit.likely} is below the gate of ${PROPOSAL_GATE}`;
    return failed("conflict", why);
  }
  const text = proposalOf(talk, company, { outcomes: [], painPoints: [] }, prose, now);
  return text === null ? failed("conflict", "the price list is empty") : done(text);
}

function warningsOf(
  { leadId, silentBecause }: TakenLead,
  taken: { readonly duplicate: { readonly sameCompany: readonly string[] } } | null,
): readonly string[] {
  const others = taken?.duplicate.sameCompany.filter((id) => id !== leadId) ?? [];
  return [
    ...(silentBecause === null ? [] : [`nobody was written to: ${silentBecause}`]),
    ...(others.length === 0 ? [] : [`intake: the same company is known from ${others.join(", ")}`]),
  ];
}
