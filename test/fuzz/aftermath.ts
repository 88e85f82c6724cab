import pg from "pg";
import { inWords, untilWorkedOff, WAITING, type Waiting } from "../../bench/chaos/waiting.ts";
import type { Counted } from "./house.ts";
import { type FuzzRun, type FuzzTarget, inputAt, repeating, type TargetReport } from "./target.ts";

/** What the workers made of everything that was taken: what is not as it should be, a sentence each. */
export interface Aftermath {
  /** Messages that were stored; null where the tables cannot be asked. */
  readonly stored: number | null;
  readonly faults: readonly string[];
}

/** What is known of the program once it has nothing left to do. */
export interface Left {
  /** null = the embedded engine, whose tables nobody else can ask. */
  readonly ask: Ask | null;
  readonly waiting: Waiting | null;
  readonly counted: Counted;
  /** What Meta would have refused. */
  readonly complaints: readonly string[];
}

type Ask = (query: string) => Promise<readonly unknown[]>;

/** How long what was stored may still be worked on, and how long nothing may move. */
const LONGEST_MS = 300_000;
const SHOWN = 8;

/** Nothing is excused: what was stored is heard by a turn, whatever it holds, and no turn throws. */
export async function aftermath(left: Left): Promise<Aftermath> {
  const { ask, waiting, counted, complaints } = left;
  const { failedTurns, parked } = counted;
  const odd = ask === null ? [] : ((await ask(ODD)) as readonly OddMessage[]);
  const [sums] = ask === null ? [] : ((await ask(SUMS)) as readonly Sums[]);
  const unheard = sums?.unheard ?? 0;
  const tasks = Math.max(sums?.tasks ?? 0, parked);
  return {
    stored: sums?.stored ?? null,
    faults: [
      ...(ask !== null && sums === undefined ? ["its tables told nothing"] : []),
      ...(unheard > 0 ? [`${unheard} messages were never handled (${inWords(waiting)})`] : []),
      ...(tasks === 0 ? [] : [`${tasks} times something was set aside for a person`]),
      ...odd.slice(0, SHOWN).map(inShort),
      ...(failedTurns === 0 ? [] : [`turns failed: ${failedTurns}`]),
      ...(complaints.length > 0 ? [`Meta would have refused ${complaints.length} sends`] : []),
      ...complaints.slice(0, SHOWN).map((why) => why.slice(0, 700)),
    ],
  };
}

interface Sums {
  readonly stored: number;
  readonly unheard: number;
  readonly tasks: number;
}

interface OddMessage {
  readonly id: string;
  readonly channel: string;
  readonly status: string;
  readonly conversation: string;
  readonly payload: string;
}

const SUMS = `
select count(*)::int as stored, count(*) filter (where handled_turn is null)::int as unheard,
       (select count(*) from tasks where kind = 'parked-message')::int as tasks
  from messages`;

const ODD = `
select platform_id as id, channel, status, conversation_id as conversation, payload::text as payload
  from messages where handled_turn is null or status = 'parked' order by number`;

function inShort({ id, channel, status, conversation, payload }: OddMessage): string {
  const what = status === "parked" ? "set aside" : "never handled";
  return `${what}: ${channel} ${id} in ${conversation}: ${payload.slice(0, 700)}`;
}

/** Waits until the program has nothing left to do, and asks it what became of everything. */
export async function aftermathOf(house: {
  readonly database: string | null;
  readonly graph: { readonly arrived: readonly unknown[]; readonly complaints: readonly string[] };
  counted(): Promise<Counted>;
}): Promise<Aftermath> {
  const { database, graph } = house;
  const client = database === null ? null : new pg.Client({ connectionString: database });
  await client?.connect();
  try {
    const ask: Ask | null = client && (async (query) => (await client.query(query)).rows);
    const { waiting } = await untilWorkedOff({
      ...{ database, until: performance.now() + LONGEST_MS },
      get arrived() {
        return graph.arrived.length;
      },
      waiting: async () => (((await ask?.(WAITING)) ?? [])[0] as Waiting | undefined) ?? null,
    });
    return await aftermath({ ask, waiting, counted: await house.counted(), complaints: graph.complaints });
  } finally {
    await client?.end();
  }
}

/** The tries that sent one of the messages which a fault names, as far as their bodies show it: what repeats them. */
export function sentBy(
  faults: readonly string[],
  targets: readonly FuzzTarget[],
  reports: readonly TargetReport[],
  { seed }: FuzzRun,
): readonly string[] {
  const ids = faults.flatMap(
    (fault) => /^(?:set aside|never handled): \w+ (\S{6,}) in /u.exec(fault)?.[1] ?? [],
  );
  if (ids.length === 0) return [];
  return targets.flatMap((target) => {
    const tried = reports.find(({ name }) => name === target.name)?.tried ?? 0;
    return Array.from({ length: tried }, (_, at) => at)
      .filter((at) => holdsOne(inputAt(target, seed, at), ids))
      .map((at) => repeating(target.name, seed, at));
  });
}

function holdsOne(input: unknown, ids: readonly string[]): boolean {
  const { body } = input as { readonly body?: unknown };
  return Buffer.isBuffer(body) && ids.some((id) => body.includes(id));
}
