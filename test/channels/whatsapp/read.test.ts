import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ChannelNews } from "../../../bot/contracts/channel.ts";
import { readPost } from "../../../channels/whatsapp/read.ts";
import { sharedFolder } from "../../support/shared.ts";

const folder = sharedFolder("payloads/whatsapp");
const files = folder === null ? [] : readdirSync(folder).filter((name) => name !== "index.json");

const read = (name: string): readonly ChannelNews[] =>
  readPost(readFileSync(join(folder ?? "", `${name}.json`)));
const post = (value: unknown, field = "messages"): readonly ChannelNews[] =>
  readPost(
    Buffer.from(
      JSON.stringify({
        object: "whatsapp_business_account",
        entry: [{ id: "1", changes: [{ field, value }] }],
      }),
    ),
  );
const metadata = { display_phone_number: "15550001111", phone_number_id: "77" };

/** One word for each piece of news: "text", "choice", "failed:rejected", "notice" … */
const shape = (news: ChannelNews): string => {
  if (news.kind === "message") return news.message.kind;
  if (news.kind === "receipt")
    return [news.receipt.status, news.receipt.failure?.failure.kind].filter(Boolean).join(":");
  if (news.kind === "notice") return `${news.severity} notice`;
  return news.kind;
};

describe.skipIf(folder === null)("recorded posts", () => {
  test("every recorded post says what it should", () => {
    expect(files.length).toBeGreaterThan(200);
    const said = Object.fromEntries(
      files.map((name) => [name.replace(/\.json$/, ""), read(name.slice(0, -5)).map(shape).join(", ")]),
    );
    expect(said).toMatchSnapshot();
  });

  test("every message and every status of every recorded post is news of its own", () => {
    for (const name of files) {
      const raw = JSON.parse(readFileSync(join(folder ?? "", name), "utf8")) as {
        entry?: { changes?: { field?: string; value?: Record<string, unknown[]> }[] }[];
      };
      const changes = (raw.entry ?? [])
        .flatMap((entry) => entry.changes ?? [])
        .filter((change) => change.field === "messages");
      const messages = changes.flatMap((change) => change.value?.messages ?? []) as { id: string }[];
      const statuses = changes.flatMap((change) => change.value?.statuses ?? []) as {
        id: string;
        recipient_type?: string;
      }[];
      const news = read(name.slice(0, -5));
      expect(
        news.flatMap((one) => (one.kind === "message" ? [one.message.id] : [])),
        name,
      ).toEqual(messages.map((message) => message.id));
      const receipts = news.flatMap((one) => (one.kind === "receipt" ? [one.receipt.platformId] : []));
      const wanted = statuses.filter((status) => status.recipient_type !== "group");
      expect(receipts, name).toEqual(wanted.map((status) => status.id));
    }
  });

  test("a plain text", () => {
    expect(read("message-text__pywa__text")).toEqual([
      {
        kind: "message",
        message: {
          id: "wamid.xyzxyz",
          from: { channel: "whatsapp", account: "1122334455667", handle: "+972987654321" },
          alsoKnownAs: ["US.13491208655302741918"],
          senderName: "Test Name",
          kind: "text",
          text: "Body Text",
          choice: null,
          attachments: [],
          about: null,
          origin: null,
          sentAt: 1_697_043_223_000,
        },
      },
    ]);
  });

  test("somebody without a phone is their business-scoped id", () => {
    const [news] = read("message-text__meta-docs__business-scoped-user-ids");
    expect(news).toMatchObject({
      message: {
        from: { handle: "US.13491208655302741918" },
        alsoKnownAs: [],
        senderName: "Sheena Nelson",
        text: "Does it come in another color?",
      },
    });
    expect(read("message-text__whatsapp-cloud-api-4")).toMatchObject([
      { message: { from: { handle: "BSUID_123" }, senderName: "NAME" } },
    ]);
  });

  test("a profile with another number lends no ids to the sender", () => {
    const [news] = read("message-edit__pywa__image");
    expect(news).toMatchObject({ message: { from: { handle: "+16505551234" }, alsoKnownAs: [] } });
  });

  test("several changes, several messages, a reaction and two preferences in one post", () => {
    const news = read("multi-message-text__whatsapp");
    expect(news.map(shape)).toEqual(["text", "location", "reaction", "sticker", "preference", "preference"]);
    expect(news[1]).toMatchObject({
      message: { text: "San Francisco, Market Street\nhttps://maps.google.com/?q=37.7749,-122.4194" },
    });
    expect(news[4]).toMatchObject({
      from: { handle: "+16505551234" },
      marketing: "stop",
      at: 1_680_123_462_000,
    });
  });

  test("taps bring the id and the label", () => {
    expect(read("message-interactive-list-reply__pywa__description")).toMatchObject([
      { message: { kind: "choice", choice: "callback_data", text: "title", about: "wamid.xyzxyz" } },
    ]);
    expect(read("message-button__pywa__quick-reply")).toMatchObject([
      { message: { kind: "choice", choice: "callback_data", text: "title" } },
    ]);
    // A payload that is only the label is words: "Unsubscribe" must reach the rules for opting out.
    expect(read("message-button__meta-docs__button")).toMatchObject([
      { message: { kind: "text", choice: null, text: "Unsubscribe" } },
    ]);
  });

  test("a form becomes lines", () => {
    expect(read("message-interactive-nfm-reply__pywa__completion")).toMatchObject([
      {
        message: {
          kind: "form",
          text: "comment_text: Comment Text\ndelivery_rating: 4\npurchase_rating: 2\nrecommend_radio: 0\ncs_rating: 0",
        },
      },
    ]);
  });

  test("files keep their id and hash, a voice note is a voice note", () => {
    expect(read("message-document__meta-docs__document")).toMatchObject([
      {
        message: {
          kind: "document",
          text: "my receipt",
          attachments: [
            {
              kind: "document",
              mediaType: "application/pdf",
              fileName: "receipt.pdf",
              reference: "622684793477189#V5OPpLD/gEG6Xjg0MbmQDLFgcKsL+j5LfY4ny/pZ4MY=",
            },
          ],
        },
      },
    ]);
    expect(read("message-audio-voice__pywa__voice")).toMatchObject([
      { message: { kind: "voice", attachments: [{ kind: "audio" }] } },
    ]);
    expect(read("message-audio__pywa__audio")).toMatchObject([{ message: { kind: "audio" } }]);
  });

  test("reactions, also taken back", () => {
    expect(read("message-reaction__pywa__reaction")).toMatchObject([
      { message: { kind: "reaction", text: "😮", about: "wamid.yzxyzx=" } },
    ]);
    expect(read("message-reaction__pywa__unreaction-no-emoji")).toMatchObject([
      { message: { kind: "reaction", text: "" } },
    ]);
  });

  test("edits and deletions name their target", () => {
    expect(read("message-edit__meta-docs__onboarding-business-app-users")).toMatchObject([
      {
        message: {
          kind: "edit",
          text: "Updated image caption",
          about: "wamid.HBgLMTQxMjU1NTA4MjkVAgASGBQzQUNCNjk5RDUwNUZGMUZEM0VBRAA=",
          attachments: [{ kind: "image" }],
        },
      },
    ]);
    expect(read("message-revoke__meta-docs__onboarding-business-app-users")).toMatchObject([
      {
        message: {
          kind: "revoke",
          text: "",
          about: "wamid.HBgLMTQxMjU1NTA4MjkVAgASGBQzQUNCNjk5RDUwNUZGMUZEM0VBRAA=",
        },
      },
    ]);
  });

  test("a changed number is an identity", () => {
    expect(read("message-system-user-changed-number__meta-docs__system")[1]).toEqual({
      kind: "identity",
      previous: { channel: "whatsapp", account: "106540352242922", handle: "+16505551234" },
      current: ["+12195555358"],
    });
    expect(read("message-system-user-changed-number__whatsapp")[1]).toMatchObject({
      previous: { handle: "+15550002222" },
      current: ["+15550003333"],
    });
    expect(read("message-system-customer-identity-changed__pywa__identity-change").map(shape)).toEqual([
      "system",
    ]);
  });

  test("where people came from", () => {
    expect(read("message-text__whatsapp-3")).toMatchObject([
      {
        message: {
          origin: { source_id: "ADID123", source_type: "ad", ctwa_clid: "CTWA_ABC", headline: "Ad Title" },
        },
      },
    ]);
    expect(read("message-text__whatsapp-4")).toMatchObject([
      {
        message: {
          origin: { catalog_id: "CATALOG_9999", product_retailer_id: "SKU-1234" },
          about: "wamid.IDCONTEXT1",
        },
      },
    ]);
  });

  test("statuses bring our id, the price and the reason of a failure", () => {
    expect(read("status-sent__pywa__with-tracker")).toMatchObject([
      {
        receipt: { status: "sent", ourId: "some data", billable: true, failure: null, at: 1_698_266_945_000 },
      },
    ]);
    const reason = (name: string) =>
      read(name).flatMap((news) => (news.kind === "receipt" ? [news.receipt.failure?.failure.kind] : []));
    expect(reason("status-failed__whatsapp-business-java-api__reengagementmessageerror")).toEqual([
      "outside-window",
    ]);
    expect(reason("status-failed__meta-docs__status")).toEqual(["rejected"]);
    expect(reason("status-failed__whatsapp-business-java-api__mediauploaderror")).toEqual(["rejected"]);
  });

  test("a rep's words from the business app are an echo; their deletion is only a notice", () => {
    expect(read("field-smb-message-echoes__pywa__edit")).toEqual([
      {
        kind: "echo",
        id: "wamid.yyyyyy",
        // In this recording the ends are swapped: our own number stands in `to`.
        to: { channel: "whatsapp", account: "1122334455667", handle: "+972987654321" },
        alsoKnownAs: [],
        text: "Text was edited",
        sentAt: 1_697_044_968_000,
      },
    ]);
    expect(read("field-smb-message-echoes__pywa__text").map(shape)).toEqual(["echo"]);
    expect(read("field-smb-message-echoes__pywa__delete").map(shape)).toEqual(["info notice"]);
  });
});

