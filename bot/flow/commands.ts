import type { Arrivals } from "../contracts/arrivals.ts";
import type { Calendar } from "../contracts/calendar.ts";
import type { Channel, WebhookChannel, WebhookDoor } from "../contracts/channel.ts";
import type { Actor, CommandResult, Commands } from "../contracts/commands.ts";
import type { Desk } from "../contracts/desk.ts";
import type { Lanes, Wake } from "../contracts/lanes.ts";
import type { LetterLinks } from "../contracts/letter-links.ts";
import type { OutreachDrafts } from "../contracts/outreach.ts";
import type { Records } from "../contracts/records.ts";
import { cancelBooking } from "./bookings.ts";
import type { Counters } from "./counters.ts";
import { noteAnswers, serveLead } from "./lead-service.ts";
import { type LeadParts, postLead, updateLead } from "./leads.ts";
import { bookByLink, bookingPage, unsubscribeByLink, unsubscribePage } from "./links.ts";
import type { Mind } from "./mind.ts";
import { approveOutreach, declineOutreach, draftOutreach } from "./outreach.ts";
import { approveProposal, updateProposal } from "./proposals.ts";
import { type Receiver, receiver } from "./receive.ts";
import { noSuch } from "./refusals.ts";
import { heardEcho, release, repWrites, type TakeOverParts, takeOver } from "./take-over.ts";

/** Everything the commands need; mostly the same values that `startWorker` gets. */
export interface CommandParts {
  readonly store: {
    readonly arrivals: Arrivals;
    readonly lanes: Lanes;
    readonly desk: Desk;
    readonly outreach: OutreachDrafts;
  };
  readonly records: Records;
  readonly wake: Wake;
  readonly mind: Mind & { readonly calendar: Calendar };
  readonly bubbleWaitMs: number;
  /** How long a rep may be silent before the talk goes back to the bot. */
  readonly repIdleMs: number;
  readonly counters: Counters;
  /** The channel of that name, null when it is not set up here. */
  channel(name: string): Channel | WebhookChannel | null;
  /** See `ReceiverParts.door`. */
  door?(platform: string): WebhookDoor | null;
  /** See `PostParts.links`. */
  readonly links?: LetterLinks | null;
  /** See `LeadParts.pipeline`. */
  readonly pipeline: LeadParts["pipeline"];
  /** See `Lines.line`; absent = nobody is written to who did not write first. */
  readonly line?: LeadParts["line"];
  /** See `Commands.proposalPdf`. */
  proposalPdf(id: string): Promise<CommandResult<Uint8Array>>;
  /** See `WorkerParts.erase`. */
  erase(contactId: string, by: string): Promise<boolean>;
}

/** How many free times a caller is shown at most. */
const SLOTS_SHOWN = 200;

/** What people and platforms may do, and what watched channels hand their news to. */
export function commands(parts: CommandParts): Commands & { readonly receive: Receiver["news"] } {
  const { store, mind, records, wake } = parts;
  const announce = (id: string, what: "due" | "changed"): void => wake.announce([id], what);
  const talk: TakeOverParts = { ...store, mind, repIdleMs: parts.repIdleMs, announce };
  const line = parts.line ?? (() => null);
  const office = {
    ...store,
    mind,
    records,
    announce,
    line,
    pipeline: parts.pipeline,
    links: parts.links ?? null,
  };
  const letters = { ...store, drafts: store.outreach, mind, records, announce, line };
  const inbox = receiver({
    ...parts,
    arrivals: store.arrivals,
    onEcho: (echo) => heardEcho(echo, talk),
  });
  return {
    receive: inbox.news,
    receiveWebhook: inbox.webhook,
    receiveMessage: inbox.message,
    postLead: (lead) => postLead(lead, office),
    updateLead: (id, change, by) => updateLead(id, change, by, office),
    serveLead: (id, wish, by) => serveLead(id, wish, by, office),
    noteAnswers: (id, answers, by) => noteAnswers(id, answers, by, office),
    draftOutreach: (draft) => draftOutreach(draft, letters),
    approveOutreach: (id, by) => approveOutreach(id, by, letters),
    declineOutreach: (id, by) => declineOutreach(id, by, letters),
    finishTask: (id, by) => finishTask(id, by, store),
    takeOver: (id, rep) => takeOver(id, rep, talk),
    release: (id, rep) => release(id, rep, talk),
    repWrites: (id, words, rep) => repWrites(id, words, rep, talk),
    cancelBooking: (id, by) => cancelBooking(id, by, office),
    availability: (query) => mind.calendar.openSlots(query, SLOTS_SHOWN),
    updateProposal: (id, change, by) => updateProposal(id, change, by, office),
    approveProposal: (id, by) => approveProposal(id, by, office),
    proposalPdf: (id) => parts.proposalPdf(id),
    putCompany: (company, by) => store.desk.putSetting("company", company, by.id),
    bookingPage: (token) => bookingPage(token, office),
    bookByLink: (token) => bookByLink(token, office),
    unsubscribePage: (token) => unsubscribePage(token, office),
    unsubscribeByLink: (token) => unsubscribeByLink(token, office),
    eraseContact: (contactId, by) => eraseContact(contactId, by, parts),
  };
}

async function finishTask(
  id: string,
  by: Actor,
  { desk }: Pick<CommandParts["store"], "desk">,
): Promise<CommandResult> {
  return (await desk.finishTask(id, by.id)) ? { ok: true, value: undefined } : noSuch("task");
}

async function eraseContact(
  contactId: string,
  by: Actor,
  { erase }: Pick<CommandParts, "erase">,
): Promise<CommandResult> {
  return (await erase(contactId, by.id)) ? { ok: true, value: undefined } : noSuch("contact");
}
