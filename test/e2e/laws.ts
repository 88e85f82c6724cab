import { expect } from "vitest";
import type { RunningHouse } from "../support/house.ts";
import type { Prospect } from "../support/prospect.ts";

/** What must hold of every talk, whatever was said in it. */
export async function expectLaws(prospect: Prospect, house: RunningHouse): Promise<void> {
  expect(house.graph.complaints, "Meta refuses nothing that we send").toEqual([]);
  expect(house.errors, "nothing failed inside").toEqual([]);
  const [transcript, trace, lead] = await Promise.all([
    prospect.transcript(),
    prospect.trace(),
    prospect.lead(),
  ]);
  expectQuotes(lead, prospect);
  const said = transcript.filter(({ direction, author }) => direction === "out" && author === "bot");
  const repeated = said.filter(({ text }, at) => text === said[at - 1]?.text);
  expect(repeated, "the same words twice in a row").toEqual([]);
  const twice = prospect.answered.filter(
    (topic) => prospect.answered.filter((other) => other === topic).length > 2,
  );
  expect(twice, "a question that was answered comes back").toEqual([]);
  for (const { quotes, text } of prospect.inbox)
    if (quotes !== null) expect([...prospect.wrote.keys()], `quoted by ${text}`).toContain(quotes);
  const explained = new Set(trace.flatMap(({ messageIds }) => messageIds));
  expect([...prospect.wrote.keys()].filter((id) => !explained.has(id))).toEqual([]);
  expect(trace.filter(({ because }) => because === "")).toEqual([]);
}

/** Every fact stands on words that the prospect really wrote, in the message it names. */
function expectQuotes(
  lead: { readonly facts: Readonly<Record<string, { readonly quote: string; readonly messageId: string }>> },
  prospect: Prospect,
): void {
  for (const [topic, { quote, messageId }] of Object.entries(lead.facts)) {
    expect(quote, topic).not.toBe("");
    expect(prospect.wrote.get(messageId), `${topic} stands on «${quote}»`).toContain(quote);
  }
}
