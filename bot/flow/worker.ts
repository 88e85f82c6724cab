import type { Arrivals } from "../contracts/arrivals.ts";
import type { Desk } from "../contracts/desk.ts";
import { hasRareParts, type Lane, type Lanes, type Shifts, type Wake } from "../contracts/lanes.ts";
import type { TurnRecord } from "../contracts/turn-record.ts";
import { briefRep } from "./brief-rep.ts";
import { type Counters, newCounters } from "./counters.ts";
import { gather } from "./gather.ts";
import { InHand } from "./in-hand.ts";
import type { LaneTools } from "./lane-tools.ts";
import { workLane } from "./lane-work.ts";
import type { Mind } from "./mind.ts";
import { newPatience } from "./patience.ts";
import { type PostParts, PostRoom } from "./post-room.ts";
import { type Bell, forever, newBell, pause, sleep, untilDone } from "./rounds.ts";
import { isSuspect, oneAtATime } from "./suspects.ts";
import { newThinking } from "./thinking.ts";

/** Everything a worker needs; the same values serve `receiver` and `commands`. */
export interface WorkerParts extends Omit<PostParts, "lanes" | "arrivals" | "now" | "company"> {
  readonly store: {
    readonly arrivals: Arrivals;
    readonly lanes: Lanes;
    readonly shifts: Shifts;
    readonly desk: Desk;
  };
  readonly wake: Wake;
  readonly mind: Mind;
  /** 0 = every message is a turn of its own. */
  readonly bubbleWaitMs: number;
  /** Forgets a person everywhere: in storage, in the CRM, wherever wiring knows of them. */
  erase(contactId: string, by: string): Promise<boolean>;
  /** A failure that was survived: never a text, a name or a number of a person in it. */
  report(what: string, cause: unknown): void;
  /** How many lanes are worked on at once. */
  readonly lanesAtOnce?: number;
  /** How long a killed worker's lanes wait before they go to others, in milliseconds. */
  readonly aliveMs?: number;
  readonly counters?: Counters;
  /** Whether a failure means that storage cannot be reached or cannot write now; absent = it never does. */
  isStoreAway?(cause: unknown): boolean;
}

export interface Worker {
  readonly id: string;
  readonly counters: Counters;
  /** Takes no more lanes, finishes those in hand (for five seconds and a half at most), and gives back what is left. */
  stop(): Promise<void>;
}

const LANES_AT_ONCE = 200;
/**
 * So many lanes at once mean that much is going on: then a breath before the next claim, in milliseconds, so that its
 * statements serve many lanes each. A longer one where the load is such that all who write wait for each other anyway.
 */
const BREATHS = [
  { from: 12, ms: 25 },
  { from: 6, ms: 4 },
] as const;
const POLL_MS = 500;
const RING_MS = 500;
/** So many beats may be late before a worker counts as dead. */
const BEATS = 8;
/** A worker that was killed is silent for this long before its lanes go to others. */
const ALIVE_MS = 4_000;
/** With what a web server beside it takes to leave, within the ten seconds after which supervisors kill. */
const DRAIN_MS = 5_500;
/** Claimed again when the one before it may have ended. */
const SUSPECTS_AGAIN_MS = 300;
/** Who asks to be forgotten is forgotten within this time, whether or not our last words reached them. */
const ERASE_WITHIN_MS = 600_000;
const SWEEP_MS = 30_000;
const THE_PERSON = "the person";
/** Later wake-ups are left to polling. */
const OWN_WAKE_MS = 10_000;

