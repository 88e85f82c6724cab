import fc from "fast-check";
import { expect, test } from "vitest";
import type { SendResult } from "../../bot/contracts/channel.ts";
import type { Lanes } from "../../bot/contracts/lanes.ts";
import type { InboundMessage, OutboundMessage } from "../../bot/conversation/message.ts";
import type { Conversation } from "../../bot/conversation/state.ts";
import type { Decision, Turn } from "../../bot/conversation/turn.ts";
import { newCounters } from "../../bot/flow/counters.ts";
import { workLane } from "../../bot/flow/lane-work.ts";
import { PostRoom } from "../../bot/flow/post-room.ts";
import { release, takeOver } from "../../bot/flow/take-over.ts";
import { newThinking } from "../../bot/flow/thinking.ts";
import type { Database } from "../../db/connect.ts";
import { lanesOn } from "../../db/lanes.ts";
import { onBothEngines } from "../support/database.ts";
import { type Fate, Platform } from "../support/platform.ts";
import { COMPANY, echoing, mindOf, say } from "../support/story.ts";
import { arrival, nextId, text } from "../support/talk.ts";
import {
  type Fate as AnswerFate,
  type Asked,
  fateOf,
  type Shown,
  type TurnTaken,
  tookAfter,
  untold,
} from "./story-laws.ts";

/*
 * Random stories of one talk on the real storage with the real flow: webhooks and redeliveries, two workers that stop or
 * die before any of their statements or sends, statements that storage refuses, lapsed leases, bad sends, receipts,
 * take-overs, releases, opt-outs, timers and jumps of the clock. Then a healthy worker clears up, and the tables and the
 * platform are asked what became of every single message. `STORIES=2000 npx vitest run test/model/stories` plays more;
 * `STORY_SEED` repeats; `STORY_SHRINK=no` shows the first story that fails as it is.
 */

const STORIES = Number(process.env.STORIES ?? "300");
const SEED = Number(process.env.STORY_SEED ?? Math.floor(Math.random() * 2 ** 31));

type Command =
  | { readonly do: "write"; readonly name: number; readonly words: "" | "stop" | "remind" }
  | {
      readonly do: "work";
      readonly worker: "A" | "B";
      readonly stopAt: number;
      readonly fate: keyof typeof FATES;
    }
  | { readonly do: "resume" | "die" | "lapse" | "break"; readonly worker: "A" | "B" }
  | { readonly do: "take over" | "release" | "receipts" | "jump" | "beat" | "forbid" };

const FATES = {
  fine: {},
  lost: { lost: true },
  refused: {
    result: { ok: false, failure: { kind: "retry", afterMs: 1_000, scope: "message" }, detail: "too fast" },
  },
  broken: { result: { ok: false, failure: { kind: "in-doubt" }, detail: "broke before" } },
} as const satisfies Readonly<Record<string, Fate>>;

const worker = fc.constantFrom("A" as const, "B" as const);
const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("write" as const),
      name: fc.nat(4),
      words: fc.constantFrom("", "", "stop", "remind", "remind"),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      ...{ do: fc.constant("work" as const), worker, stopAt: fc.integer({ min: 1, max: 9 }) },
      fate: fc.constantFrom("fine", "fine", "fine", "lost", "refused", "broken"),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom("resume" as const, "die" as const, "lapse" as const, "break" as const),
      worker,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom(
        "take over" as const,
        "release" as const,
        "receipts" as const,
        "jump" as const,
        "beat" as const,
        "forbid" as const,
      ),
    }),
  },
);

const JUMP_MS = 90_000;
const DOUBT_WAIT_MS = 60_000;
/** Longer than a story is played for; whoever promised to live for two minutes would look like a clock set back. */
const LIVES_MS = 110_000;
const FOLLOW_UP = "follow-up";
const REP = { id: "noura", role: "rep" } as const;
const never = new Promise<never>(() => undefined);

/** Answers each message, remembers an opt-out, and follows up when asked to. */
function decide(conversation: Conversation, turn: Turn): Decision {
  const plain = echoing(conversation, turn);
  if (conversation.owner === "rep") return plain;
  if (turn.trigger.kind === "timer") return { ...plain, actions: [say(FOLLOW_UP, { purpose: "proactive" })] };
  const heard = turn.trigger.heard.map(({ message }) => message.text).join(" ");
  const also: Decision["actions"] = [
    ...(heard.includes("stop") ? [{ do: "opt-out" as const }] : []),
    ...(heard.includes("remind")
      ? [{ do: "set-timer" as const, timer: "follow-up" as const, at: turn.now + 30_000 }]
      : []),
  ];
  return { ...plain, actions: [...plain.actions, ...also] };
}

