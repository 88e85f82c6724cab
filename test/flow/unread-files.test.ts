import { expect, test } from "vitest";
import type { Attachment } from "../../bot/conversation/message.ts";
import { type SenderParts, sendMail } from "../../channels/email/send.ts";
import { outgoingFiles } from "../../channels/whatsapp/outgoing-files.ts";
import { outbound } from "../support/outbound.ts";

const AGAIN = { ok: false, failure: { kind: "retry", afterMs: null, scope: "message" } };
const away = () => Promise.reject(Object.assign(new Error("of a person"), { code: "55P03" }));
const FILE: Attachment = {
  ...{ kind: "document" as const, reference: "/files/offer.pdf", mediaType: "application/pdf" },
  fileName: "offer.pdf",
};

/** Reads all that a letter needs; what the test hands in fails instead. */
function mailParts(change: Partial<SenderParts>): SenderParts & { readonly carried: unknown[] } {
  const carried: unknown[] = [];
  return {
    carried,
    carrier: {
      ...{ name: "smtp", reports: false, close: async () => {} },
      carry: async (letter) => {
        carried.push(letter);
        return { ok: true, ids: [] };
      },
    },
    ...{ address: "sales@example.com", displayName: null, messageIdDomain: "majlis.example.com" },
    letterhead: async () => ({ company: "Masar", website: "https://masar.example", human: "Sara" }),
    background: async () => ({ name: null, answers: null }),
    mayAnswer: async () => true,
    onTooMany: () => undefined,
    isDead: async () => false,
    readFile: async () => Buffer.from("%PDF-1.7"),
    ...change,
  };
}

const to = { channel: "email", account: "sales@example.com", handle: "khalid@example.net" } as const;
const letter = outbound({ id: "out-1", to, text: "أهلاً بك", attachments: [FILE] });

test.each(["isDead", "mayAnswer", "readFile", "letterhead", "background"] as const)(
  "a letter whose %s could not be read has not left: it is tried again, and is not in doubt",
  async (read) => {
    const parts = mailParts({ [read]: away });
    const result = await sendMail(letter, 0, parts);
    expect(result).toEqual({ ...AGAIN, detail: "the letter could not be made: Error 55P03" });
    expect(parts.carried).toEqual([]);
  },
);

test("a letter of which all could be read leaves", async () => {
  const parts = mailParts({});
  expect(await sendMail(letter, 0, parts)).toMatchObject({ ok: true });
  expect(parts.carried).toHaveLength(1);
});

test("a file that could not be read leaves a WhatsApp message to be tried again", async () => {
  const asked: string[] = [];
  const graph = { postForm: async (path: string) => void asked.push(path) } as never;
  const files = outgoingFiles({ graph, publicUrl: null, readFile: away });
  expect(await files.place(FILE, "", "1065")).toEqual({ ...AGAIN, detail: "the file could not be read" });
  expect(asked).toEqual([]);
});
