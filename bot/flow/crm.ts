import type { Actor, Commands } from "../contracts/commands.ts";
import type { Crm, CrmLead, CrmResult, WholeCrm } from "../contracts/crm.ts";
import type { CrmDesk, CrmJob, CrmNews } from "../contracts/crm-desk.ts";
import type { LeadStatus, Records } from "../contracts/records.ts";
import type { Company } from "../conversation/company.ts";
import { forever, pause } from "./rounds.ts";

/** What keeping a CRM in step needs from outside. */
export interface CrmParts {
  readonly crm: WholeCrm;
  readonly desk: CrmDesk;
  readonly records: Pick<Records, "leads">;
  readonly commands: () => Pick<Commands, "updateLead" | "takeOver">;
  company(): Promise<Company>;
  /** A lead as the CRM is told of it now; null when it is gone or nothing is known of it. */
  leadOf(leadId: string): Promise<CrmLead | null>;
  /** Which status a stage of the CRM's stands for, when it ends the case. */
  statusOf(stage: string): LeadStatus | null;
  /** Whether an owner set by hand takes over the talk. */
  readonly ownerTakesOver: boolean;
  /** A failure of storage is none of the CRM's or the lead's, and counts as no try. */
  isStoreAway(cause: unknown): boolean;
  /** Without personal data. */
  report(what: string, cause: unknown): void;
}

const AT_ONCE = 4;
const POLL_MS = 1_000;
/** Longer than one sync may take. */
export const LEASE_MS = 60_000;
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 900_000;
/** A refusal is tried this often, for what was refused may be put right. */
const REFUSALS = 5;
/** After so many tries somebody is told that a person is still in the CRM. */
const ERASE_NOTICE = 5;
const NOT_ALLOWED_MS = 60_000;
const NEWS_AT_ONCE = 50;

/**
 * The CRM for whoever tells it at once: one process at a time for each lead, and what failed is left to the rounds. The
 * lead is read once the work is ours: what changed since it was handed in would be told by nobody.
 */
export function oneAtATime({ crm, desk, leadOf }: Pick<CrmParts, "crm" | "desk" | "leadOf">): Crm {
  const untold = (reason: string) => ({ synced: false, provider: crm.name, reason }) as const;
  return {
    name: crm.name,
    sync: async ({ leadId }) => {
      const job = await desk.take(leadId, LEASE_MS);
      if (job === null) return untold("this lead is being told already");
      const lead = await leadOf(leadId);
      if (lead === null) {
        await desk.done(job);
        return untold("there is no such lead any more");
      }
      const result = await crm.sync(lead);
      await settle(job, result, desk);
      return result;
    },
  };
}

/** Works off what the CRM has not heard, whom it should forget and what it told, until `stop`. */
export function startCrmRounds(parts: CrmParts): { stop(): Promise<void> } {
  let open = true;
  const isOpen = () => open;
  const rounds = [
    forever(isOpen, parts.report, async () => {
      const jobs = await parts.desk.claim(AT_ONCE, LEASE_MS);
      const allowed = await Promise.all(jobs.map((job) => work(job, parts)));
      if (allowed.includes(false)) await pause(NOT_ALLOWED_MS, isOpen);
      else if (jobs.length < AT_ONCE) await pause(POLL_MS, isOpen);
    }),
    forever(isOpen, parts.report, async () => {
      for (const erasure of await parts.desk.erasures(AT_ONCE, LEASE_MS)) await erase(erasure, parts);
      await pause(POLL_MS, isOpen);
    }),
    forever(isOpen, parts.report, async () => {
      await pause((await hearAll(parts)) ? POLL_MS : NOT_ALLOWED_MS, isOpen);
    }),
  ];
  return {
    stop: async () => {
      open = false;
      await Promise.all(rounds);
    },
  };
}

/** False = the CRM does not let us in, so that asking for the next lead is useless. */
async function work(job: CrmJob, parts: CrmParts): Promise<boolean> {
  const { crm, desk, leadOf } = parts;
  const tell = async () => {
    const lead = await leadOf(job.leadId);
    return lead === null ? null : await crm.sync(lead);
  };
  const result = await tell().catch((cause: unknown) => brokeOff("the sync", cause, parts));
  if (result === null) {
    await desk.done(job);
    return true;
  }
  await settle(job, result, desk);
  return result.synced || result.why !== "not-allowed";
}

