import { type Lane, WRITES_AGAIN } from "../contracts/lanes.ts";
import type { BookingChange, NewTask, OutboxRow, TurnRecord } from "../contracts/turn-record.ts";
import type { Company } from "../conversation/company.ts";
import type { Attachment } from "../conversation/message.ts";
import type { Conversation } from "../conversation/state.ts";
import type { Action, Decision, Say } from "../conversation/turn.ts";
import type { Mind } from "./mind.ts";
import type { Occasion } from "./occasion.ts";
import { saidInstead } from "./prove.ts";
import { waitingRow } from "./waiting-row.ts";

/** One finished turn, before it is saved. */
export interface Thought {
  readonly lane: Lane;
  readonly occasion: Occasion;
  /** What was understood, for the trace. */
  readonly understood: readonly unknown[];
  readonly decision: Decision;
  readonly after: Conversation;
  readonly company: Company;
  readonly now: number;
}

const DAY_MS = 86_400_000;

/** Everything a turn changes, as rows. Pure but for the new ids. */
export function recordOf(thought: Thought, mind: Mind): TurnRecord {
  const { lane, occasion, decision, after, company, now } = thought;
  const { says, tasks } = provenOnly(thought, mind);
  return {
    ...emptyRecord(lane, after, now),
    because: decision.because,
    events: decision.events,
    actions: decision.actions,
    understood: thought.understood,
    handled: occasion.hearing.handled,
    facts: decision.events.flatMap((event) =>
      event.happened === "fact-learned" || event.happened === "fact-contradicted"
        ? [{ fact: event.fact, messageId: event.messageId }]
        : [],
    ),
    outbox: says.map((say) => rowOf(say, thought, mind)),
    timers: timersOf(occasion, decision.actions),
    tasks: [...decision.actions.flatMap(taskOf), ...tasks, ...writesAgain(thought)],
    bookings: decision.actions.flatMap(bookingOf),
    proposal: proposalOf(thought),
    consent: consentOf(thought),
    erase: decision.actions.some((action) => action.do === "erase"),
    lead: mind.leadColumns(after, company, lane.conversation),
    ...(occasion.kind === "messages" && lane.unsent.some(isUnasked) ? { hush: true } : {}),
  };
}

/** A follow-up that still waits for working hours: who wrote meanwhile has answered it. */
export function isUnasked({ author, purpose, state }: OutboxRow): boolean {
  return author === "bot" && purpose === "proactive" && state === "waiting";
}

/** A record that changes nothing but the conversation itself. */
export function emptyRecord(lane: Lane, after: Conversation, at: number): TurnRecord {
  return {
    ...{ conversation: after, before: lane.conversation.version, leadId: lane.leadId, at, because: "" },
    ...{ events: [], actions: [], understood: [], handled: [], facts: [], outbox: [], timers: [], tasks: [] },
    ...{
      bookings: [],
      proposal: null,
      amendment: null,
      posted: null,
      consent: null,
      erase: false,
      lead: null,
      fence: false,
      wake: false,
    },
  };
}

/** What no approved fact covers is not said: a sentence that claims nothing stands in, and the team is asked. */
function provenOnly(thought: Thought, mind: Mind): { says: Say[]; tasks: NewTask[] } {
  const { decision, after, company, lane, occasion } = thought;
  const heard = occasion.hearing.heard.map(({ text }) => text);
  const grounds = { before: lane.conversation, after, company, heard };
  const says: Say[] = [];
  const tasks: NewTask[] = [];
  for (const action of decision.actions) {
    if (action.do !== "say") continue;
    const unproven = mind.unproven(action, grounds);
    says.push(unproven.length === 0 ? action : saidInstead(action, grounds));
    if (unproven.length > 0)
      tasks.push({ ...A_TASK, kind: "ask-team", reason: "unproven", summary: unproven.join(" · ") });
  }
  return { says, tasks };
}

const A_TASK = { reason: null, rep: null };

function rowOf(say: Say, { lane, occasion }: Thought, mind: Mind): OutboxRow {
  const { language, text, choices, choicesLabel, purpose, icsOf } = say;
  return waitingRow(lane, {
    ...{ id: mind.newId(), author: "bot", rep: null, language, text, choices, choicesLabel },
    ...{ attachments: attachmentsOf(say), purpose, icsOf },
    inReplyTo: occasion.hearing.heard.at(-1)?.id ?? null,
  });
}

function attachmentsOf(say: Say): readonly Attachment[] {
  if (say.icsOf === null) return [];
  const reference = `/files/bookings/${say.icsOf}.ics`;
  return [{ kind: "document", mediaType: "text/calendar", fileName: "meeting.ics", reference }];
}

function timersOf(occasion: Occasion, actions: readonly Action[]): TurnRecord["timers"] {
  const set = actions.flatMap((action) =>
    action.do === "set-timer" ? [{ kind: action.timer, at: action.at }] : [],
  );
  const last = new Map(set.map((timer) => [timer.kind, timer]));
  // A timer that this turn heard has done its work, unless the turn set it anew.
  if (occasion.kind === "timer" && !last.has(occasion.timer))
    last.set(occasion.timer, { kind: occasion.timer, at: null });
  return [...last.values()];
}

function taskOf(action: Action): NewTask[] {
  if (action.do === "call-rep")
    return [{ ...A_TASK, kind: "call-rep", reason: action.reason, summary: action.summary }];
  if (action.do === "ask-team") return [{ ...A_TASK, kind: "ask-team", summary: action.question }];
  return [];
}

/** The case stays as a person ended it; whether it opens again is for a person to say. */
function writesAgain({ lane, occasion }: Thought): NewTask[] {
  const { leadClosed = null } = lane;
  if (leadClosed === null || occasion.hearing.heard.length === 0) return [];
  const summary = `They write again. A colleague had set the lead to ${leadClosed}: it stays so until a person changes it.`;
  return [{ kind: "ask-team", reason: WRITES_AGAIN, summary, rep: lane.conversation.rep }];
}

function bookingOf(action: Action): BookingChange[] {
  switch (action.do) {
    case "hold-time":
      return [{ do: "hold", id: action.bookingId, slot: action.slot, until: action.until }];
    case "book":
      return [{ do: "book", id: action.bookingId, slot: action.slot }];
    case "cancel-booking":
      return [{ do: "cancel", id: action.bookingId }];
    default:
      return [];
  }
}

function proposalOf({ decision, after, company, now }: Thought): TurnRecord["proposal"] {
  const action = decision.actions.find((one) => one.do === "draft-proposal");
  if (action === undefined) return null;
  const drafted = decision.events.find((event) => event.happened === "proposal-drafted");
  return {
    id: action.proposalId,
    version: drafted?.version ?? after.proposal?.version ?? 1,
    draft: action.draft,
    validUntil: now + company.proposal.validDays * DAY_MS,
  };
}

function consentOf({ decision, occasion }: Thought): TurnRecord["consent"] {
  const action = decision.actions.find((one) => one.do === "opt-in" || one.do === "opt-out");
  if (action === undefined) return null;
  if (occasion.kind === "click") return { what: action.do, wording: BY_LINK, messageId: null };
  const said = occasion.hearing.heard.at(-1);
  return { what: action.do, wording: said?.text ?? "", messageId: said?.id ?? null };
}

/** The proof of an opt-out without words. */
const BY_LINK = "the unsubscribe link of a letter";
