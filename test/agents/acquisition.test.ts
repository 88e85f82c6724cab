import { describe, expect, test } from "vitest";
import { booking } from "../../agents/acquisition/booking.ts";
import { crm } from "../../agents/acquisition/crm.ts";
import { followUp } from "../../agents/acquisition/follow-up.ts";
import { icpMatcher } from "../../agents/acquisition/icp-matcher.ts";
import { intake } from "../../agents/acquisition/intake.ts";
import { outreach, sentencesIn } from "../../agents/acquisition/outreach.ts";
import { painExtractor } from "../../agents/acquisition/pain-extractor.ts";
import { proposal } from "../../agents/acquisition/proposal.ts";
import { qualification } from "../../agents/acquisition/qualification.ts";
import { companyKey } from "../../bot/conversation/sales/company-key.ts";
import { agentTools, runAgent, scripted } from "../support/agent-tools.ts";

describe("intake", () => {
  test("other names of the fields, Arabic digits and words for sums are understood", async () => {
    const body = {
      ...{ company_name: "شركة النخيل المحدودة", contact_name: "خالد", phone: "٠٥٠١٢٣٤٥٦٧" },
      ...{ email: " Sales@Nakheel.SA ", budget: "٥٠ ألف", company_size: 40, region: "Riyadh" },
    };
    const { value } = await runAgent(intake, body);
    expect(value).toMatchObject({
      ...{ company: "شركة النخيل المحدودة", name: "خالد", phone: "+966501234567", email: "sales@nakheel.sa" },
      ...{ budget: { min: 50_000, max: 50_000, currency: "SAR" }, companySize: { min: 40, max: 40 } },
      ...{ region: "Riyadh", locale: "ar", contactChannel: "email" },
    });
  });

  test("50k is a budget; what cannot be read is not known, and said", async () => {
    expect((await runAgent(intake, { company: "Acme", budget: "50k" })).value.budget?.min).toBe(50_000);
    const { value, warnings } = await runAgent(intake, { company: "Acme", phone: "12", email: "nobody" });
    expect([value.phone, value.email]).toEqual([null, null]);
    expect(warnings.map((warning) => warning.split(":")[0])).toEqual(["email", "phone"]);
  });

  test.each([
    ["شركة النخيل المحدودة", "Al Nakheel Co. Ltd"],
    ["مؤسسة النخيل", "النخيل"],
    ["SABIC", "شركة سابك"],
  ])("%s and %s are one company", (one, other) => {
    expect(companyKey(one)).toBe(companyKey(other));
  });
});

describe("pain-extractor", () => {
  test.each(["I know the market well", "not urgent", "مو مستعجلين", "we use excel until now"])(
    "nothing in «%s» is urgent",
    async (message) => expect((await runAgent(painExtractor, { message })).value.urgency).toBe(0),
  );

  test.each(["ما عندنا مشكلة", "ماعندنا أي مشكلة", "We don't have a problem", "it is not expensive"])(
    "«%s» names no pain",
    async (message) => expect((await runAgent(painExtractor, { message })).value.pains).toEqual([]),
  );

  test("pains carry their words, category and the next step", async () => {
    const message = "كل شي عندنا يدوي على اكسل، والمراجعين ما يحضرون. نبي حل عاجل";
    const { value } = await runAgent(painExtractor, { message });
    expect(value.pains.map(({ category }) => category)).toEqual(["absence", "manual", "need"]);
    expect(value.pains.every(({ quote }) => message.includes(quote))).toBe(true);
    expect(value).toMatchObject({ urgency: 1, nextStep: { step: "call-today" }, method: "rules" });
  });

  test("a model's pain counts only with words that were written; rules' pains stay", async () => {
    const made = { text: "invented", category: "cost", severity: 1, quote: "we lose a million" };
    const real = {
      text: "Replies take too long",
      category: "delay",
      severity: 0.9,
      quote: "replies are slow",
    };
    const models = scripted({ pains: { pains: [made, real], urgency: 1 } });
    const message = "Our replies are slow. Everything is manual";
    const { value } = await runAgent(painExtractor, { message }, agentTools(models));
    expect(value.pains.map(({ text }) => text)).toEqual(["Replies take too long", "Everything is manual"]);
    expect(value).toMatchObject({ method: "hybrid", urgency: 0.4 });
  });

  test("when no model answers, rules do, and say so", async () => {
    const { value, warnings } = await runAgent(
      painExtractor,
      { message: "مشكلتنا الغياب" },
      agentTools(scripted({})),
    );
    expect(value.method).toBe("rules");
    expect(warnings).toEqual(["pains: done by rules, no model answered (failed)"]);
  });
});