/** What throws would throw again: it counts like a refusal, so that it ends and a person is told. The words of an error may hold names. */
function brokeOff(what: string, cause: unknown, { crm, isStoreAway, report }: CrmParts): CrmResult {
  if (isStoreAway(cause)) throw cause;
  report(`${what} of the CRM broke off; trying again`, cause);
  const name = cause instanceof Error ? cause.name : "unknown";
  return { synced: false, provider: crm.name, reason: `${what} broke off (${name})`, why: "refused" };
}

async function settle(job: CrmJob, result: CrmResult, desk: CrmDesk): Promise<void> {
  if (result.synced) return await desk.done(job);
  const { reason, why, waitMs } = result;
  const isRefused = why === "refused";
  if (isRefused && job.tries + 1 >= REFUSALS) return await desk.bury(job, reason);
  await desk.again(job, waitMs ?? waitAfter(job.tries), reason, isRefused || why === "away");
}

function waitAfter(tries: number): number {
  return Math.min(FIRST_WAIT_MS * 2 ** Math.min(tries, 20), LONGEST_WAIT_MS);
}

async function erase(
  { contactId, tries }: { readonly contactId: string; readonly tries: number },
  parts: CrmParts,
): Promise<void> {
  const { crm, desk } = parts;
  const result = await crm.forget(contactId).catch((cause: unknown) => brokeOff("the erasure", cause, parts));
  if (result.synced) return await desk.erased(contactId);
  const notice = tries === ERASE_NOTICE ? result.reason : null;
  await desk.erasureAgain(contactId, result.waitMs ?? waitAfter(tries), notice);
}

/** False = something could not be worked on, and is tried again later; none behind it waits for that. */
async function hearAll(parts: CrmParts): Promise<boolean> {
  let whole = true;
  for (const news of await parts.desk.waitingNews(NEWS_AT_ONCE)) {
    try {
      await hear(news, parts);
      await parts.desk.newsHandled(news.id);
    } catch (cause) {
      whole = false;
      parts.report("news of the CRM could not be worked on; trying again", cause);
    }
  }
  return whole;
}

/** A stage or an owner that a person set there. */
async function hear(news: CrmNews, parts: CrmParts): Promise<void> {
  const link = await parts.desk.memory.findTheirs(news.kind, news.theirId);
  if (link === null) return;
  if (news.property === "dealstage") return await ended(link.ourId, news.value, parts);
  if (!parts.ownerTakesOver || news.value === "") return;
  const rep = await repOf(news.value, parts);
  if (rep === null) return;
  const links = news.kind === "deal" ? [link] : await parts.desk.memory.ofContact(link.ourId);
  for (const { kind, ourId } of links) if (kind === "deal") await takeTalk(ourId, rep, parts);
}

async function ended(leadId: string, stage: string, parts: CrmParts): Promise<void> {
  const status = parts.statusOf(stage);
  if (status === null) return;
  const by: Actor = { id: parts.crm.name, role: "system" };
  const lead = await parts.records.leads.get(leadId);
  if (lead !== null && lead.status !== status) await parts.commands().updateLead(leadId, { status }, by);
}

async function repOf(ownerId: string, { crm, company }: CrmParts): Promise<Actor | null> {
  const email = await crm.ownerEmail(ownerId);
  const rep = (await company()).reps.find((one) => email !== null && one.email?.toLowerCase() === email);
  return rep === undefined ? null : { id: rep.id, role: "rep" };
}

async function takeTalk(leadId: string, rep: Actor, { records, commands, report }: CrmParts): Promise<void> {
  const talk = (await records.leads.get(leadId))?.conversations[0];
  if (talk === undefined) return;
  const taken = await commands().takeOver(talk.state.id, rep);
  if (!taken.ok) report("an owner set in the CRM could not take over", new Error(taken.problem));
}
