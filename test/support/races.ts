import type { Lanes } from "../../bot/contracts/lanes.ts";
import type { BookingChange } from "../../bot/contracts/turn-record.ts";
import type { TimeSlot } from "../../bot/conversation/state.ts";
import type { Decision } from "../../bot/conversation/turn.ts";
import { takeOver } from "../../bot/flow/take-over.ts";
import type { Database } from "../../db/connect.ts";
import { Platform } from "./platform.ts";
import { laneOf, turnOf } from "./stored-talk.ts";
import { echoing, mindOf, say, storyOn, until } from "./story.ts";
import { arrival, nextId, text } from "./talk.ts";

/** What a lot of races came to; everything in `faults` breaks a promise. */
export interface Raced {
  readonly races: number;
  readonly seconds: number;
  /** How often each side won, so that it shows that they really met. */
  readonly counts: Readonly<Record<string, number>>;
  readonly faults: readonly string[];
}

const NOURA = { id: "noura", role: "rep" } as const;
const LANES_SIDE_BY_SIDE = 50;
const soon = (most: number): Promise<void> => new Promise((go) => setTimeout(go, Math.random() * most));
const handleOf = (kind: number, place: number): string => `+9665${kind}${String(place).padStart(7, "0")}`;

async function sideBySide(
  races: number,
  atOnce: number,
  one: (place: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let place = next++; place < races; place = next++) await one(place);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, races) }, lane));
}

/** In fewer races one side may win them all by chance: where each wins a third or more, and where one wins a tenth. */
const ENOUGH = { even: 40, uneven: 200 } as const;

/** A side that never won was never in the race: then nothing was shown. */
function oneSided(
  races: number,
  won: Readonly<Record<string, number>>,
  odds: keyof typeof ENOUGH = "even",
): readonly string[] {
  if (races < ENOUGH[odds]) return [];
  return Object.entries(won).flatMap(([side, times]) =>
    times > 0 ? [] : [`${side} never in ${races} races`],
  );
}

const secondsSince = (begun: number): number => Math.round((performance.now() - begun) / 100) / 10;

/** Storage that says when a turn was saved, a fence passed or a lane is about to be given back, and waits a little. */
function watched(lanes: Lanes, at: (moment: "intent" | "release", conversationId: string) => void): Lanes {
  return {
    ...lanes,
    save: async (turns) => {
      const results = await lanes.save(turns);
      for (const { conversation, outbox } of turns)
        if (outbox.some(({ author, state }) => author === "bot" && state === "sending"))
          at("intent", conversation.id);
      await soon(5);
      return results;
    },
    settle: async (sends, releases) => {
      for (const { conversationId } of releases) at("release", conversationId);
      await soon(3);
      await lanes.settle(sends, releases);
    },
  };
}

type Moment = "thinking" | "intent" | "release" | "any";
const MOMENTS: readonly Moment[] = ["thinking", "intent", "release", "any"];

/**
 * A rep takes over while the bot thinks, between its intent and its send, at the release of the lane, or at any moment.
 * From its confirmation on no message of the bot's arrives, and what the person wrote before and after is stored and heard.
 */