/** One worker run that stops before its n-th statement or send, until it is told to go on, or for ever. */
class Run {
  readonly done: Promise<void>;
  readonly stopped: Promise<void>;
  dead = false;
  #left: number;
  #breaks = false;
  #go: () => void = () => undefined;
  #hasStopped: () => void = () => undefined;

  constructor(stopAt: number, work: (run: Run) => Promise<void>) {
    this.#left = stopAt;
    this.stopped = new Promise((done) => {
      this.#hasStopped = done;
    });
    this.done = work(this);
  }

  /** Every statement and send passes here. */
  async pass(): Promise<void> {
    this.#left -= 1;
    if (this.#left === 0)
      await new Promise<void>((go) => {
        this.#go = go;
        this.#hasStopped();
      });
    if (this.dead) await never;
    if (this.#breaks) {
      this.#breaks = false;
      throw new Error("the connection broke");
    }
  }

  /** What it stands before fails, and it goes on. */
  break(): void {
    this.#breaks = true;
    this.#go();
  }

  resume(): void {
    this.#go();
  }
}

class Story {
  readonly #database: Database;
  readonly #store: ReturnType<typeof lanesOn>;
  readonly #by: string;
  readonly #written = new Map<number, InboundMessage>();
  readonly #runs = new Map<string, Run>();
  readonly #names: Record<"A" | "B", string>;
  readonly #late: string[] = [];
  #told = 0;
  #ahead = 0;
  #conversation: string | null = null;
  #confirmed = false;
  /** Rows whose fence was passed while nobody had opted out: they may still go out once. */
  readonly #fenced = new Set<string>();
  readonly #unasked: string[] = [];
  readonly #seen: Record<string, number>;
  readonly #platform = new Platform();
  #fate: keyof typeof FATES = "fine";
  /** Whether anything happened that leaves a send in doubt. */
  #doubtIsFounded = false;
  #reps: Promise<void>[] = [];

  /** Counts in `seen` what became of everybody. */
  constructor(database: Database, seen: Record<string, number>) {
    this.#database = database;
    this.#seen = seen;
    this.#store = lanesOn(database, nextId);
    this.#by = `+9665${nextId().slice(-8)}`;
    this.#names = { A: nextId(), B: nextId() };
  }

  async play(commands: readonly Command[]): Promise<readonly string[]> {
    // Nothing of an earlier story may come into this one.
    await this.#sql("delete from timers");
    await this.#sql("delete from workers");
    await this.#sql(
      "update lanes set due_at = null, lease_owner = null where due_at is not null or lease_owner is not null",
    );
    for (const name of Object.values(this.#names)) await this.#store.shifts.beat(name, LIVES_MS);
    for (const one of commands) await this.#do(one);
    await this.#clearUp();
    return await this.#wrongs();
  }

  #now = (): number => Date.now() + this.#ahead;

  async #sql<Row>(words: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.#database.pool.query(words, values)).rows as Row[];
  }

