import { afterAll, beforeAll, expect, test } from "vitest";
import { openRealHouse, type RunningHouse } from "../support/house.ts";
import { Prospect } from "../support/prospect.ts";
import { expectLaws } from "./laws.ts";

let house: RunningHouse;
beforeAll(async () => {
  house = await openRealHouse({ environment: { BUBBLE_WAIT_MS: "600" } });
});
afterAll(() => house.close());

test("four bubbles in a row are one turn and get one answer, which quotes the last of them", async () => {
  const prospect = new Prospect(house, "أبو ريان");
  await prospect.writes("السلام عليكم");
  await prospect.writes("احنا مجمع عيادات");
  await prospect.writes("بالرياض");
  const last = await prospect.writes("وعندنا ٤٠ موظف");
  const answers = await prospect.settled();
  expect(answers).toHaveLength(1);
  expect(answers[0]?.quotes).toBe(last);
  const { facts } = await prospect.lead();
  expect(facts).toMatchObject({
    city: { value: "Riyadh" },
    companySize: { value: { min: 40, max: 40 } },
    sector: { value: "health" },
  });
  expect((await prospect.trace()).filter(({ messageIds }) => messageIds.length === 4)).toHaveLength(1);
  await expectLaws(prospect, house);
});

test("who writes while the answer is prepared is answered in order, and nothing is asked twice", async () => {
  const prospect = new Prospect(house, "Hind");
  for (let round = 0; round < 6; round++) {
    await prospect.writes(
      ["hi", "we are a clinic", "in Jeddah", "about 40 people", "how much?", "ok"][round] ?? "",
    );
    await new Promise((resolve) => setTimeout(resolve, 350));
  }
  await prospect.settled();
  await expectLaws(prospect, house);
  const quoted = prospect.inbox.map(({ quotes }) => [...prospect.wrote.keys()].indexOf(quotes ?? ""));
  expect(quoted).toEqual(quoted.toSorted((one, other) => one - other));
});