export async function takeOverRaces(database: Database, races: number): Promise<Raced> {
  const begun = performance.now();
  const starts = new Map<string, { readonly moment: Moment; start(): void }>();
  const at = (moment: Moment, key: string): void => {
    const race = starts.get(key);
    if (race?.moment === moment) race.start();
  };
  const platform = new Platform();
  // Some sends take longer than a take-over does under load: a take-over that does not wait would be seen.
  platform.fate = () => ({ afterMs: Math.random() ** 2 * 400 });
  const plain = mindOf();
  const understand: typeof plain.understand = async (message, context, signal) => {
    at("thinking", message.from.handle);
    await soon(8);
    return await plain.understand(message, context, signal);
  };
  const story = await storyOn(database, { platform, mind: { ...plain, understand } });
  const store = { ...story.store, lanes: watched(story.store.lanes, at) };
  for (let worker = 0; worker < 2; worker += 1) story.work({ store });
  const parts = {
    ...{ arrivals: story.store.arrivals, lanes: story.store.lanes, mind: story.parts.mind },
    ...{ repIdleMs: 2 ** 40, announce: () => undefined },
  };
  const confirmed = new Map<string, number>();
  const faults: string[] = [];
  await sideBySide(races, LANES_SIDE_BY_SIDE, async (place) => {
    const by = handleOf(1, place);
    const from = { channel: "whatsapp", account: "1065", handle: by } as const;
    const person = { handles: [by], name: null, language: "ar", source: "test" } as const;
    const { conversationId } = await story.store.arrivals.conversationOf({
      ...{ channel: from.channel, account: from.account, ...person, elsewhere: [] },
    });
    const moment = MOMENTS[place % MOMENTS.length] ?? "any";
    const begins = new Promise<void>((start) => {
      const race = { moment, start };
      starts.set(moment === "thinking" ? by : conversationId, race);
    });
    await story.inbox.message(text(`before ${place}`, { by }));
    await (moment === "any" ? soon(60) : begins);
    await soon(4);
    const taken = await takeOver(conversationId, NOURA, parts);
    confirmed.set(by, performance.now());
    if (!taken.ok) faults.push(`race ${place}: the take-over was refused`);
    await story.inbox.message(text(`after ${place}`, { by }));
  });
  const unheard = async (): Promise<number> =>
    (await story.pool.query("select from messages where handled_turn is null")).rowCount ?? 0;
  await until(async () => (await unheard()) === 0, 60_000);
  await soon(100);
  await story.stop();
  const stored = (await story.pool.query("select from messages")).rowCount ?? 0;
  const reps = (await story.pool.query("select from conversations where owner = 'rep'")).rowCount ?? 0;
  const late = platform.arrived.filter(({ to, at: when }) => when > (confirmed.get(to.handle) ?? 0));
  const answers = platform.arrived.length;
  const won = { answeredBefore: answers, silencedBefore: races - answers };
  return {
    ...{ races, seconds: secondsSince(begun) },
    counts: { ...won, lateArrivals: late.length, heard: stored },
    faults: [
      ...faults,
      ...oneSided(races, won),
      ...late.map(({ text: said }) => `after the take-over: ${said}`),
      ...(stored === 2 * races ? [] : [`${stored} messages stored of ${2 * races}`]),
      ...(reps === races ? [] : [`${reps} talks with a rep of ${races}`]),
      ...story.reports.map(String),
    ],
  };
}

/**
 * Something unasked is queued while the person opts out, by their words or through the platform. Once the opt-out is
 * stored no send begins: none asks for its fence and passes it. What had asked before may still arrive, within the
 * 2.5 seconds that a fence is good for.
 */
export async function optOutRaces(database: Database, races: number): Promise<Raced> {
  const begun = performance.now();
  const platform = new Platform();
  const plain = mindOf();
  const decide: typeof plain.decide = (conversation, turn) => {
    const heard = turn.trigger.kind === "messages" ? turn.trigger.heard.map((one) => one.message.text) : [];
    if (heard.includes("stop"))
      return { events: [], actions: [{ do: "opt-out" }], because: "asked to", needs: null };
    return { ...echoing(conversation, turn), actions: [say("offer", { purpose: "proactive" })] };
  };
  const optedOut = new Map<string, number>();
  const startedAfter: number[] = [];
  const send = platform.send.bind(platform);
  platform.send = async (message) => {
    const stored = optedOut.get(message.to.handle);
    if (stored !== undefined) startedAfter.push(performance.now() - stored);
    return await send(message);
  };
  const story = await storyOn(database, { platform, mind: { ...plain, decide } });
  const passed: { readonly id: string; readonly handle: string; readonly asked: number }[] = [];
  const { lanes } = story.store;
  const markSending: Lanes["markSending"] = async (ids) => {
    const asked = performance.now();
    const allowed = await lanes.markSending(ids);
    const rows = await story.pool.query<{ id: string; handle: string }>(
      "select o.id, c.handle from outbox o join conversations c on c.id = o.conversation_id where o.id = any($1)",
      [[...allowed]],
    );
    passed.push(...rows.rows.map((row) => ({ ...row, asked })));
    return allowed;
  };
  const save: Lanes["save"] = async (turns) => {
    const results = await lanes.save(turns);
    const stored = performance.now();
    for (const [place, { consent, conversation }] of turns.entries())
      if (consent !== null && results[place] === "saved") {
        const lane = await lanes.read(conversation.id);
        optedOut.set(lane?.handle ?? "", stored);
      }
    return results;
  };
  const store = { ...story.store, lanes: { ...lanes, markSending, save } };
  for (let worker = 0; worker < 2; worker += 1) story.work({ store });
  await sideBySide(races, LANES_SIDE_BY_SIDE, async (place) => {
    const by = handleOf(2, place);
    await story.inbox.message(text("hello", { by }));
    await soon(80);
    if (place % 2 === 0) {
      await story.inbox.message(text("stop", { by }));
      await until(() => optedOut.has(by), 60_000);
      return;
    }
    const from = { channel: "whatsapp", account: "1065", handle: by } as const;
    await story.store.arrivals.prefer({ kind: "preference", marketing: "stop", at: Date.now(), from });
    optedOut.set(by, performance.now());
  });
  const open = async (): Promise<number> =>
    (await story.pool.query("select from lanes where due_at is not null or lease_owner is not null"))
      .rowCount ?? 0;
  await until(async () => (await open()) === 0, 60_000);
  await story.stop();
  const longest = Math.max(0, ...startedAfter);
  const begunAfter = passed.filter(({ handle, asked }) => asked > (optedOut.get(handle) ?? 0));
  const cancelled = (await story.pool.query("select from outbox where state = 'cancelled'")).rowCount ?? 0;
  const won = { arrived: platform.arrived.length, cancelled };
  return {
    ...{ races, seconds: secondsSince(begun) },
    counts: {
      ...{ ...won, begunAfter: begunAfter.length },
      ...{ pastTheirFence: startedAfter.length, longestPastMs: Math.round(longest) },
    },
    faults: [
      ...begunAfter.map(({ id }) => `${id} began after the opt-out`),
      ...(longest > 2_600 ? [`a send went out ${Math.round(longest)} ms after the opt-out`] : []),
      ...(won.arrived + cancelled === races ? [] : ["an offer neither arrived nor was cancelled"]),
      ...oneSided(races, won),
      ...story.reports.map(String),
    ],
  };
}

