import { expect, test } from "vitest";
import { talkFrom } from "../../agents/acquisition/prospect.ts";
import { runPipeline } from "../../agents/pipeline.ts";
import type { Models } from "../../agents/router/models.ts";
import type { AgentRun } from "../../bot/contracts/agent-runs.ts";
import type { PostedLead, TakenLead } from "../../bot/contracts/commands.ts";
import { agentTools, SUNDAY, scripted } from "../support/agent-tools.ts";
import { demoCompany } from "../support/demo-company.ts";

const LEAD: PostedLead = {
  ...{ company: "عيادات الابتسامة", name: "خالد", email: "k@smile.example", phone: null, sector: "health" },
  ...{
    companySize: "40",
    region: "Riyadh",
    budget: "٥٠ ألف",
    message: "المراجعين ما يحضرون ونبي تذكير للمواعيد",
  },
  ...{ locale: null, source: "website", autoBook: true, autoProposal: true, extra: {} },
};

/** The turn the lead is about to take. */
const ABOUT = { conversationId: "talk-1", turn: 4 };

const takenOf = (lead: PostedLead, answered: boolean): TakenLead => ({
  ...{ leadId: "lead-1", contactId: "person-1", duplicate: false, company: demoCompany() },
  conversation: talkFrom(lead, demoCompany(), SUNDAY),
  ...(answered
    ? { answeredOn: "email" as const, silentBecause: null }
    : { answeredOn: null, silentBecause: "no channel is set up that reaches them" }),
});

const partsWith = (models: ReturnType<typeof scripted> | null, runs: AgentRun[]) => ({
  tools: agentTools(models),
  runs: { record: async (run: AgentRun) => void runs.push(run) },
  ...{ now: () => SUNDAY, report: () => undefined, crmLimitMs: 1_000 },
});

test("without a model every step answers by rules, and every run is remembered", async () => {
  const runs: AgentRun[] = [];
  const result = await runPipeline(LEAD, ABOUT, Promise.resolve(takenOf(LEAD, true)), partsWith(null, runs));
  expect(result).toMatchObject({
    ...{
      extraction: { method: "rules" },
      fit: { tier: "A" },
      qualification: { known: 2, status: "discovery" },
    },
    ...{ crm: { synced: false, reason: "no CRM is set up" }, booking: { status: "none" } },
  });
  expect(runs.map(({ agent }) => agent).toSorted()).toEqual([
    ...["booking", "crm", "icp-matcher", "intake", "pain-extractor", "proposal", "qualification"],
  ]);
  expect(runs.filter(({ ok }) => !ok).map(({ agent }) => agent)).toEqual(["proposal"]);
});

test("slow models are asked side by side, beside the turn: one stage, whatever the number of calls", async () => {
  const models = scripted({}, 300);
  const turn = new Promise<TakenLead>((done) => setTimeout(() => done(takenOf(LEAD, true)), 600));
  const began = performance.now();
  await runPipeline(LEAD, ABOUT, turn, partsWith(models, []));
  const took = performance.now() - began;
  expect(models.asked.toSorted()).toEqual(["pains", "proposal_prose", "questions", "reasons"]);
  expect(models.most()).toBe(4);
  // The turn's two stages of 300 ms are all that is waited for; three stages would be 900.
  expect(took).toBeLessThan(880);
});

test("every model call is booked on the lead's talk and its turn", async () => {
  const { ask, ...models } = scripted({});
  const booked: unknown[] = [];
  const watched: Models = {
    ...models,
    ask: (question) => {
      booked.push([question.name, question.about]);
      return ask(question);
    },
  };
  await runPipeline(LEAD, ABOUT, Promise.resolve(takenOf(LEAD, true)), {
    ...partsWith(null, []),
    tools: agentTools(watched),
  });
  expect(booked.toSorted()).toEqual(
    ["pains", "proposal_prose", "questions", "reasons"].map((name) => [name, ABOUT]),
  );
});

test("a model that breaks and a CRM that hangs are warnings with their reasons", async () => {
  const runs: AgentRun[] = [];
  const parts = partsWith(null, runs);
  const crm = { name: "hubspot", sync: () => new Promise<never>(() => undefined) };
  const lead = {
    id: "lead-1",
    contactId: "person-1",
    source: "website",
    status: "new",
    locale: "ar",
  } as const;
  const talk = { state: takenOf(LEAD, true).conversation, handle: "", account: "", leadId: "lead-1" };
  const record = { ...lead, metadata: {}, createdAt: "", updatedAt: "" };
  const conversations = [{ ...talk, lastMessageAt: null, createdAt: "", updatedAt: "" }];
  const leads = { ...parts.tools.records.leads, get: async () => ({ ...record, conversations }) };
  const models = { ...parts.tools.models, present: true, ask: () => Promise.reject(new Error("broken")) };
  const tools = { ...parts.tools, models, crm, records: { ...parts.tools.records, leads } };
  const result = await runPipeline(LEAD, ABOUT, Promise.resolve(takenOf(LEAD, false)), {
    ...parts,
    tools,
    crmLimitMs: 30,
  });
  expect(result.warnings).toContain(
    "crm: no answer within 30 ms; the lead is kept here and can be synced again",
  );
  expect(result.warnings).toContain("a model's answer could not be used, so rules did it");
  expect(result.warnings).toContain("nobody was written to: no channel is set up that reaches them");
  expect(result.fit).toMatchObject({ tier: "A" });
});
