import type pg from "pg";

/** What hangs on a contact, and how to find it. $1 is the contact. */
const PARTS: Readonly<Record<string, string>> = {
  addresses:
    "select channel, handle, created_at from addresses where contact_id = $1 order by channel, handle",
  consents:
    "select what, channel, wording, message_id, at from consents where contact_id = $1 order by number",
  leads: "select * from leads where contact_id = $1 order by number",
  conversations: `select id, channel, account, handle, also_known_as, owner, rep, stage, outcome, language, state,
    created_at, updated_at from conversations where contact_id = $1 order by number`,
  messagesReceived: `select m.* from messages m join conversations c on c.id = m.conversation_id
    where c.contact_id = $1 order by m.number`,
  letterFiles: `select f.letter_id, f.place, f.media_type, encode(f.bytes, 'base64') as base64
    from letter_files f join messages m on m.channel = 'email' and m.account = f.account and m.platform_id = f.letter_id
    join conversations c on c.id = m.conversation_id where c.contact_id = $1 order by m.number, f.place`,
  messagesSent: `select o.* from outbox o join conversations c on c.id = o.conversation_id
    where c.contact_id = $1 order by o.number`,
  facts: `select f.* from facts f join conversations c on c.id = f.conversation_id
    where c.contact_id = $1 order by f.number`,
  decisions: `select t.* from turns t join conversations c on c.id = t.conversation_id
    where c.contact_id = $1 order by t.at`,
  bookings: `select b.* from bookings b join conversations c on c.id = b.conversation_id
    where c.contact_id = $1 order by b.number`,
  proposals: `select p.* from proposals p join conversations c on c.id = p.conversation_id
    where c.contact_id = $1 order by p.number`,
  outreachDrafts: `select o.* from outreach_drafts o join leads l on l.id = o.lead_id
    where l.contact_id = $1 order by o.number`,
  tasks: `select t.* from tasks t join conversations c on c.id = t.conversation_id
    where c.contact_id = $1 order by t.number`,
  modelCalls: `select k.* from model_calls k join conversations c on c.id = k.conversation_id
    where c.contact_id = $1 order by k.number`,
  archived: "select kind, document, created_at from archive where contact_id = $1 order by number",
};

/** See `Records.exportContact`. */
export async function exportContact(
  pool: pg.Pool,
  contactId: string,
): Promise<Readonly<Record<string, unknown>> | null> {
  const found = await pool.query("select * from contacts where id = $1", [contactId]);
  const [contact] = found.rows as Record<string, unknown>[];
  if (contact === undefined) return null;
  const everything: Record<string, unknown> = { contact: inCamelCase(contact) };
  for (const [name, text] of Object.entries(PARTS)) {
    const answer = await pool.query(text, [contactId]);
    everything[name] = (answer.rows as Record<string, unknown>[]).map(inCamelCase);
  }
  return everything;
}

/** Column names as the API writes names; what is inside a column stays as it is. */
function inCamelCase(row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const pairs = Object.entries(row).map(([name, value]) => [
    name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
    value,
  ]);
  return Object.fromEntries(pairs);
}