const FIRST_SLOT = Date.parse("2027-01-03T06:00:00Z");
const slotAt = (place: number): TimeSlot => {
  const from = FIRST_SLOT + place * 1_800_000;
  const written = (at: number): string => new Date(at).toISOString();
  return { id: `s${place}`, rep: "noura", from: written(from), to: written(from + 1_800_000) };
};

/** So many rivals for each time, all at once: one booking each, and everybody else is offered what is still free. */
export async function slotRaces(database: Database, slots: number, rivals: number): Promise<Raced> {
  const begun = performance.now();
  const grid = Array.from({ length: slots + 20 }, (_, place) => slotAt(place));
  const plain = mindOf();
  const decide = (...[conversation, turn]: Parameters<typeof plain.decide>): Decision => {
    const echoed = echoing(conversation, turn);
    const words = turn.trigger.kind === "messages" ? (turn.trigger.heard[0]?.message.text ?? "") : "";
    const slot = grid[Number(words)];
    if (slot === undefined) return echoed;
    if (turn.openSlots === null)
      return { ...echoed, actions: [{ do: "book", bookingId: nextId(), slot }, say(`booked ${words}`)] };
    const others = turn.openSlots.slice(0, 3).map(({ id }) => id);
    return { ...echoed, actions: [say(`taken ${words}: ${others.join(" ")}`)] };
  };
  const story = await storyOn(database, { mind: { ...plain, decide } });
  const openSlots: typeof plain.calendar.openSlots = async () => {
    const busy = await story.store.desk.busy(FIRST_SLOT, FIRST_SLOT + grid.length * 1_800_000);
    const taken = new Set(busy.map(({ from }) => Date.parse(from)));
    return grid.filter(({ from }) => !taken.has(Date.parse(from)));
  };
  const mind = { ...plain, decide, calendar: { openSlots } };
  for (let worker = 0; worker < 2; worker += 1) story.work({ mind });
  const all = slots * rivals;
  await sideBySide(slots, 8, async (slot) => {
    const people = Array.from({ length: rivals }, (_, place) => handleOf(3, slot * rivals + place));
    await Promise.all(people.map((by) => story.inbox.message(text(String(slot), { by }))));
    await until(() => story.platform.arrived.length >= Math.min(all, (slot - 8) * rivals), 120_000);
  });
  await until(() => story.platform.arrived.length >= all, 120_000);
  await story.stop();
  const live = await story.pool.query<{ n: number }>(
    "select count(*)::int as n from bookings where status in ('held', 'confirmed') group by rep, starts",
  );
  const said = story.platform.arrived.map((one) => one.text);
  const booked = said.filter((words) => words.startsWith("booked"));
  const offered = said.filter((words) => /^taken \d+: s\d+/.test(words));
  const wrongOffer = offered.filter((words) =>
    words
      .split(": ")[1]
      ?.split(" ")
      .includes(`s${words.split(/[ :]/)[1]}`),
  );
  return {
    ...{ races: all, seconds: secondsSince(begun) },
    counts: { slots, bookings: live.rows.length, told: booked.length, offeredOthers: offered.length },
    faults: [
      ...live.rows.filter(({ n }) => n !== 1).map(({ n }) => `${n} bookings of one time`),
      ...(live.rows.length === slots ? [] : [`${live.rows.length} of ${slots} times were booked`]),
      ...(booked.length === slots ? [] : [`${booked.length} people were told that they had one of ${slots}`]),
      ...(offered.length === all - slots ? [] : [`${offered.length} of ${all - slots} were offered others`]),
      ...wrongOffer.map((words) => `offered what was just taken: ${words}`),
      ...story.reports.map(String),
    ],
  };
}

