import { decide } from "../../bot/conversation/decide.ts";
import { evolve } from "../../bot/conversation/evolve.ts";
import { understand } from "../../bot/conversation/language/understand.ts";
import { slotOf } from "../../bot/conversation/sales/slots.ts";
import { commands } from "../../bot/flow/commands.ts";
import { newCounters } from "../../bot/flow/counters.ts";
import { leadColumns } from "../../bot/flow/lead-columns.ts";
import type { HttpParts } from "../../bot/http/parts.ts";
import { webform } from "../../channels/webform/index.ts";
import { modelAccountsOn } from "../../db/model-accounts.ts";
import { createRecords } from "../../db/records/records.ts";
import { isStoreAway } from "../../db/records/store-away.ts";
import { embeddedDatabase } from "./database.ts";
import { demoCompany } from "./demo-company.ts";
import { type RunningServer, startServer } from "./http-server.ts";
import { Platform } from "./platform.ts";
import { mindOf, storyOn } from "./story.ts";

export interface WholeHouse extends RunningServer {
  readonly platform: Platform;
  close(): Promise<void>;
}

/** Everything but the platform is real: server, commands, storage, a worker and the dialogue itself. */
export async function openWhole(parts: Partial<HttpParts> = {}): Promise<WholeHouse> {
  const platform = new Platform();
  const database = await embeddedDatabase();
  const records = createRecords(database.pool, demoCompany());
  const morning = Math.ceil(Date.now() / 86_400_000) * 86_400_000 + 3_600_000 * 8;
  const slots = [0, 1, 2].map((hour) => slotOf("sara", morning + hour * 3_600_000, 30));
  const mind = mindOf({
    ...{ decide, evolve, leadColumns, company: records.company },
    understand: (message, context) => understand(message.text, context),
    calendar: { openSlots: async (_, limit) => slots.slice(0, limit) },
  });
  const web = webform();
  const channel = (name: string) => (name === "webform" ? web : name === "whatsapp" ? platform : null);
  const story = await storyOn(database, { mind, channel, platform });
  const steps = {
    extraction: null,
    fit: null,
    qualification: null,
    crm: null,
    booking: null,
    proposal: null,
  };
  const api = commands({
    ...{
      store: story.store,
      records,
      wake: story.wake,
      mind,
      bubbleWaitMs: 0,
      repIdleMs: 3_600_000,
      channel,
    },
    ...{ counters: newCounters(), erase: story.parts.erase },
    pipeline: async () => ({ ...steps, warnings: [] }),
    proposalPdf: async () => ({ ok: false, problem: "not-found", detail: "no such proposal" }),
  });
  const live = {
    listen: (topic: string, heard: (id: string) => void) =>
      story.wake.listen("changed", (ids) => {
        for (const id of ids) if (topic === "all" || topic === id) heard(id);
      }),
  };
  const ledger = modelAccountsOn(database.pool, (_what, cause) => {
    throw cause;
  });
  const modelReport: HttpParts["modelReport"] = async (since) => ({
    ...{ figures: await ledger.figures(since), talks: await ledger.talks(since), conversationBudgetUsd: 1 },
    month: { spentUsd: (await ledger.spent(null, Date.now())).month, budgetUsd: 200 },
  });
  const running = await startServer({ commands: api, records, live, isStoreAway, modelReport, ...parts });
  story.work();
  return {
    ...running,
    platform,
    close: async () => {
      await running.server.close(0);
      await story.stop();
      await database.close();
    },
  };
}
