import type { Receipt, SendResult } from "../../bot/contracts/channel.ts";
import type { Lane } from "../../bot/contracts/lanes.ts";
import type { OutboxRow } from "../../bot/contracts/turn-record.ts";
import type { InboundMessage, OutboundMessage } from "../../bot/conversation/message.ts";
import { newCounters } from "../../bot/flow/counters.ts";
import { workLane } from "../../bot/flow/lane-work.ts";
import { PostRoom } from "../../bot/flow/post-room.ts";
import { receiver } from "../../bot/flow/receive.ts";
import { takeOver } from "../../bot/flow/take-over.ts";
import { newThinking } from "../../bot/flow/thinking.ts";
import { Platform } from "../support/platform.ts";
import { COMPANY, mindOf } from "../support/story.ts";
import { type Build, memoryStore, type Store } from "./memory-store.ts";
import { settled, time } from "./stopped-time.ts";
import { emptyTables, TALK } from "./tables.ts";

/** What may happen in one exploration, and how often. */
export interface Scenario {
  /** Webhooks, each with the name of its message; the same name twice is a redelivery. */
  readonly deliveries: readonly string[];
  /** How many processes may be killed. */
  readonly crashes: number;
  /** How often worker A may be silent for so long that its lane counts as free, while it goes on working. */
  readonly lapses: number;
  /** How many sends may end badly: lost before, lost after, or refused for now. */
  readonly sendFaults: number;
  /** How many saves of a turn storage may refuse, or carry out without anybody hearing of it. */
  readonly saveFaults: number;
  readonly takeOver: boolean;
  readonly settlesByReceipt: boolean;
  /** How many lanes at once each worker may hold. */
  readonly hands: Readonly<Record<string, number>>;
}

interface Waiting {
  readonly process: string;
  readonly label: string;
  readonly go: () => void;
  /** The statement did not run, or ran and its answer was lost. */
  readonly fail: (ran: boolean) => void;
}

interface Request {
  readonly process: string;
  readonly message: OutboundMessage;
  arrived: boolean;
  readonly answer: (result: SendResult) => void;
}

/** An answer that a process got; written out only when states are compared. */
interface Told {
  readonly of: string;
  readonly result: unknown;
  written?: string;
}

interface Process {
  readonly name: string;
  readonly store: Store;
  readonly room: PostRoom;
  /** What it has been told since it was last idle: with its code, all that it knows. */
  told: Told[];
  readonly busy: Set<string>;
}

export interface Choice {
  readonly label: string;
  /** false = something the world may do but need not: nothing may depend on it. */
  readonly sure: boolean;
}

/** Who takes messages, receipts and a rep's wish; nobody kills them here. */
const OFFICE = ["web", "news", "rep"];

const START = Date.UTC(2026, 0, 4, 9);
const ALIVE_MS = 4_000;
const DOUBT_WAIT_MS = 60_000;
const REP = { id: "noura", role: "rep" } as const;

/** One run of the real flow code over the model's tables, in which every step is chosen from outside. */
export class World {
  readonly tables = emptyTables();
  readonly arrived: { readonly row: string; readonly text: string; readonly late: boolean }[] = [];
  /** What must never be, as soon as it was. */
  readonly wrong: string[] = [];
  readonly #scenario: Scenario;
  readonly #build: Build;
  readonly #processes = new Map<string, Process>();
  #waiting: Waiting[] = [];
  #sleeping: { readonly wake: () => void; readonly at: number }[] = [];
  #requests: Request[] = [];
  #receipts: string[] = [];
  readonly #toDeliver: string[];
  readonly #acked: string[] = [];
  #crashes: number;
  #lapses: number;
  #sendFaults: number;
  #saveFaults: number;
  /** Whether anything happened that leaves a send in doubt. */
  #doubtIsFounded = false;
  #takeOver: "no" | "asked" | "confirmed" = "no";