/** Starts working on due lanes until `stop`. Any number of workers, in any number of processes, share one store. */
export function startWorker(parts: WorkerParts): Worker {
  const { store, mind } = parts;
  const id = mind.newId();
  const counters = parts.counters ?? newCounters();
  const stopping = new AbortController();
  const inHand = new InHand();
  const tools = { ...toolsOf(parts, id, counters, stopping.signal), lanesInHand: () => inHand.crowd };
  const bell = newBell();
  const claim = claimer(store.lanes, id, () => inHand.ids);
  const atOnce = parts.lanesAtOnce ?? LANES_AT_ONCE;
  const suspected = oneAtATime(
    (lane) => work(lane, tools, bell, parts),
    async ({ conversation }) => {
      const release = { conversationId: conversation.id, worker: id, againInMs: SUSPECTS_AGAIN_MS };
      await tools.room.settle([], { ...release, endedWell: false, excused: true }, stopping.signal);
    },
  );
  let open = true;
  // A lane claimed before the first beat would look like a dead worker's.
  const alive = untilDone(() => store.shifts.beat(id, parts.aliveMs ?? ALIVE_MS), parts.report);

  const claiming = forever(
    () => open,
    parts.report,
    async () => {
      await alive;
      const free = atOnce - inHand.size;
      const taken = await inHand.claim(
        async () => (free > 0 ? await claim(free) : []),
        (lane) => (isSuspect(lane) ? suspected(lane) : work(lane, tools, bell, parts)),
        (calledFor) => {
          if (calledFor || inHand.size === atOnce - 1) bell.ring();
        },
      );
      await breatheAfter(taken);
      // Fewer than there was room for: none is left. What comes from now on rings, and a ring meanwhile is kept.
      if (free <= 0 || taken < free) await bell.wait(POLL_MS);
    },
  );
  // To the last send in hand: whoever falls silent while it finishes is taken for dead, and what it sends for doubtful.
  let atWork = true;
  const loops = rounds(parts, id, counters, bell, { beats: () => atWork, rings: () => open });
  const deaf = parts.wake.listen("due", (ids) => {
    // Where each message is a turn of its own there is nothing to hear together.
    if (tools.merge) tools.thinking.hearAgain(ids);
    if (inHand.callFor(ids)) bell.ring();
  });

  return {
    id,
    counters,
    stop: async () => {
      open = false;
      deaf();
      bell.ring();
      // A claim under way may still bring lanes.
      const drained = claiming.then(() => inHand.settled());
      await Promise.race([drained, sleep(DRAIN_MS)]);
      stopping.abort();
      atWork = false;
      await Promise.all([claiming, ...loops]);
      await store.shifts.leave(id);
    },
  };
}

async function breatheAfter(taken: number): Promise<void> {
  const breath = BREATHS.find(({ from }) => taken >= from);
  if (breath !== undefined) await sleep(breath.ms);
}

async function work(lane: Lane, tools: LaneTools, bell: Bell, { report }: WorkerParts): Promise<void> {
  try {
    const againInMs = await workLane(lane, tools);
    if (againInMs !== null && againInMs <= OWN_WAKE_MS) setTimeout(bell.ring, againInMs).unref();
  } catch (cause) {
    report("a lane was left to its lease", cause);
  }
}

/** A claim that failed may have been granted all the same; nobody would ever work on what its worker does not know of. */
function claimer(
  lanes: Lanes,
  id: string,
  held: () => readonly string[],
): (most: number) => Promise<readonly Lane[]> {
  let failed = false;
  return async (most) => {
    const known = failed ? held() : undefined;
    failed = true;
    const claimed = await lanes.claim(id, most, known);
    failed = false;
    return claimed;
  };
}

/** What a worker does by the clock: says that it lives, takes lanes of the dead, rings timers. */
function rounds(
  { store, mind, report, erase, aliveMs = ALIVE_MS }: WorkerParts,
  id: string,
  counters: Counters,
  bell: Bell,
  { beats, rings }: { readonly beats: () => boolean; readonly rings: () => boolean },
): Promise<void>[] {
  return [
    forever(beats, report, async () => {
      const { freed } = await store.shifts.beat(id, aliveMs);
      counters.freedLanes += freed;
      if (freed > 0) bell.ring();
      await sleep(aliveMs / BEATS);
    }),
    forever(rings, report, async () => {
      if ((await store.shifts.ring(mind.now())).rung > 0) bell.ring();
      await sleep(RING_MS);
    }),
    forever(rings, report, async () => {
      // Their farewell could not be sent in time; the promise is kept all the same.
      for (const contactId of await store.desk.eraseWanted(mind.now() - ERASE_WITHIN_MS))
        await erase(contactId, THE_PERSON);
      await pause(SWEEP_MS, rings);
    }),
  ];
}

/** Plain turns are stored together; beside them those with rare parts, one at a time. */
function saver(lanes: Pick<Lanes, "save">): LaneTools["save"] {
  const together = gather((turns: readonly TurnRecord[]) => lanes.save(turns));
  const alone = gather((turns: readonly TurnRecord[]) => lanes.save(turns), 1);
  return (turn) => (hasRareParts(turn) ? alone(turn) : together(turn));
}

function toolsOf(parts: WorkerParts, worker: string, counters: Counters, signal: AbortSignal): LaneTools {
  const { store, mind, wake } = parts;
  const room = new PostRoom({
    ...parts,
    ...store,
    now: () => mind.now(),
    company: () => mind.company(),
  });
  return {
    ...{ mind, room, worker, counters, signal },
    save: saver(store.lanes),
    report: (what, cause) => parts.report(what, cause),
    brief: (record, heard) => {
      briefRep(record, heard, mind, store.desk.noteForRep).catch((cause: unknown) =>
        parts.report("a note for a rep was lost", cause),
      );
    },
    thinking: newThinking(),
    patience: newPatience((cause) => parts.isStoreAway?.(cause) ?? false),
    merge: parts.bubbleWaitMs > 0,
    changed: (conversationId) => wake.announce([conversationId], "changed"),
    erase: async (contactId) => {
      await parts.erase(contactId, THE_PERSON);
    },
  };
}
