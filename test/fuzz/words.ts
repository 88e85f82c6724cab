import { TOPICS, type Topic } from "../../bot/conversation/understanding.ts";
import type { Dice } from "./mutate.ts";
import { READERS, type Reader } from "./readers.ts";
import { smallerTexts } from "./smaller.ts";
import type { FuzzTarget } from "./target.ts";
import { hardText, PUMPS, pumped } from "./texts.ts";

/** Milliseconds of computing that 50,000 letters may take; ten times what the slowest does on a quiet machine is no fault of theirs. */
const LONGEST_MS = 250;
const LETTERS = 50_000;

interface Told {
  readonly text: string;
  readonly asked: Topic | null;
  readonly reader: Reader;
}

/** Short hard texts for every reader: none may throw or break its law. */
export const words: FuzzTarget<Told> = {
  ...{ name: "words", atOnce: 1, share: 0.25 },
  make: (dice) => ({ text: hardText(dice), asked: askedOf(dice), reader: dice.pick(READERS) }),
  attempt: ({ text, asked, reader }) => tried(reader, text, asked),
  smaller: function* (told) {
    for (const text of smallerTexts(told.text)) yield { ...told, text };
  },
  show,
};

interface Pumped {
  readonly pump: string;
  readonly length: number;
  readonly before: string;
  readonly after: string;
  readonly reader: Reader;
}

/** 50,000 letters of one thing, for every reader: none may take longer than a quarter of a second. */
export const pumps: FuzzTarget<Pumped> = {
  ...{ name: "pumps", atOnce: 1, share: 0.005 },
  make: (dice) => ({
    pump: dice.roll(3) === 0 ? dice.pick(PUMPS) + dice.pick(PUMPS) : dice.pick(PUMPS),
    length: LETTERS,
    before: dice.pick(["", "", "(", "a@", "From: x\n", "{", '"', "و"]),
    after: dice.pick(["", "!", "\u0001", "a", "\n", "}", "@"]),
    reader: dice.pick(READERS),
  }),
  attempt: ({ reader, pump, length, before, after }) =>
    tried(reader, pumped(pump, length, before, after), null),
  smaller: function* (told) {
    for (const pump of smallerTexts(told.pump)) if (pump !== "") yield { ...told, pump };
    if (told.before !== "") yield { ...told, before: "" };
    if (told.after !== "") yield { ...told, after: "" };
    if (told.length > 1_000) yield { ...told, length: told.length >> 1 };
  },
  show: ({ reader, pump, length, before, after }) =>
    `${reader.name}(${JSON.stringify(before)} + ${JSON.stringify(pump)} to ${length} letters + ${JSON.stringify(after)})`,
};

/** Computing time of this thread, so that a busy machine is no fault; a second look before it counts. */
function tried(reader: Reader, text: string, asked: Topic | null) {
  const first = measured(reader, text, asked);
  const tookMs = first.tookMs > LONGEST_MS ? measured(reader, text, asked).tookMs : first.tookMs;
  const isSlow = tookMs > LONGEST_MS;
  const fault = first.fault ?? (isSlow ? `took ${Math.round(tookMs)} ms of computing` : null);
  return { outcome: fault === null ? "read" : "fault", fault, tookMs };
}

function measured(reader: Reader, text: string, asked: Topic | null) {
  const started = process.threadCpuUsage();
  let fault: string | null;
  try {
    fault = reader.read(text, asked);
  } catch (thrown) {
    fault = `threw ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`;
  }
  const { user, system } = process.threadCpuUsage(started);
  return { fault, tookMs: (user + system) / 1_000 };
}

function askedOf(dice: Dice): Topic | null {
  return dice.roll(2) === 0 ? null : dice.pick(TOPICS);
}

function show({ reader, text, asked }: Told): string {
  return `${reader.name}(${JSON.stringify(text)}, ${JSON.stringify(asked)})`;
}