  constructor(scenario: Scenario, build: Build) {
    this.#scenario = scenario;
    this.#build = build;
    this.#toDeliver = [...scenario.deliveries];
    ({ crashes: this.#crashes, lapses: this.#lapses, sendFaults: this.#sendFaults } = scenario);
    this.#saveFaults = scenario.saveFaults;
    time.now = START;
    time.sleep = (wake) => this.#sleeps(wake);
    for (const name of [...OFFICE, ...Object.keys(scenario.hands)])
      this.#processes.set(name, this.#start(name));
  }

  /** Everything that may happen next, in an order that is always the same. */
  choices(): readonly Choice[] {
    const sure = [
      ...this.#waiting.map(({ process, label }) => `${process} ${label}`),
      ...(this.#sleeping.some(({ at }) => this.#isWorthALook(at)) ? ["look again"] : []),
      ...this.#requests.flatMap((request) => this.#networkMay(request)),
      ...this.#receipts.map((row) => `receipt ${row}`),
      ...this.#deliveries(),
      ...this.#claims(),
      ...this.#beats(),
      ...this.#clock(),
    ];
    const perhaps = [
      ...this.#requests.flatMap((request) => this.#networkMight(request)),
      ...(this.#scenario.takeOver && this.#takeOver === "no" ? ["take over"] : []),
      ...(this.#crashes > 0 ? this.#workers().map(({ name }) => `crash ${name}`) : []),
      ...(this.#lapses > 0 && this.tables.lane.owner === "A" ? ["lapse A"] : []),
      ...(this.#saveFaults > 0 ? this.#savesMightFail() : []),
    ];
    return [
      ...sure.map((label) => ({ label, sure: true })),
      ...perhaps.map((label) => ({ label, sure: false })),
    ];
  }

  /** Does one of the choices, and lets everything that follows from it run to its next step. */
  async take(label: string): Promise<void> {
    const [word = "", ...rest] = label.split(" ");
    const what = rest.join(" ");
    const step = this.#waiting.findIndex((one) => `${one.process} ${one.label}` === label);
    if (step >= 0) this.#waiting.splice(step, 1)[0]?.go();
    else this.#event(word, what);
    await settled();
    if (word === "look") {
      this.#goes("rep", "read");
      await settled();
    }
    this.#forgetIdle();
    if (!this.#doubtIsFounded && this.tables.outbox.some(({ state }) => state === "doubtful"))
      this.wrong.push("in doubt about what was not sent");
    this.#receipts = this.#receipts.filter((id) => this.#wouldTell(id));
    if (this.#takeOver === "asked" && !this.#processes.get("rep")?.busy.has("take over"))
      this.#takeOver = "confirmed";
  }

  #event(word: string, what: string): void {
    const events: Readonly<Record<string, () => void>> = {
      look: () => this.#sleeping.shift()?.wake(),
      arrive: () => this.#arrives(what),
      answer: () => this.#ends(what, { ok: true, platformIds: [`p-${what}`] }),
      broken: () => this.#fault(what, { kind: "in-doubt" }),
      vanish: () => this.#fault(what, { kind: "in-doubt" }),
      refuse: () => this.#fault(what, { kind: "retry", afterMs: 1_000, scope: "message" }),
      gone: () => this.#drop(what),
      receipt: () => this.#tellReceipt(what),
      deliver: () => this.#deliver(what),
      claim: () => this.#claim(what),
      beat: () => this.#beat(what),
      wait: () => this.#waitForDue(),
      take: () => this.#askTakeOver(),
      crash: () => this.#crash(what),
      lapse: () => this.#lapse(),
      unsaved: () => this.#failSave(what, false),
      unheard: () => this.#failSave(what, true),
    };
    const event = events[word];
    if (event === undefined) throw new Error(`there is no such choice: ${word} ${what}`);
    event();
  }

  /** Two worlds with the same key can only go on alike. */
  key(): string {
    const { version, conversation, fence, lane, messages, outbox, tasks, workers } = this.tables;
    return JSON.stringify([
      [version, conversation.owner, fence, lane, tasks, time.now - START],
      messages.map(({ message, status, handledTurn }) => [message.id, status, handledTurn]),
      outbox.map(({ id, state, attempts, dueAt, doubtSince, platformIds, text }) => [
        ...[id, state, attempts, dueAt, doubtSince, platformIds, text],
      ]),
      [...workers].map(([name, until]) => [name, until > time.now]),
      [...this.#processes.values()].map(({ name, told, busy }) => [name, told.map(written), [...busy]]),
      this.#waiting.map(({ process, label }) => [process, label]),
      this.#requests.map(({ process, message, arrived }) => [process, message.id, arrived]),
      [this.#sleeping.map(({ at }) => at), this.#receipts, this.#toDeliver, this.arrived, this.#takeOver],
      [this.#crashes, this.#lapses, this.#sendFaults, this.#saveFaults, this.#doubtIsFounded],
    ]);
  }

  get #now(): () => number {
    return () => time.now;
  }

  #start(name: string): Process {
    const step = <Result>(label: string, run: () => Result): Promise<Result> =>
      new Promise((done, failed) => {
        const go = (): void => {
          const result = run();
          this.#tell(name, label, result);
          done(result);
        };
        const fail = (ran: boolean): void => {
          if (ran) run();
          this.#tell(name, label, "failed");
          failed(new Error("the connection broke"));
        };
        this.#waiting.push({ process: name, label, go, fail });
      });
    const store = memoryStore({ all: this.tables, now: this.#now }, step, this.#build);
    const platform = new Platform({ settlesByReceipt: this.#scenario.settlesByReceipt });
    platform.send = (message) =>
      new Promise((done) => {
        const answer = (result: SendResult): void => {
          this.#processes.get(name)?.told.push({ of: "sent", result });
          done(result);
        };
        this.#requests.push({ process: name, message, arrived: false, answer });
      });
    const room = new PostRoom({
      ...store,
      channel: () => platform,
      company: () => Promise.resolve(COMPANY),
      clockAllows: (now) => now,
      templateFor: () => null,
      now: this.#now,
      doubtWaitMs: DOUBT_WAIT_MS,
    });
    if (!OFFICE.includes(name)) this.tables.workers.set(name, Number.MAX_SAFE_INTEGER / 2);
    return { name, store, room, told: [], busy: new Set() };
  }

  #tell(name: string, of: string, result: unknown): void {
    const process = this.#processes.get(name);
    // A beat changes nothing that a worker's hands go by; a rep whose save was too late begins anew.
    if (process === undefined || of === "beat") return;
    if (name === "rep" && of === "save") process.told = [];
    process.told.push({ of, result: name === "rep" ? [seenByRep(result), time.now - START] : result });
  }

  #workers(): Process[] {
    return [...this.#processes.values()].filter(({ name }) => !OFFICE.includes(name));
  }

  /** Starts something in a process; it is busy with it until it ends. */
  #run(name: string, what: string, work: (process: Process) => Promise<unknown>): void {
    const process = this.#processes.get(name);
    if (process === undefined) throw new Error(`${name} is dead`);
    process.busy.add(what);
    work(process).then(
      () => void process.busy.delete(what),
      (cause: unknown) => {
        process.busy.delete(what);
        this.wrong.push(`${name} threw in ${what}: ${String(cause)}`);
      },
    );
  }

  /** A receipt for what is known to have gone changes nothing, whenever it comes. */
  #wouldTell(id: string): boolean {
    const row = this.tables.outbox.find((one) => one.id === id);
    return row === undefined || !["sent", "failed", "delivered", "read"].includes(row.state);
  }

  /** An idle process knows nothing that tells it apart from a new one. */
  #forgetIdle(): void {
    for (const process of this.#processes.values()) if (process.busy.size === 0) process.told = [];
  }

  /** Messages that come once each differ in nothing but their name: which comes first is no question. */
  #deliveries(): string[] {
    const names = [...new Set(this.#toDeliver)];
    const alike = new Set(this.#scenario.deliveries).size === this.#scenario.deliveries.length;
    return (alike ? names.slice(0, 1) : names).map((name) => `deliver ${name}`);
  }

  #deliver(name: string): void {
    this.#toDeliver.splice(this.#toDeliver.indexOf(name), 1);
    const mark = `deliver ${this.#toDeliver.length}`;
    this.#run("web", mark, async ({ store }) => {
      const inbox = receiver({
        ...{ arrivals: store.arrivals, channel: () => null, bubbleWaitMs: 0, counters: newCounters() },
        wake: { announce: () => undefined, listen: () => () => undefined },
        onEcho: () => Promise.resolve(),
      });
      await inbox.message(messageOf(name));
      this.#acked.push(name);
      if (!this.tables.messages.some(({ message }) => message.id === name))
        this.wrong.push(`${name} was acknowledged before it was stored`);
    });
    // What gathers calls lets one round pass first.
    queueMicrotask(() => queueMicrotask(() => this.#goes("web", "accept")));
  }

  #claims(): string[] {
    const { lane } = this.tables;
    if (lane.dueAt === null || lane.dueAt > time.now || lane.owner !== null) return [];
    const idle = this.#workers().filter(({ busy }) => busy.size === 0);
    // Workers that hold nothing are alike, unless one of them may still fall silent.
    const alike = this.#lapses === 0 && idle.every(({ name }) => this.#isAlive(name)) ? idle.slice(1) : [];
    const others = this.#workers().filter((worker) => !alike.includes(worker));
    // A silent worker is silent in everything: it comes back with a beat.
    const awake = others.filter(({ name }) => this.#isAlive(name));
    return awake.flatMap(({ name, busy }) => {
      const hands = this.#scenario.hands[name] ?? 0;
      const free = Array.from({ length: hands }, (_, place) => `hand ${place}`).find((one) => !busy.has(one));
      return free === undefined ? [] : [`claim ${name} ${free}`];
    });
  }

  #isAlive(name: string): boolean {
    return (this.tables.workers.get(name) ?? 0) > time.now;
  }

  #claim(what: string): void {
    const [name = "", ...hand] = what.split(" ");
    this.#run(name, hand.join(" "), async ({ store, room }) => {
      const [lane] = await store.lanes.claim(name, 1);
      if (lane !== undefined) await this.#work(lane, name, store, room);
    });
    this.#goes(name, "claim");
  }

  async #work(lane: Lane, name: string, store: Store, room: PostRoom): Promise<void> {
    let made = 0;
    const newId = (): string => {
      made += 1;
      return `${name}${lane.conversation.version}.${made}`;
    };
    const { signal } = new AbortController();
    await workLane(lane, {
      ...{ mind: mindOf({ now: this.#now, newId }), room, worker: name, counters: newCounters() },
      save: async (turn) => (await store.lanes.save([turn]))[0] ?? "stale",
      ...{ merge: false, changed: () => undefined, erase: () => Promise.resolve() },
      ...{ thinking: newThinking(), signal, brief: () => undefined },
    });
  }

  /** A lane whose worker is silent goes to whoever beats next; a worker that was silent may also be back in time. */
  #beats(): string[] {
    const { owner } = this.tables.lane;
    const stray = owner !== null && !this.#isAlive(owner);
    return this.#workers()
      .filter(({ name }) => stray || !this.#isAlive(name))
      .map(({ name }) => `beat ${name}`);
  }

  /** From then on it is alive until a lapse or a crash. */
  #beat(name: string): void {
    this.#run(name, "beat", ({ store }) => store.shifts.beat(name, Number.MAX_SAFE_INTEGER / 2));
    this.#goes(name, "beat");
  }

  /**
   * Time passes until the lane is due again. That a receipt comes within the wait for it, and that no request is on its
   * way for so long, is what the platform is trusted with; a statement that takes as long is what `lapse` is for.
   */
  #clock(): string[] {
    const { dueAt } = this.tables.lane;
    if (this.#requests.length + this.#receipts.length + this.#waiting.length > 0) return [];
    return dueAt !== null && dueAt > time.now ? ["wait"] : [];
  }

  #waitForDue(): void {
    time.now = this.tables.lane.dueAt ?? time.now;
  }

  #networkMay({ process, message, arrived }: Request): string[] {
    const alive = this.#processes.has(process);
    if (!arrived) return [`arrive ${message.id}`];
    return alive ? [`answer ${message.id}`] : [];
  }

  #networkMight({ process, message, arrived }: Request): string[] {
    if (!this.#processes.has(process)) return arrived ? [] : [`gone ${message.id}`];
    if (this.#sendFaults === 0) return [];
    return arrived ? [`broken ${message.id}`] : [`vanish ${message.id}`, `refuse ${message.id}`];
  }

  #requestOf(row: string): Request {
    const request = this.#requests.find(({ message }) => message.id === row);
    if (request === undefined) throw new Error(`nothing is on its way for ${row}`);
    return request;
  }

  #drop(row: string): void {
    this.#requests.splice(this.#requests.indexOf(this.#requestOf(row)), 1);
  }

  #arrives(row: string): void {
    const request = this.#requestOf(row);
    const { text } = request.message;
    const late = this.#takeOver === "confirmed";
    if (this.arrived.some((one) => one.row === row || one.text === text)) this.wrong.push(`twice: ${text}`);
    if (late) this.wrong.push(`after the take-over: ${text}`);
    this.arrived.push({ row, text, late });
    if (this.#scenario.settlesByReceipt) this.#receipts.push(row);
    request.arrived = true;
    if (!this.#processes.has(request.process)) this.#drop(row);
  }

  #ends(row: string, result: SendResult): void {
    const request = this.#requestOf(row);
    this.#drop(row);
    request.answer(result);
  }

  #savesMightFail(): string[] {
    const workers = this.#workers().map(({ name }) => name);
    const saves = this.#waiting.filter(({ process, label }) => label === "save" && workers.includes(process));
    return saves.flatMap(({ process }) => [`unsaved ${process}`, `unheard ${process}`]);
  }

  #failSave(name: string, ran: boolean): void {
    this.#saveFaults -= 1;
    this.#doubtIsFounded ||= ran;
    const save = this.#waiting.findIndex(({ process, label }) => process === name && label === "save");
    this.#waiting.splice(save, 1)[0]?.fail(ran);
  }

  #fault(row: string, failure: Extract<SendResult, { ok: false }>["failure"]): void {
    this.#sendFaults -= 1;
    this.#doubtIsFounded ||= failure.kind === "in-doubt";
    this.#ends(row, { ok: false, failure, detail: "a fault of the model's" });
  }

  #tellReceipt(row: string): void {
    this.#receipts.splice(this.#receipts.indexOf(row), 1);
    const receipt = {
      ...{ channel: "whatsapp", account: "1065", platformId: `p-${row}`, ourId: row, status: "sent" },
      ...{ failure: null, at: START, billable: null },
    } as const satisfies Receipt;
    this.#run("news", `receipt ${row}`, ({ store }) => store.arrivals.receipts([receipt]));
    this.#goes("news", "receipts");
  }

  #askTakeOver(): void {
    this.#takeOver = "asked";
    this.#run("rep", "take over", async ({ store }) => {
      const taken = await takeOver(TALK, REP, {
        ...{ ...store, repIdleMs: 0, announce: () => undefined },
        mind: mindOf({ now: this.#now }),
      });
      if (!taken.ok) this.wrong.push("the take-over was refused");
    });
  }

