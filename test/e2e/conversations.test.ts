import { afterAll, beforeAll, expect, test } from "vitest";
import { ask, askAll, openRealHouse, type RunningHouse } from "../support/house.ts";
import { Prospect } from "../support/prospect.ts";
import { expectLaws } from "./laws.ts";
import { answerUntil, type Speech } from "./phrases.ts";

let house: RunningHouse;
beforeAll(async () => {
  house = await openRealHouse();
});
afterAll(() => house.close());

const OPENERS: readonly (readonly [Speech, string])[] = [
  ["ar", "السلام عليكم، شفت إعلانكم"],
  ["ar", "هلا، كم أسعاركم؟"],
  ["ar", "مساء الخير، نبي نعرف عن نظام المواعيد"],
  ["en", "Hi, I saw your ad"],
  ["en", "Hello, what does your product do?"],
  ["arabizi", "hala, kam as3arkom?"],
];
const talks = OPENERS.flatMap(([speech, opener], at) =>
  [false, true].map((digress) => ({ speech, opener, digress, seed: 7 * (2 * at + (digress ? 2 : 1)) })),
);

test.each(talks)("«$opener» ends in a booked meeting (digressing: $digress)", async (talk) => {
  const prospect = new Prospect(house, "خالد العتيبي");
  await prospect.says(talk.opener);
  await answerUntil(prospect, talk.speech, talk.seed, { digress: talk.digress });
  const state = await prospect.talk();
  expect(state).toMatchObject({
    outcome: "booked",
    owner: "bot",
    language: talk.speech === "en" ? "en" : "ar",
  });
  const lead = await prospect.lead();
  expect(lead.booking).toMatchObject({ status: "confirmed" });
  expect(lead.fit.least).toBeLessThanOrEqual(lead.fit.likely);
  expect(lead.fit.likely).toBeLessThanOrEqual(lead.fit.most);
  expect(["A", "B", "C", "D"]).toContain(lead.fit.tier);
  const bookings = await askAll(house.url, "/api/v1/bookings?status=confirmed");
  expect(bookings.filter(({ conversationId }) => conversationId === state.id)).toHaveLength(1);
  await expectInvitation(prospect, lead.booking);
  await expectLaws(prospect, house);
});

/** The invitation came as a file, and can be fetched from the house too. */
async function expectInvitation(prospect: Prospect, booking: { readonly id: string; readonly from: string }) {
  const sent = prospect.inbox.find(({ type }) => type === "document");
  const upload = house.graph.uploads.find(({ id }) => id === sent?.body.document?.id);
  expect(upload?.bytes).toContain("BEGIN:VCALENDAR");
  const file = await fetch(`${house.url}/files/bookings/${booking.id}.ics`);
  const start = new Date(booking.from).toISOString().replace(/[-:]|\.\d+/g, "");
  expect([file.status, file.headers.get("content-type")]).toEqual([200, "text/calendar; charset=utf-8"]);
  expect(await file.text()).toContain(start);
}

test("a budget that is nobody's business is not asked for again, and the meeting is booked all the same", async () => {
  const prospect = new Prospect(house, "أبو فهد");
  await prospect.says("السلام عليكم عندنا ٣ عيادات أسنان بالرياض والمواعيد تضيع");
  await answerUntil(prospect, "ar", 3, { own: { budget: "الميزانية سرية" } });
  expect(prospect.answered.filter((topic) => topic === "budget")).toHaveLength(1);
  expect((await prospect.lead()).facts.budget).toMatchObject({ state: "refused", value: null });
  await expectLaws(prospect, house);
});

test("a corrected size replaces the first and keeps it as history", async () => {
  const prospect = new Prospect(house, "نورة");
  await prospect.says("هلا، احنا مطعم في جدة و ٢٠ موظف");
  await prospect.says("لا عفوا قصدي ٤٠ موظف");
  const { facts } = await prospect.lead();
  expect(facts.companySize).toMatchObject({ value: { min: 40, max: 40 }, quote: "٤٠ موظف" });
  expect(facts.companySize.history).toMatchObject([{ value: { min: 20, max: 20 } }]);
  await answerUntil(prospect, "ar", 4);
  await expectLaws(prospect, house);
});

test("the price asked five times is told five times, each time in other words", async () => {
  const prospect = new Prospect(house, "سعد");
  const answers: string[] = [];
  for (const question of ["كم السعر", "كم السعر؟", "طيب بكم؟", "الأسعار لو سمحت", "عطني السعر"])
    answers.push((await prospect.says(question)).map(({ text }) => text).join("\n"));
  for (const answer of answers) expect(answer).toContain("349");
  expect(new Set(answers).size).toBe(answers.length);
  await answerUntil(prospect, "ar", 5);
  await expectLaws(prospect, house);
});

test.each([
  ["ar", "السلام عليكم", "ابي اكلم موظف"],
  ["en", "Hi", "can I talk to a real person please"],
] as const)(
  "a human is reached by plain words (%s), and then the assistant is silent",
  async (_, hello, wish) => {
    const prospect = new Prospect(house, "سارة");
    await prospect.says(hello);
    await prospect.says(wish);
    expect(await prospect.talk()).toMatchObject({
      owner: "rep",
      stage: "with-rep",
      outcome: "handover",
      asking: null,
    });
    expect(await prospect.says("؟؟")).toEqual([]);
    await expectLaws(prospect, house);
  },
);

test.each(["لا ترسلون لي مرة ثانية", "STOP", "الغاء الاشتراك"])(
  "«%s» ends it: one answer, then silence",
  async (words) => {
    const prospect = new Prospect(house, "ريم");
    await prospect.says("مرحبا");
    expect(await prospect.says(words)).toHaveLength(1);
    expect(await prospect.talk()).toMatchObject({ stage: "closed", outcome: "opted-out", asking: null });
    expect(await prospect.says("شكرا")).toEqual([]);
    await expectLaws(prospect, house);
  },
);

