import { forgetSaid, isTelling } from "../bot/conversation/forget-said.ts";
import { known } from "../bot/conversation/ledger.ts";
import type { Conversation } from "../bot/conversation/state.ts";
import type { Action, ConversationEvent } from "../bot/conversation/turn.ts";
import { type Asked, json, rowsOf, type Statement } from "./statement.ts";

/** What they wrote in the talks of others. */
const LETTERS: Statement = {
  name: "forget-guest-letters",
  text: `
select distinct m.platform_id as id, m.conversation_id as talk
  from thread_people t join conversations c on c.id = t.conversation_id and c.contact_id <> t.contact_id
  join addresses a on a.contact_id = t.contact_id
  join messages m on m.conversation_id = t.conversation_id and m.payload -> 'from' ->> 'handle' = a.handle
 where t.contact_id = $1`,
};

/** Also the other talks of whom they wrote to: what is known is shared when two people turn out to be one. */
const TALKS: Statement = {
  name: "forget-guest-talks",
  text: `
select c.id, c.lead_id as lead, c.state from conversations c
 where c.contact_id in (select contact_id from conversations where id = any($1::text[]))`,
};

const FACTS: Statement = {
  name: "forget-guest-facts",
  text: "delete from facts where conversation_id = any($1::text[]) and message_id = any($2::text[])",
};

/** A turn hears letters of one writer only, so all that these tell of was theirs. */
const TURNS: Statement = {
  name: "forget-guest-turns",
  text: `
select conversation_id as talk, number, events, actions from turns
 where conversation_id = any($1::text[]) and message_ids && $2::text[]`,
};

const TURN: Statement = {
  name: "forget-guest-turn",
  text: "update turns set events = $3, actions = $4, understood = '[]' where conversation_id = $1 and number = $2",
};

/** A task that a letter of theirs called for stands, without their words; a model's note may stand behind them. */
const TASKS: Statement = {
  name: "forget-guest-tasks",
  text: `
update tasks set summary = 'A colleague in this thread asked for it; what they wrote was erased with them.'
 where conversation_id = $1 and exists (select from unnest($2::text[]) words where starts_with(summary, words))`,
};

const STATE: Statement = {
  name: "forget-guest-state",
  text: `
update conversations
   set version = version + 1, updated_at = now(),
       state = (state::jsonb || $2::jsonb || jsonb_build_object('version', version + 1))::json
 where id = $1`,
};

/** A name that only they had told stands there no longer; the CRM is told by the trigger, its note with it. */
const LEAD: Statement = {
  name: "forget-guest-lead",
  text: `
update leads set name = case when name = $2 then $3 else name end,
       company_key = case when company = $4 then null else company_key end,
       company = case when company = $4 then $5 else company end, updated_at = now()
 where id = $1`,
};

interface Talk {
  readonly id: string;
  readonly lead: string;
  readonly state: Conversation;
}

interface TurnRow {
  readonly talk: string;
  readonly number: number;
  readonly events: readonly ConversationEvent[];
  readonly actions: readonly Action[];
}

/**
 * What somebody told as a guest in the talks of others is known there no longer: facts with their quotes, the ledger, and what their
 * turns understood. Before their letters are deleted, and with all these talks locked.
 */
export async function forgetGuest(client: Asked, contactId: string): Promise<void> {
  const letters = await rowsOf<{ id: string; talk: string }>(client, LETTERS, [contactId]);
  if (letters.length === 0) return;
  const ids = letters.map(({ id }) => id);
  const talks = await rowsOf<Talk>(client, TALKS, [letters.map(({ talk }) => talk)]);
  const within = [talks.map(({ id }) => id), ids];
  await rowsOf(client, FACTS, within);
  const turns = await rowsOf<TurnRow>(client, TURNS, within);
  for (const turn of turns) await blank(client, turn);
  for (const talk of talks) {
    const theirs = turns.filter((turn) => turn.talk === talk.id).flatMap(({ events }) => events);
    await unlearn(client, talk, new Set(ids), theirs);
  }
}

/** Our own words in it stay; what we told colleagues of theirs does not. */
async function blank(client: Asked, { talk, number, events, actions }: TurnRow): Promise<void> {
  const silent = events.filter((event) => !isTelling(event));
  const words = actions.flatMap((action) => toldToTeam(action) ?? []);
  await rowsOf(client, TASKS, [talk, words.filter((one) => one !== "")]);
  const ours = actions.filter((action) => toldToTeam(action) === null);
  await rowsOf(client, TURN, [talk, number, json(silent), json(ours)]);
}

function toldToTeam(action: Action): string | null {
  if (action.do === "call-rep") return action.summary;
  return action.do === "ask-team" ? action.question : null;
}

async function unlearn(
  client: Asked,
  { id, lead, state }: Talk,
  ids: ReadonlySet<string>,
  theirs: readonly ConversationEvent[],
): Promise<void> {
  const after = forgetSaid(state, ids);
  const shown = theirs.some((event) => event.happened === "profile-seen" && event.name === state.profileName);
  if (after === state && !shown) return;
  const profileName = shown ? null : state.profileName;
  await rowsOf(client, STATE, [id, json({ facts: after.facts, urgency: after.urgency, profileName })]);
  const names = (talk: Conversation) => known(talk.facts, "name") ?? talk.profileName;
  const [was, is] = [names(state), names({ ...after, profileName })];
  const [were, are] = [known(state.facts, "company"), known(after.facts, "company")];
  await rowsOf(client, LEAD, [lead, was === is ? null : was, is, were === are ? null : were, are]);
}