  /** Between two looks a take-over knows only that it was saved, and when it began to wait. */
  #sleeps(wake: () => void): void {
    const rep = this.#processes.get("rep");
    if (rep !== undefined) rep.told = rep.told.filter(({ of }) => of !== "read");
    this.#sleeping.push({ wake, at: time.now });
  }

  /** A look that would find what the last one found changes nothing. */
  #isWorthALook(since: number): boolean {
    return !this.tables.outbox.some(mayStillArrive) || time.now > since;
  }

  /** A first statement goes at once: nothing is decided before it. */
  #goes(name: string, what: string): void {
    const first = this.#waiting.findIndex(({ process, label }) => process === name && label === what);
    if (first >= 0) this.#waiting.splice(first, 1)[0]?.go();
  }

  #crash(name: string): void {
    this.#crashes -= 1;
    this.#doubtIsFounded = true;
    this.#processes.delete(name);
    this.tables.workers.set(name, 0);
    this.#waiting = this.#waiting.filter(({ process }) => process !== name);
    this.#requests = this.#requests.filter(({ process, arrived }) => process !== name || !arrived);
  }

  /** Worker A is silent for longer than a lease lasts, and goes on as if nothing had been. */
  #lapse(): void {
    this.#lapses -= 1;
    this.#doubtIsFounded = true;
    this.tables.workers.set("A", 0);
    time.now += ALIVE_MS;
  }
}

