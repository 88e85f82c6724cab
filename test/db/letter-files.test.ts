import { expect, test } from "vitest";
import { erase } from "../../db/erase.ts";
import { lanesOn } from "../../db/lanes.ts";
import { letterFilesOn } from "../../db/letter-files.ts";
import { createRecords } from "../../db/records/records.ts";
import { onBothEngines } from "../support/database.ts";
import { demoCompany } from "../support/demo-company.ts";
import { letterFrom } from "../support/letters.ts";
import { laneOf } from "../support/stored-talk.ts";
import { arrival, nextId } from "../support/talk.ts";

const FILE = { bytes: Buffer.from([0, 255, 13, 10]), mediaType: "application/pdf" };

onBothEngines(({ fresh }) => {
  test("a letter's file is kept once, exported with the person and erased with them; nobody else's is", async () => {
    const database = await fresh();
    const { pool } = database;
    const { arrivals, lanes } = lanesOn(database, nextId);
    const take = async (from: string) => {
      const message = letterFrom(from, "See the plan");
      const files = letterFilesOn({ pool }, message.from.account);
      await files.keep(message.id, 0, FILE);
      await files.keep(message.id, 0, { ...FILE, bytes: Buffer.from("another") });
      const [stored] = await arrivals.accept([arrival(message)]);
      const { contactId } = (await laneOf(lanes, stored?.conversationId ?? "")).conversation;
      return { files, id: message.id, contactId };
    };
    const [omar, mona] = [await take("omar@haddad.example"), await take("mona@other.example")];
    const found = await omar.files.find(omar.id, 0);
    expect(found?.mediaType).toBe("application/pdf");
    expect(Buffer.from(found?.bytes ?? []).equals(FILE.bytes)).toBe(true);
    const exported = await createRecords(pool, demoCompany()).exportContact(omar.contactId);
    expect(exported).toMatchObject({
      letterFiles: [{ letterId: omar.id, base64: FILE.bytes.toString("base64") }],
    });
    expect(await erase(pool, omar.contactId, "test")).toBe(true);
    expect(await omar.files.find(omar.id, 0)).toBeNull();
    expect(await mona.files.find(mona.id, 0)).not.toBeNull();
  });

  test("a file whose letter never was stored goes a day later", async () => {
    const { pool } = await fresh();
    const files = letterFilesOn({ pool }, "sales@example.com");
    await files.keep("lost@example.net", 0, FILE);
    await files.keep("next@example.net", 0, FILE);
    expect(await files.find("lost@example.net", 0)).not.toBeNull();
    await pool.query(
      "update letter_files set created_at = now() - interval '25 hours' where letter_id like 'lost%'",
    );
    await files.keep("more@example.net", 0, FILE);
    expect(await files.find("lost@example.net", 0)).toBeNull();
    expect(await files.find("next@example.net", 0)).not.toBeNull();
  });
});
