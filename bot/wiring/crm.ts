import { crmLead } from "../../agents/acquisition/crm.ts";
import { readStages } from "../../agents/services/hubspot/fields.ts";
import { hubspot } from "../../agents/services/hubspot/hubspot.ts";
import { isFromHubSpot, readHubSpotNews } from "../../agents/services/hubspot/webhook.ts";
import { openWire } from "../../agents/services/hubspot/wire.ts";
import type { Database } from "../../db/connect.ts";
import { crmDeskOn } from "../../db/crm.ts";
import type { Config } from "../config.ts";
import type { RawRequest } from "../contracts/channel.ts";
import type { Commands } from "../contracts/commands.ts";
import type { Crm, CrmResult, WholeCrm } from "../contracts/crm.ts";
import type { LeadStatus, Records } from "../contracts/records.ts";
import type { Company } from "../conversation/company.ts";
import { mergeTalks } from "../conversation/merge-talks.ts";
import { oneAtATime, startCrmRounds } from "../flow/crm.ts";
import type { PartState } from "../http/parts.ts";

interface CrmRoomParts {
  readonly config: Config;
  readonly database: Database;
  readonly records: Records;
  readonly closers: (() => Promise<void>)[];
  company(): Promise<Company>;
  /** Asked for late: the commands need the pipeline, the pipeline the CRM, and the CRM's news the commands. */
  commands(): Commands;
  isStoreAway(cause: unknown): boolean;
  report(what: string, cause: unknown): void;
}

/** The CRM as the rest of the program meets it. */
export interface CrmRoom {
  /** For whoever tells of a lead at once; null = none is set up. */
  readonly crm: Crm | null;
  state(): PartState;
  /** The commands, with HubSpot's webhooks among them. */
  listening(office: Commands): Commands;
}

const PATH = "/api/v1/webhooks/hubspot";
const now = () => Date.now();

/** Opens HubSpot where a token is set. Throws a sentence naming the setting that is wrong. */
export async function openCrm(parts: CrmRoomParts): Promise<CrmRoom> {
  const { config, database, records, closers } = parts;
  const set = config.services;
  const desk = crmDeskOn(database);
  const token = set.HUBSPOT_ACCESS_TOKEN;
  closers.push(await saidEachHour(() => desk.turn(token === null ? null : "hubspot"), parts.report));
  const heard = listeningOver(parts, (news) => desk.keepNews(news));
  if (token === null) return { crm: null, state: () => ({ state: "off" }), listening: heard };
  const stages = readStages(set.HUBSPOT_STAGES);
  const wire = await openWire({ token, baseUrl: set.HUBSPOT_BASE_URL });
  const { HUBSPOT_PIPELINE: pipeline } = set;
  const { crm, state } = watched(hubspot({ wire, memory: desk.memory, pipeline, stages, now }));
  const leadOf = async (leadId: string) => {
    const lead = await records.leads.get(leadId);
    const talk = mergeTalks(lead?.conversations.map(({ state: one }) => one) ?? []);
    return lead === null || talk === null ? null : crmLead(lead, talk, await parts.company());
  };
  if (config.server.ROLE !== "web") {
    const rounds = startCrmRounds({
      ...{ crm, desk, records, commands: parts.commands, company: parts.company },
      ...{ report: parts.report, isStoreAway: parts.isStoreAway },
      ownerTakesOver: set.HUBSPOT_OWNER_TAKES_OVER === "yes",
      statusOf: (stage) => ENDS.find((status) => stages[status] === stage) ?? null,
      leadOf,
    });
    closers.push(() => rounds.stop());
  }
  return { crm: oneAtATime({ crm, desk, leadOf }), state, listening: heard };
}

const HOUR_MS = 3_600_000;

/** Says it now, then every hour; answers how to stop that. */
async function saidEachHour(
  say: () => Promise<void>,
  report: CrmRoomParts["report"],
): Promise<() => Promise<void>> {
  await say();
  const timer = setInterval(() => {
    say().catch((cause: unknown) => report("the database did not hear whether there is a CRM", cause));
  }, HOUR_MS);
  timer.unref();
  return async () => clearInterval(timer);
}

const ENDS: readonly LeadStatus[] = ["won", "lost"];

/** Remembers how the last word with the CRM went, for /health. */
function watched(crm: WholeCrm): { readonly crm: WholeCrm; state(): PartState } {
  let last: CrmResult | null = null;
  const remember = async (work: Promise<CrmResult>): Promise<CrmResult> => {
    last = await work;
    return last;
  };
  return {
    crm: { ...crm, sync: (lead) => remember(crm.sync(lead)), forget: (id) => remember(crm.forget(id)) },
    state: () =>
      last === null || last.synced || last.why === "refused"
        ? { state: "up" }
        : { state: "down", detail: last.reason },
  };
}

function listeningOver(
  { config }: CrmRoomParts,
  keep: (news: ReturnType<typeof readHubSpotNews>) => Promise<void>,
): (office: Commands) => Commands {
  const secret = config.services.HUBSPOT_APP_SECRET;
  if (secret === null) return (office) => office;
  const isGenuine = (request: RawRequest) =>
    isFromHubSpot(request, secret, addressesOf(config, request.headers.host), now());
  return (office) => ({
    ...office,
    receiveWebhook: async (name, request) => {
      if (name !== "hubspot") return await office.receiveWebhook(name, request);
      if (!isGenuine(request)) return "not-genuine";
      const news = readHubSpotNews(request.body);
      if (news.length > 0) await keep(news);
      return "stored";
    },
  });
}

/** HubSpot signs the address it posts to: as we know it, or as the request names it. */
function addressesOf({ server }: Config, host: string | undefined): readonly string[] {
  const own = server.PUBLIC_URL === null ? [] : [`${server.PUBLIC_URL.replace(/\/+$/u, "")}${PATH}`];
  const named = host === undefined ? [] : [`https://${host}${PATH}`, `http://${host}${PATH}`];
  return [...own, ...named];
}