  async #do(one: Command): Promise<void> {
    switch (one.do) {
      case "write":
        return await this.#write(one.name, one.words);
      case "work":
        return await this.#work(one.worker, one.stopAt, one.fate);
      case "resume":
      case "break":
        return await this.#goOn(one.worker, one.do);
      case "die":
        return await this.#die(one.worker);
      case "lapse":
        this.#doubtIsFounded = true;
        return void (await this.#sql(
          "update workers set alive_until = now() - interval '1 s' where id = $1",
          [this.#names[one.worker]],
        ));
      case "beat":
        for (const name of Object.values(this.#names)) await this.#store.shifts.beat(name, LIVES_MS);
        return;
      case "receipts":
        return await this.#receipts();
      case "jump":
        return await this.#jump();
      case "take over":
        return await this.#takeOver();
      case "release":
        return await this.#release();
      case "forbid":
        return await this.#forbid();
    }
  }

  async #write(name: number, words: string): Promise<void> {
    const known = this.#written.get(name);
    const message = known ?? text(`m${name}${words}`, { by: this.#by, sentAt: this.#now() });
    this.#written.set(name, message);
    const [accepted] = await this.#store.arrivals.accept([arrival(message)]);
    this.#conversation = accepted?.conversationId ?? null;
    expect(accepted?.result).toBe(known === undefined ? "new" : "repeat");
  }

  async #work(worker: string, stopAt: number, fate: keyof typeof FATES): Promise<void> {
    if (this.#runs.has(worker)) return;
    const name = this.#names[worker as "A" | "B"] ?? worker;
    const run = new Run(stopAt, async (self) => {
      const room = this.#roomOf(self);
      const lanes = this.#gated(self);
      const [lane] = await lanes.claim(name, 1);
      this.#fate = fate;
      if (lane === undefined) return;
      await workLane(lane, {
        ...{ mind: mindOf({ decide, now: this.#now }), room, worker: name, counters: newCounters() },
        save: async (turn) => (await lanes.save([turn]))[0] ?? "stale",
        ...{ merge: false, changed: () => undefined, erase: () => Promise.resolve() },
        ...{ thinking: newThinking(), signal: new AbortController().signal, brief: () => undefined },
      });
    });
    this.#runs.set(worker, run);
    const ended = run.done.then(() => void this.#runs.delete(worker));
    await Promise.race([ended, run.stopped]);
  }

  #gated(run: Run): Lanes {
    const { lanes } = this.#store;
    return {
      claim: (...all) =>
        run.pass().then(
          () => lanes.claim(...all),
          () => [],
        ),
      read: lanes.read,
      said: lanes.said,
      save: (...all) => run.pass().then(() => lanes.save(...all)),
      markSending: (...all) => run.pass().then(() => this.#fence(...all)),
      settle: (...all) => run.pass().then(() => lanes.settle(...all)),
    };
  }

  async #fence(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const optedOut = await this.#hasOptedOut();
    const allowed = await this.#store.lanes.markSending(ids);
    if (!optedOut) for (const id of allowed) this.#fenced.add(id);
    return allowed;
  }

  async #hasOptedOut(): Promise<boolean> {
    const rows = await this.#sql(
      `select from conversations c join contacts p on p.id = c.contact_id
        where c.id = $1 and p.opted_out_at is not null`,
      [this.#conversation],
    );
    return rows.length > 0;
  }

  /** What had passed its fence before the opt-out was stored may still go; nothing else that is unasked begins. */
  async #beginsUnasked({ id, text: words }: OutboundMessage): Promise<void> {
    if (words !== FOLLOW_UP) return;
    const fencedBefore = this.#fenced.delete(id);
    if (!fencedBefore && (await this.#hasOptedOut())) this.#unasked.push(id);
  }

  #roomOf(run: Run): PostRoom {
    const channel = new Platform();
    const broke = (): SendResult => {
      this.#doubtIsFounded = true;
      return { ok: false, failure: { kind: "in-doubt" }, detail: "the connection broke" };
    };
    channel.send = (message) => sendThrough(message).catch(broke);
    const sendThrough = async (message: OutboundMessage): Promise<SendResult> => {
      await run.pass();
      await this.#beginsUnasked(message);
      this.#doubtIsFounded ||= this.#fate === "lost" || this.#fate === "broken";
      this.#platform.fate = () => FATES[this.#fate];
      const before = this.#platform.arrived.length;
      const result = await this.#platform.send(message);
      if (this.#platform.arrived.length > before && this.#confirmed) this.#late.push(message.text);
      this.#fate = "fine";
      await run.pass();
      return result;
    };
    return new PostRoom({
      ...{ lanes: this.#gated(run), arrivals: this.#store.arrivals, channel: () => channel },
      ...{ company: () => Promise.resolve(COMPANY), clockAllows: (now) => now, templateFor: () => null },
      ...{ now: this.#now, doubtWaitMs: DOUBT_WAIT_MS },
    });
  }

  async #goOn(worker: string, how: "resume" | "break"): Promise<void> {
    const run = this.#runs.get(worker);
    if (run === undefined) return;
    run[how]();
    await run.done;
    this.#runs.delete(worker);
  }

  /** Its lanes are free once its time is over; a new worker takes its place. */
  async #die(worker: "A" | "B"): Promise<void> {
    const run = this.#runs.get(worker);
    if (run === undefined) return;
    run.dead = true;
    this.#doubtIsFounded = true;
    this.#runs.delete(worker);
    await this.#sql("update workers set alive_until = now() - interval '1 s' where id = $1", [
      this.#names[worker],
    ]);
    this.#names[worker] = nextId();
    await this.#store.shifts.beat(this.#names[worker], LIVES_MS);
  }

  async #receipts(): Promise<void> {
    for (const { id, platformId } of this.#platform.arrived.slice(this.#told))
      await this.#store.arrivals.receipts([
        {
          ...{ channel: "whatsapp", account: "1065", platformId, ourId: id, status: "sent", failure: null },
          ...{ at: this.#now(), billable: null },
        },
      ]);
    this.#told = this.#platform.arrived.length;
  }

  /** Receipts come sooner than that, and no worker stands still for so long without losing its send. */
  async #jump(): Promise<void> {
    if (this.#runs.size > 0) return;
    await this.#receipts();
    this.#ahead += JUMP_MS;
    await this.#sql(
      `update lanes set due_at = due_at - $1::float8 * interval '1 ms' where due_at is not null`,
      [JUMP_MS],
    );
    await this.#store.shifts.ring(this.#now());
  }

  async #takeOver(): Promise<void> {
    const id = this.#conversation;
    if (id === null || this.#reps.length > 0 || this.#confirmed) return;
    const taking = takeOver(id, REP, this.#repParts()).then(() => {
      this.#confirmed = true;
    });
    this.#reps.push(taking);
    // With nothing under way it is done at once; else it waits in the background, as a rep would.
    await Promise.race([taking, new Promise((soon) => setTimeout(soon, 8))]);
  }