describe("icp-matcher", () => {
  const scored = async (body: unknown) => (await runAgent(icpMatcher, body)).value;

  test("what is not known widens the score: no tier D for a bare WhatsApp lead, and advice on what to ask", async () => {
    const { tier, most, recommendations } = await scored({ message: "السلام عليكم" });
    expect(tier).not.toBe("D");
    expect(most).toBe(1);
    expect(recommendations).toContain("اسألوا عن المدينة");
  });

  test("Riyadh and Jeddah are served, USA and Romania are not", async () => {
    const region = async (name: string) => (await scored({ region: name })).dimensions.region.most;
    expect([await region("Riyadh"), await region("جدة"), await region("Saudi Arabia")]).toEqual([1, 1, 1]);
    expect([await region("USA"), await region("Romania")]).toEqual([0.2, 0.2]);
  });

  test("an ideal lead is A; reasons of a model that add a figure are not used", async () => {
    const ideal = {
      ...{ sector: "healthcare", companySize: "40", region: "Riyadh", budget: "60000", company: "Clinic" },
      message: "We need appointment reminders, patients are no-shows and bookings by phone are manual",
    };
    const reasons = ["Fits 97 percent", "b", "c", "d", "e"];
    const models = scripted({ reasons: { reasons } });
    const { value, warnings } = await runAgent(icpMatcher, ideal, agentTools(models));
    expect(value).toMatchObject({ tier: "A", gates: { booking: true, proposal: true } });
    expect(value.reasons).not.toContain(reasons[0]);
    expect(warnings).toHaveLength(1);
  });
});

describe("qualification", () => {
  test("answers have a way in, and four of four are qualified", async () => {
    const answers = {
      budget: "٢٠ ألف",
      authority: "القرار عندي",
      need: "تذكير المواعيد",
      timeline: "خلال شهر",
    };
    const { value } = await runAgent(qualification, { company: "عيادات", answers });
    expect(value).toMatchObject({ known: 4, status: "qualified" });
  });

  test("two are discovery, fewer leave the status; nothing answered is asked again", async () => {
    const two = await runAgent(qualification, {
      answers: { budget: "20k", timeline: "next month" },
      locale: "en",
    });
    expect(two.value.status).toBe("discovery");
    expect(two.value.questions.map(({ bant }) => bant)).toEqual(["need", "authority"]);
    expect((await runAgent(qualification, { locale: "ar" })).value.status).toBe("unchanged");
  });

  test("a model's question stands only when it promises nothing and asks in the lead's language", async () => {
    const questions = [
      { bant: "need", question: "With 30% more bookings in sight, what hurts?" },
      { bant: "timeline", question: "When would the clinic like to begin?" },
    ];
    const models = scripted({ questions: { questions } });
    const { value } = await runAgent(qualification, { company: "Clinic", locale: "en" }, agentTools(models));
    expect(value.questions[1]?.question).toBe(questions[1]?.question);
    expect(value.questions[0]?.question).toContain("Clinic");
  });
});

test("crm: without one it says so, and never that it synced", async () => {
  const { value } = await runAgent(crm, { leadId: "lead-1" });
  expect(value).toMatchObject({ synced: false, reason: "no CRM is set up" });
});

test("booking: three really free times on working days, never a success that did not happen", async () => {
  const { value } = await runAgent(booking, { locale: "ar" });
  expect(value).toMatchObject({ status: "available", booking: null });
  expect(new Set(value.times.map(({ from }) => from)).size).toBe(3);
  expect(
    value.times.map(({ from }) => new Date(from).getUTCDay()).some((day) => day === 5 || day === 6),
  ).toBe(false);
  expect(value.invitation.ar).toContain("دقيقة");
  const asked = await runAgent(booking, { time: "2026-11-24T10:00:00+03:00" });
  expect(asked.value).toMatchObject({ booking: null, reason: "booking a time needs a leadId" });
});

test("proposal: prices from the list with VAT, no invented outcome; prose with a made-up figure is not used", async () => {
  const body = {
    company: "Clinic",
    sector: "health",
    message: "we need appointment reminders",
    locale: "en",
  };
  const prose = {
    summary: "We will raise your pipeline by 300% within weeks.",
    solution: "A booking page and reminders.",
  };
  const { value, warnings } = await runAgent(proposal, body, agentTools(scripted({ proposal_prose: prose })));
  expect(value).toMatchObject({ status: "text", id: null, currency: "SAR", vatRate: 0.15 });
  expect(value.bodyMarkdown).toContain("349 SAR");
  expect(value.bodyMarkdown).not.toMatch(/300%|2-3x/u);
  expect(warnings).toHaveLength(1);
});

test.each(["ar", "en"] as const)(
  "outreach (%s): at most four sentences, nothing sent, the way to stop named",
  async (locale) => {
    const body = { locale, name: "Khalid", company: "Clinic", sector: "health", channel: "email" };
    const { value } = await runAgent(outreach, body);
    expect(sentencesIn(value.body, locale)).toBeLessThanOrEqual(4);
    expect(value).toMatchObject({ draftId: null, consent: "none" });
    expect(value.body).toMatch(/إيقاف|stop/u);
  },
);

test("follow-up: on the company's days in sending hours; after the last it pauses", async () => {
  const first = await runAgent(followUp, { locale: "ar", attempt: 1 });
  expect(first.value).toMatchObject({ shouldPause: false, attempt: 1 });
  const at = new Date(first.value.scheduledFor ?? "");
  expect([0, 1, 2, 3, 4]).toContain(at.getUTCDay());
  const over = await runAgent(followUp, { locale: "ar", attempt: 4 });
  expect(over.value).toMatchObject({ shouldPause: true, text: null, reason: "all 3 follow-ups were sent" });
});