describe("shapes without a recording", () => {
  const sender = { from: "966500000001", id: "w1", timestamp: "1700000000" };

  test("a part of a split message comes back with its number", () => {
    const [news] = post({
      metadata,
      statuses: [{ id: "w", status: "sent", timestamp: "1700000000", biz_opaque_callback_data: "out_9#2" }],
    });
    expect(news).toMatchObject({ receipt: { ourId: "out_9", part: 2 } });
  });

  test("a business-scoped id in the phone's fields is told by its shape", () => {
    const contacts = [{ wa_id: "SA.13491208655302741918", profile: { name: "سارة" } }];
    const messages = [
      { ...sender, from: "SA.13491208655302741918", type: "text", text: { body: "السلام عليكم" } },
    ];
    expect(post({ metadata, contacts, messages })).toMatchObject([
      {
        message: {
          from: { handle: "SA.13491208655302741918" },
          alsoKnownAs: [],
          senderName: "سارة",
          text: "السلام عليكم",
        },
      },
    ]);
  });

  test("only the answer to our own request proves a phone number", () => {
    const card = {
      name: { formatted_name: "سارة" },
      phones: [{ phone: "+966 50 000 0009", wa_id: "966500000009" }],
    };
    const from = { id: "w1", from_user_id: "SA.111", timestamp: "1700000000", type: "contacts" };
    expect(post({ metadata, messages: [{ ...from, contacts: [card] }] })).toMatchObject([
      {
        message: {
          kind: "contacts",
          text: "سارة: +966 50 000 0009",
          from: { handle: "SA.111" },
          alsoKnownAs: [],
        },
      },
    ]);
    expect(
      post({ metadata, messages: [{ ...from, contacts: [{ ...card, origin: "contact_request" }] }] }),
    ).toMatchObject([{ message: { from: { handle: "SA.111" }, alsoKnownAs: ["+966500000009"] } }]);
  });

  test("a new business-scoped id, by system message and by its own field", () => {
    const system = {
      type: "user_changed_user_id",
      body: "User Sara changed from SA.111 to SA.222",
      user_id: "SA.222",
    };
    const messages = [{ id: "w1", timestamp: "1700000000", from_user_id: "SA.111", type: "system", system }];
    expect(post({ metadata, messages })[1]).toMatchObject({
      kind: "identity",
      previous: { handle: "SA.111" },
      current: ["SA.222"],
    });
    const update = {
      wa_id: "966500000001",
      user_id: { previous: "SA.111", current: "SA.222" },
      timestamp: "1700000000",
    };
    expect(post({ metadata, user_id_update: [update] }, "user_id_update")).toMatchObject([
      { kind: "identity", previous: { handle: "SA.111" }, current: ["+966500000001", "SA.222"] },
    ]);
  });

  test("groups are noticed, not answered", () => {
    const messages = [{ ...sender, group_id: "G1", type: "text", text: { body: "hi" } }];
    expect(post({ metadata, messages })).toMatchObject([
      { kind: "notice", what: "group message not answered" },
    ]);
  });

  test("no number that was written to, no message: the notice says so", () => {
    expect(post({ messages: [{ ...sender, type: "text", text: { body: "hi" } }] })).toMatchObject([
      { kind: "notice", severity: "warning", account: null },
    ]);
  });

  test("what a database refuses is taken out of texts", () => {
    const [news] = post({
      metadata,
      messages: [{ ...sender, type: "text", text: { body: "a\u0000b\ud800c" } }],
    });
    expect(news).toMatchObject({ message: { text: "ab\ufffdc" } });
  });

  test("an order, a welcome and a type nobody knows", () => {
    const order = {
      catalog_id: "1",
      text: "اليوم لو سمحتوا",
      product_items: [{ product_retailer_id: "CRM-10", quantity: 3, item_price: 30, currency: "SAR" }],
    };
    const messages = [
      { ...sender, type: "order", order },
      { ...sender, id: "w2", type: "request_welcome" },
      { ...sender, id: "w3", type: "poll_vote", poll_vote: {} },
    ];
    expect(post({ metadata, messages })).toMatchObject([
      { message: { kind: "order", text: "3 × CRM-10 (30 SAR)\nاليوم لو سمحتوا" } },
      { message: { kind: "welcome", text: "" } },
      { message: { kind: "unsupported", text: "" } },
    ]);
  });

  test.each(["", "null", "[]", "{", '"x"', "1e999", '{"entry":{}}', '{"entry":[1,null,[]]}'])(
    "bytes %j are a notice",
    (body) => {
      expect(readPost(Buffer.from(body)).map(shape)).toEqual(["warning notice"]);
    },
  );

  test("a post about something else is a notice", () => {
    expect(readPost(Buffer.from('{"object":"page","entry":[]}')).map(shape)).toEqual(["warning notice"]);
  });
});