  async #release(): Promise<void> {
    if (this.#conversation === null || !this.#confirmed) return;
    this.#confirmed = false;
    this.#reps = [];
    await release(this.#conversation, REP, this.#repParts());
  }

  /** The person forbids whatever comes unasked, in the platform's own settings. */
  async #forbid(): Promise<void> {
    if (this.#conversation === null) return;
    await this.#store.arrivals.prefer({
      ...{ kind: "preference", marketing: "stop", at: this.#now() },
      from: { channel: "whatsapp", account: "1065", handle: this.#by },
    });
  }

  #repParts() {
    return {
      ...{ arrivals: this.#store.arrivals, lanes: this.#store.lanes, repIdleMs: 2 ** 40 },
      ...{ mind: mindOf({ decide, now: this.#now }), announce: () => undefined },
    };
  }

  async #clearUp(): Promise<void> {
    for (const worker of ["A", "B"]) await this.#goOn(worker, "resume");
    for (let round = 0; round < 25; round += 1) {
      await this.#store.shifts.beat("healthy", LIVES_MS);
      await this.#sql("update workers set alive_until = now() - interval '1 s' where id <> 'healthy'");
      await this.#store.shifts.beat("healthy", LIVES_MS);
      await this.#receipts();
      await this.#work("healthy", Number.POSITIVE_INFINITY, "fine");
      const [open] = await this.#sql<{ n: number }>(
        "select count(*)::int as n from lanes where due_at is not null or lease_owner is not null",
      );
      if (open?.n === 0) break;
      await this.#jump();
    }
    await Promise.all(this.#reps);
  }

  async #wrongs(): Promise<readonly string[]> {
    if (this.#conversation === null) return [];
    const of = [this.#conversation];
    const open = await this.#sql("select from lanes where due_at is not null or lease_owner is not null");
    const unheard = await this.#sql(
      "select from messages where conversation_id = $1 and handled_turn is null",
      of,
    );
    const unsent = await this.#sql<{ id: string; state: string }>(
      `select id, state from outbox where conversation_id = $1
          and (state in ('waiting', 'sending') or state = 'doubtful' and due_at is not null)`,
      of,
    );
    const doubtful = await this.#sql<{ id: string }>(
      `select id::text from outbox where conversation_id = $1 and (state = 'doubtful' or doubt_since is not null)
       union all select kind from tasks where conversation_id = $1 and kind = 'doubtful-send'`,
      of,
    );
    const { arrived } = this.#platform;
    const said = arrived.map(({ text }) => text);
    return [
      ...(this.#doubtIsFounded ? [] : doubtful.map(({ id }) => `in doubt for nothing: ${id}`)),
      ...(open.length > 0 ? ["a lane stays open"] : []),
      ...(unheard.length > 0 ? ["a message was never heard"] : []),
      ...unsent.map(({ id, state }) => `${id} stays ${state}`),
      ...this.#late.map((words) => `after the take-over: ${words}`),
      ...this.#unasked.map((id) => `unasked after an opt-out: ${id}`),
      ...said
        .filter((words, at) => words.startsWith("re:") && said.indexOf(words) < at)
        .map((words) => `twice: ${words}`),
      ...arrived
        .filter(({ id }, at) => arrived.findIndex((one) => one.id === id) < at)
        .map(({ id }) => `twice: ${id}`),
      ...(await this.#unanswered(said)),
      ...(await this.#disordered(said)),
    ];
  }

  /** Each message was answered, or a rep held the talk, or a person was told of this one. */
  async #unanswered(said: readonly string[]): Promise<readonly string[]> {
    const of = [this.#conversation];
    const turns = await this.#sql<TurnTaken>(
      "select number, because from turns where conversation_id = $1 order by number",
      of,
    );
    const asked = await this.#sql<Asked>(
      `select m.text, m.status, m.handled_turn as turn, o.state as answer
         from messages m left join outbox o on o.conversation_id = m.conversation_id and o.turn = m.handled_turn
        where m.conversation_id = $1`,
      of,
    );
    const fates = asked.map((one) => ({ text: one.text, fate: fateOf(one, said, turns) }));
    for (const { fate } of fates) this.#count(fate);
    const lost = [...this.#written.values()].filter(
      ({ text: words }) => !asked.some((one) => one.text === words),
    );
    return [
      ...lost.map(({ text: words }) => `lost: ${words}`),
      ...fates
        .filter(({ fate }) => fate === "forgotten")
        .map(({ text: words }) => `never answered: ${words}`),
      ...(await this.#untold()),
      ...(await this.#cancelledForNothing(turns)),
    ];
  }

  async #untold(): Promise<readonly string[]> {
    const [shown] = await this.#sql<Shown>(
      `select (select count(*)::int from outbox where conversation_id = $1 and state = 'doubtful') as doubtful,
              (select count(*)::int from tasks where conversation_id = $1 and kind = 'doubtful-send') as "doubtTasks",
              (select count(*)::int from messages where conversation_id = $1 and status = 'parked')
                + (select count(*)::int from outbox where conversation_id = $1 and state = 'failed') as aside,
              (select count(*)::int from tasks where conversation_id = $1 and kind <> 'doubtful-send') as "asideTasks"`,
      [this.#conversation],
    );
    return shown === undefined ? [] : untold(shown);
  }

  /** Only a take-over cancels, or what comes unasked an opt-out, or a word of theirs before it left. */
  async #cancelledForNothing(turns: readonly TurnTaken[]): Promise<readonly string[]> {
    const optedOut = await this.#hasOptedOut();
    const rows = await this.#sql<{
      id: string;
      turn: number;
      purpose: string;
      state: string;
      heard: boolean;
    }>(
      `select id, turn, purpose, state,
              exists (select from messages m where m.conversation_id = o.conversation_id and m.handled_turn > o.turn) as heard
         from outbox o where conversation_id = $1 and (state = 'cancelled' or purpose = 'proactive')`,
      [this.#conversation],
    );
    for (const { purpose, state } of rows) if (purpose === "proactive") this.#count(`follow-up ${state}`);
    return rows
      .filter(({ state }) => state === "cancelled")
      .filter(
        ({ turn, purpose, heard }) =>
          !tookAfter(turns, turn) && !(purpose === "proactive" && (optedOut || heard)),
      )
      .map(({ id }) => `cancelled for nothing: ${id}`);
  }

  #count(what: AnswerFate | `follow-up ${string}`): void {
    this.#seen[what] = (this.#seen[what] ?? 0) + 1;
  }

  async #disordered(said: readonly string[]): Promise<readonly string[]> {
    const rows = await this.#sql<{ text: string }>(
      "select text from messages where conversation_id = $1 order by number",
      [this.#conversation],
    );
    const order = rows.map(({ text }) => `re: ${text}`);
    const places = said.filter((words) => words.startsWith("re:")).map((words) => order.indexOf(words));
    return places.some((place, at) => place < (places[at - 1] ?? -1))
      ? [`out of order: ${said.join(", ")}`]
      : [];
  }
}

onBothEngines((engine) => {
  test(
    `${STORIES} random stories: nothing lost, twice, out of order or after a take-over`,
    async () => {
      const database = await engine.fresh();
      const begun = Date.now();
      let steps = 0;
      const seen: Record<string, number> = {};
      try {
        await fc.assert(
          fc.asyncProperty(fc.array(command, { minLength: 3, maxLength: 24 }), async (commands) => {
            steps += commands.length;
            const wrongs = await new Story(database, seen).play(commands);
            if (wrongs.length > 0) throw new Error(wrongs.join("; "));
          }),
          {
            seed: SEED,
            numRuns: STORIES,
            interruptAfterTimeLimit: 30_000 + STORIES * 200,
            markInterruptAsFailure: true,
            includeErrorInReport: true,
            endOnFailure: process.env.STORY_SHRINK === "no",
          },
        );
      } finally {
        process.stdout.write(
          `stories on ${engine.name}: ${STORIES} stories, ${steps} steps, seed ${SEED}, ${Date.now() - begun} ms, ${JSON.stringify(seen)}\n`,
        );
      }
      // The laws speak of each of these: where none came, they would say nothing.
      if (STORIES >= 300)
        expect(Object.keys(seen)).toEqual(
          expect.arrayContaining(["answered", "held", "silenced", "follow-up sent", "follow-up cancelled"]),
        );
    },
    60_000 + STORIES * 400,
  );
});
