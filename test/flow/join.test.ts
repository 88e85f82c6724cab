import { expect, test } from "vitest";
import type { InboundMessage } from "../../bot/conversation/message.ts";
import { joinNamed } from "../../bot/flow/join.ts";
import { lanesOn } from "../../db/lanes.ts";
import { embeddedDatabase } from "../support/database.ts";
import { letterFrom } from "../support/letters.ts";
import { known, laneOf, turnOf } from "../support/stored-talk.ts";
import { arrival, nextId, text } from "../support/talk.ts";

const PHONE = "+966501112233";

/** A form was posted with that number, and then somebody says that it is theirs; what is known of their company afterwards. */
async function whoSaysSo(said: InboundMessage) {
  const database = await embeddedDatabase();
  const { arrivals, lanes } = lanesOn(database, nextId);
  const posted = await arrivals.conversationOf({
    ...{ channel: "whatsapp", account: "1065", handles: [PHONE], name: "Omar", language: "ar" },
    ...{ source: "website", elsewhere: [] },
  });
  const form = await laneOf(lanes, posted.conversationId);
  await lanes.save([turnOf(form, [], { state: { facts: { company: known("Haddad", "Haddad") } } })]);
  const [taken] = await arrivals.accept([arrival(said)]);
  const before = await laneOf(lanes, taken?.conversationId);
  const named = { facts: { phone: known<"phone">(PHONE, PHONE, said.id) } };
  await lanes.save([turnOf(before, [], { state: named })]);
  await joinNamed(before, await laneOf(lanes, taken?.conversationId), arrivals);
  const { company } = (await laneOf(lanes, taken?.conversationId)).conversation.facts;
  await database.close();
  return company?.value ?? null;
}

test("a web chat's visitor who types a customer's number is not that customer; a proven sender is", async () => {
  const visitor = text(`My number is ${PHONE}`, {
    from: { channel: "webform", account: "try", handle: "v_1" },
  });
  expect(await whoSaysSo(visitor)).toBeNull();
  expect(await whoSaysSo(letterFrom("omar@haddad.example", `My number is ${PHONE}`))).toBe("Haddad");
});