test("a wrong number is let go", async () => {
  const prospect = new Prospect(house, "ابو محمد");
  await prospect.says("السلام عليكم");
  await prospect.says("معليش الرقم غلط");
  expect(await prospect.talk()).toMatchObject({ outcome: "wrong-number", asking: null });
  await expectLaws(prospect, house);
});

test("«after Ramadan» is a date", async () => {
  const prospect = new Prospect(house, "هند");
  await prospect.says("السلام عليكم، احنا عيادة جلدية في الخبر");
  const [answer] = await prospect.says("الحين مشغولين، كلمني بعد رمضان");
  expect(await prospect.talk()).toMatchObject({ outcome: "nurture", asking: null });
  expect(answer?.text).toMatch(/[\d٠-٩]/);
  await expectLaws(prospect, house);
});

test("the language changes when they ask for it, and with their own sentences, not with «ok»", async () => {
  const prospect = new Prospect(house, "Mona");
  await prospect.says("السلام عليكم، نبي تنظيم المواعيد");
  await prospect.says("can we continue in English please?");
  expect((await prospect.talk()).language).toBe("en");
  expect(prospect.inbox.at(-1)?.text).not.toMatch(/[\u0600-\u06ff]/);
  await prospect.says("عفوا العربي أسهل لي");
  expect((await prospect.talk()).language).toBe("ar");
  await prospect.says("ok");
  expect((await prospect.talk()).language).toBe("ar");
  await answerUntil(prospect, "ar", 8);
  await expectLaws(prospect, house);
});

test("a meeting is moved and cancelled by chat; the calendar follows", async () => {
  const prospect = new Prospect(house, "فيصل");
  await prospect.says("ابغى موعد معكم");
  await answerUntil(prospect, "ar", 9);
  const first = (await prospect.lead()).booking;
  await prospect.says("ابغى اغير الموعد");
  await prospect.taps(2);
  await prospect.says("نعم");
  const second = (await prospect.lead()).booking;
  expect(second).toMatchObject({ status: "confirmed" });
  expect(second.from).not.toBe(first.from);
  await prospect.says("الغ الموعد");
  if ((await prospect.talk()).asking === "confirm") await prospect.says("نعم");
  expect((await prospect.lead()).booking).toMatchObject({ status: "cancelled" });
  const talk = await prospect.talk();
  const open = await askAll(house.url, "/api/v1/bookings?status=confirmed");
  expect(open.filter(({ conversationId }) => conversationId === talk.id)).toEqual([]);
  await expectLaws(prospect, house);
});

test("a proposal leaves only after a rep approved it", async () => {
  const prospect = new Prospect(house, "خالد العتيبي");
  await prospect.says(
    "السلام عليكم، عندنا ٥ فروع عيادات أسنان بالرياض، ٦٠ موظف، ميزانيتنا ١٠٠ ألف والقرار عندي، والمواعيد تضيع علينا، ابي عرض سعر",
  );
  for (let turn = 0; turn < 8 && (await prospect.lead()).proposal === null; turn++)
    await answerUntil(prospect, "ar", turn, { done: () => turn < 0 || prospect.answered.length > turn });
  const { id } = (await prospect.lead()).proposal;
  const documents = () => prospect.inbox.filter(({ type }) => type === "document");
  expect(documents()).toEqual([]);
  expect((await ask(house.url, "GET", `/api/v1/proposals/${id}`)).body).toMatchObject({ status: "draft" });
  expect((await ask(house.url, "POST", `/api/v1/proposals/${id}/approve`)).status).toBe(200);
  await prospect.settled();
  expect(documents()).toHaveLength(1);
  const upload = house.graph.uploads.find((one) => one.id === documents()[0]?.body.document?.id);
  expect(upload?.bytes).toContain("%PDF-");
  expect((await ask(house.url, "POST", `/api/v1/proposals/${id}/approve`)).status).toBe(409);
});

test("pictures, voice, places, stickers and reactions are answered or let be, never a crash and never a fact", async () => {
  const prospect = new Prospect(house, "لمى");
  const voice = { id: "1", mime_type: "audio/ogg; codecs=opus", sha256: "x", voice: true };
  await prospect.post({ type: "audio", audio: voice }, "");
  expect(await prospect.settled()).toHaveLength(1);
  await prospect.post({ type: "location", location: { latitude: 24.7, longitude: 46.6 } }, "");
  await prospect.settled();
  await prospect.post({ type: "sticker", sticker: { id: "2", mime_type: "image/webp" } }, "");
  await prospect.settled();
  const id = prospect.inbox[0]?.id;
  await prospect.post({ type: "reaction", reaction: { message_id: id, emoji: "👍" } }, "👍");
  expect(await prospect.settled(), "a thumb needs no answer").toEqual([]);
  expect((await prospect.lead()).facts).toEqual({});
  expect((await prospect.talk()).owner).toBe("bot");
});

test("words that ask for something are no fact, whatever was asked", async () => {
  const prospect = new Prospect(house, "ماجد");
  await prospect.says("السلام عليكم، احنا مطعم في جدة و ٢٠ موظف");
  await prospect.says("لا عفوا قصدي ٤٠ موظف");
  expect((await prospect.lead()).facts.need).toBeUndefined();
  await prospect.says("ابغى موعد معكم");
  await answerUntil(prospect, "ar", 9);
  expect((await prospect.talk()).asking).toBe("name");
  await prospect.says("الغ الموعد");
  expect((await prospect.lead()).facts.name).toBeUndefined();
});