/** Of a lane a take-over looks at nothing else. */
function seenByRep(result: unknown): unknown {
  if (typeof result !== "object" || result === null || !("unsent" in result)) return result;
  const { conversation, unsent } = result as Lane;
  return [conversation.version, conversation.owner, unsent.filter(mayStillArrive).map(({ id }) => id)];
}

function mayStillArrive({ author, state }: Pick<OutboxRow, "author" | "state">): boolean {
  return author === "bot" && (state === "sending" || state === "doubtful");
}

function written(told: Told): string {
  told.written ??= `${told.of} ${brief(told.result)}`;
  return told.written;
}

/** What a process was told, short: all that its next steps can depend on. */
function brief(result: unknown): string {
  if (result instanceof Set) return [...result].join(" ");
  return JSON.stringify(result, (name, value: unknown) =>
    name === "message" ? (value as InboundMessage).id : name === "conversation" ? briefTalk(value) : value,
  );
}

function briefTalk(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const { version, owner } = value as Lane["conversation"];
  return [version, owner];
}

/** A message of the one person, named. */
function messageOf(name: string): InboundMessage {
  return {
    ...{ id: name, from: { channel: "whatsapp", account: "1065", handle: "+966500000001" } },
    ...{ alsoKnownAs: [], senderName: null, kind: "text", text: name, choice: null, attachments: [] },
    ...{ about: null, origin: null, sentAt: START },
  };
}
