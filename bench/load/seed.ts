import { MAJLIS_PATH } from "./contenders.ts";
import type { Run } from "./measure.ts";
import { PORTS } from "./ports.ts";
import type { RunningPostgres } from "./postgres.ts";
import { startMajlis } from "./programs.ts";

/*
 * A history as the product writes it: three talks (6, 20 and 300 messages) are held with the running house, and every row that
 * they left is copied under other people's names until so many messages are stored.
 */

/** A block is 64 people: 42 short talks, 21 longer, one very long: 972 messages. Their numbers are those of the load's users. */
export const BLOCK = 64;
const BLOCK_MESSAGES = 42 * 6 + 21 * 20 + 300;
/** The three talks are held by people that no load ever names. */
const TEMPLATES = 9_900_000;
const LINES = [
  "السلام عليكم",
  "عندنا عيادة اسنان في الرياض",
  "المواعيد تضيع علينا والعملاء ما يحضرون",
  "عدد الموظفين ٣٠",
  "الميزانية سرية",
  "كم السعر؟",
];
const PLAIN = "Where is the data hosted? {token}";

const ofTalk = "t.conversation_id = m.conversation";
const TABLES: readonly (readonly [table: string, belongs: string])[] = [
  ["contacts", "t.id = m.contact"],
  ["addresses", "t.contact_id = m.contact"],
  ["leads", "t.id = m.lead"],
  ["conversations", "t.id = m.conversation"],
  ["lanes", ofTalk],
  ["messages", ofTalk],
  ["outbox", ofTalk],
  [
    "deliveries",
    "exists (select from outbox o where o.id = t.outbox_id and o.conversation_id = m.conversation)",
  ],
  ["turns", ofTalk],
  ["facts", ofTalk],
  ["timers", ofTalk],
  ["tasks", ofTalk],
];

/** Holds the three talks in a database of this name. */
export async function holdTalks(run: Run, postgres: RunningPostgres, database: string): Promise<void> {
  const program = await startMajlis({ roles: ["all"], database: postgres.create(database) });
  const say = async (text: string, first: number, people: number, messages: number) => {
    const at = { target: `http://127.0.0.1:${PORTS.web}`, path: MAJLIS_PATH, graphPort: PORTS.graph };
    const talk = { mode: "closed", wait: "reply", concurrency: people, users: people, replyAny: true };
    await run({ ...at, ...talk, quiet: true, text, messages, userOffset: TEMPLATES + first, drain: 2 });
  };
  try {
    for (const line of LINES) await say(line, 0, 3, 3);
    await say(PLAIN, 1, 1, 20 - LINES.length);
    await say(PLAIN, 2, 1, 300 - LINES.length);
  } finally {
    await program.stop();
  }
}

/** Copies the talks that `holdTalks` left until about so many messages are stored, and takes the originals away. */
export function multiply(postgres: RunningPostgres, database: string, wanted: number): void {
  const blocks = Math.max(1, Math.round(wanted / BLOCK_MESSAGES));
  const ask = (sql: string) => postgres.ask(database, sql);
  ask(`create table bench_talks as
    select n, t.*, '+' || (5511900000000 + n) as new_handle
      from generate_series(0, ${blocks * BLOCK - 1}) n
      join (select row_number() over (order by handle) - 1 as kind, id as conversation, contact_id as contact, lead_id as lead, handle
              from conversations) t
        on t.kind = case when n % ${BLOCK} = ${BLOCK - 1} then 2 when n % 3 = 2 then 1 else 0 end`);
  ask("create table bench_templates as select * from conversations");
  for (const [table, belongs] of TABLES) ask(copyStatement(ask, table, belongs));
  // The search for waiting messages begins where the copy's own last one lies.
  ask(`update lanes l set heard_to = h.number
         from (select conversation_id, max(number) as number from messages group by 1) h
        where h.conversation_id = l.conversation_id`);
  ask(
    `delete from deliveries d using outbox o, bench_templates t where o.id = d.outbox_id and o.conversation_id = t.id`,
  );
  for (const table of ["messages", "outbox", "turns", "facts", "tasks"])
    ask(`delete from ${table} x using bench_templates t where x.conversation_id = t.id`);
  ask("delete from contacts x using bench_templates t where x.id = t.contact_id");
  ask("drop table bench_templates, bench_talks");
  ask("vacuum analyze");
  ask("checkpoint");
}

/** Row by row as time passed: everybody's first message, then everybody's second, so that each talk lies all over the table. */
function copyStatement(ask: (sql: string) => string, table: string, belongs: string): string {
  const columns = ask(
    `select string_agg(column_name || ':' || data_type, ',' order by ordinal_position) from information_schema.columns
      where table_schema = 'public' and table_name = '${table}' and is_identity = 'NO' and is_generated = 'NEVER'`,
  )
    .split(",")
    .map((column) => column.split(":") as [string, string]);
  const names = columns.map(([name]) => name).join(",");
  const values = columns.map(([name, type]) => copyOf(table, name, type)).join(",");
  const numbered = ["messages", "outbox", "facts", "turns"].includes(table) ? "t.number, m.n" : "m.n";
  return `set work_mem = '512MB'; set synchronous_commit = off;
    insert into ${table} (${names}) select ${values} from bench_talks m join ${table} t on ${belongs} order by ${numbered}`;
}

const OWN = ["id", "conversation_id", "contact_id", "lead_id", "outbox_id", "platform_id", "message_id"];

/** A copy differs in what names it; what is said, decided and learned stays. */
function copyOf(table: string, name: string, type: string): string {
  if (name === "handle") return "m.new_handle";
  if (name === "platform_ids" || name === "message_ids")
    return `array(select x || '-' || m.n from unnest(t.${name}) x)`;
  if (type === "text" && OWN.includes(name)) return `t.${name} || '-' || m.n`;
  if (table === "conversations" && name === "state") return renamed(name, "json");
  if (table === "messages" && name === "payload") return renamed(name, "json");
  return `t.${name}`;
}

function renamed(name: string, type: string): string {
  const conversation = `replace(t.${name}::text, m.conversation, m.conversation || '-' || m.n)`;
  return `replace(replace(${conversation}, m.contact, m.contact || '-' || m.n), m.handle, m.new_handle)::${type}`;
}