type Save = (who: number, change: BookingChange, at: number) => Promise<string>;

/** One time, three people who want it. */
interface Contest {
  readonly slot: TimeSlot;
  readonly save: Save;
  readonly book: (id: string) => BookingChange;
}

/** The holder confirms when the hold has just run out, and a rival books: exactly one of the two has the time. */
async function holdRunsOut({ slot, save, book }: Contest): Promise<readonly string[]> {
  const now = Date.now();
  await save(0, { do: "hold", id: `a ${slot.id}`, slot, until: now + 10 }, now);
  const rival = soon(4).then(() => save(1, book("b"), now + 11));
  const results = await Promise.all([save(0, book("a"), now + 11), rival]);
  return results.flatMap((result, who) =>
    result === "saved" ? [who === 0 ? "holder kept it" : "rival won"] : [],
  );
}

/** A time is given up while two others want it: one of them may have it, never both. */
async function timeIsGivenUp({ slot, save, book }: Contest): Promise<readonly string[]> {
  const now = Date.now();
  await save(0, { do: "hold", id: `a ${slot.id}`, slot, until: now + 60_000 }, now);
  const [, ...results] = await Promise.all([
    save(0, { do: "cancel", id: `a ${slot.id}` }, now + 1),
    soon(4).then(() => save(1, book("b"), now + 1)),
    soon(4).then(() => save(2, book("c"), now + 1)),
  ]);
  return results.flatMap((result) => (result === "saved" ? ["booked again"] : []));
}

/**
 * A hold that runs out while its holder confirms it and a rival books the same time; and a time that is given up while
 * two others want it. Never two at once, and whoever was told that it is theirs has it.
 */
export async function holdRaces(database: Database, races: number): Promise<Raced> {
  const begun = performance.now();
  const story = await storyOn(database);
  const { lanes, arrivals } = story.store;
  const counts: Record<string, number> = { "rival won": 0, "booked again": 0, "holder kept it": 0 };
  const faults: string[] = [];
  await sideBySide(races, 8, async (place) => {
    const people = [0, 1, 2].map((one) => handleOf(4, place * 3 + one));
    const accepted = await arrivals.accept(people.map((by) => arrival(text("1", { by }))));
    const slot = slotAt(place);
    const save: Save = async (who, change, at) => {
      const lane = await laneOf(lanes, accepted[who]?.conversationId);
      return (await lanes.save([turnOf(lane, [], { record: { bookings: [change], at } })]))[0] ?? "stale";
    };
    const race = place % 2 === 0 ? holdRunsOut : timeIsGivenUp;
    const book = (id: string): BookingChange => ({ do: "book", id: `${id} ${slot.id}`, slot });
    const won = await race({ slot, save, book });
    for (const what of won) counts[what] = (counts[what] ?? 0) + 1;
    const live = await story.pool.query(
      "select from bookings where starts = $1 and status in ('held', 'confirmed')",
      [slot.from],
    );
    const wanted = race === holdRunsOut ? 1 : won.length;
    if (live.rowCount !== won.length || won.length > 1 || won.length !== wanted)
      faults.push(`race ${place}: ${live.rowCount} bookings, ${won.length} were told that they have it`);
  });
  await story.stop();
  const never = oneSided(races, counts, "uneven");
  return { ...{ races, seconds: secondsSince(begun), counts }, faults: [...faults, ...never] };
}
