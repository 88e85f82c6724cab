import type { ImapFlow } from "imapflow";
import { expect, test } from "vitest";
import { catchUp, type FetchedMail } from "../../channels/email/folder.ts";

const DAY_MS = 86_400_000;
const NOW = Date.parse("2026-05-04T10:00:00Z");

interface Kept {
  readonly uid: number;
  readonly seen?: boolean;
  readonly daysAgo?: number;
}

/** A folder with these mails as a server shows it, and whoever reads it; `refuse` names a mail that cannot be stored. */
function folder(mails: Kept[], memory = new Map<string, unknown>(), uidValidity = 7n) {
  const read: number[] = [];
  const refused = new Set<number>();
  const client = {
    get mailbox() {
      return { uidValidity, uidNext: Math.max(0, ...mails.map(({ uid }) => uid)) + 1 };
    },
    usable: true,
    search: async (query: { uid?: string; seen?: boolean; since?: Date }) =>
      mails
        .filter(({ uid }) => query.uid === undefined || uid >= Number(query.uid.split(":")[0]))
        .filter(({ seen = false }) => query.seen === undefined || seen === query.seen)
        .filter(({ daysAgo = 0 }) => NOW - daysAgo * DAY_MS >= (query.since?.getTime() ?? 0))
        .map(({ uid }) => uid),
    fetchOne: async (uid: string) => {
      const { daysAgo = 0 } = mails.find((mail) => mail.uid === Number(uid)) ?? {};
      const internalDate = new Date(NOW - daysAgo * DAY_MS);
      return { uid: Number(uid), source: Buffer.from(uid), size: 1, internalDate };
    },
  } as unknown as ImapFlow;
  const catchUpOnce = () =>
    catchUp(client, "folder", {
      memory: {
        get: async (key) => memory.get(key) ?? null,
        put: async (key, value) => {
          memory.set(key, structuredClone(value));
        },
      },
      ...{ mostBytes: 1_000, atFirst: "recent-unseen", now: () => NOW },
      take: async ({ uid }: FetchedMail) => {
        if (refused.has(uid)) throw new Error("storage is away");
        read.push(uid);
        return `m${uid}`;
      },
      giveUp: async () => undefined,
    });
  return { mails, memory, read, refused, catchUp: catchUpOnce };
}

test("what ends the first reading of a folder, even at its first mail, loses none of those behind it", async () => {
  const box = folder([{ uid: 3 }, { uid: 4 }, { uid: 5 }]);
  box.refused.add(3);
  await expect(box.catchUp()).rejects.toThrow("storage is away");
  box.refused.clear();
  await box.catchUp();
  expect(box.read).toEqual([3, 4, 5]);
});

test("nor does what ends the reading of a folder that was numbered anew", async () => {
  const before = folder([{ uid: 1 }]);
  await before.catchUp();
  const box = folder([{ uid: 11 }, { uid: 12 }], before.memory, 8n);
  box.refused.add(11);
  await expect(box.catchUp()).rejects.toThrow("storage is away");
  box.refused.clear();
  await box.catchUp();
  expect(box.read).toEqual([11, 12]);
});

test("mails that people had read before the first start stay history, also behind one that nobody had", async () => {
  const box = folder([{ uid: 1 }, { uid: 2, seen: true }, { uid: 3 }, { uid: 4, seen: true }]);
  box.refused.add(3);
  await expect(box.catchUp()).rejects.toThrow("storage is away");
  box.refused.clear();
  await box.catchUp();
  await box.catchUp();
  box.mails.push({ uid: 5, seen: true });
  await box.catchUp();
  expect(box.read).toEqual([1, 3, 5]);
});

test("old mails stay history in a folder that was numbered anew in another order", async () => {
  const before = folder([{ uid: 1 }]);
  await before.catchUp();
  const box = folder([{ uid: 11 }, { uid: 12, daysAgo: 400 }], before.memory, 8n);
  await box.catchUp();
  await box.catchUp();
  expect(box.read).toEqual([11]);
});

test("a mail that is dated in days to come hides no other one, should the folder be numbered anew", async () => {
  const before = folder([{ uid: 1, daysAgo: -400 }]);
  await before.catchUp();
  const box = folder([{ uid: 11 }], before.memory, 8n);
  await box.catchUp();
  expect(box.read).toEqual([11]);
});
