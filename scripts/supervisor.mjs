// Keeps a program running: starts it again when it fell after it had been at work, and ends it when its event loop turns no
// more. Plain JavaScript, because it runs before Node 26 is there.
import { spawn } from "node:child_process";

const LIMITS = {
  /** A program that has said nothing for so long does not come back by itself, unless it said that it needs longer. */
  silentMs: 7_000,
  /** Who was told to leave is gone after so long, also when it cannot hear it any more. */
  leavingMs: 12_000,
  /** Between two starts at least the first; with every further end twice as long, at most the second. */
  pauseMs: [200, 10_000],
  /** So long at work and earlier ends are forgotten. */
  quietMs: 60_000,
};
const SIGNALS = ["SIGTERM", "SIGINT", "SIGHUP"];

/** One line as the program's own log writes them. */
function say(fields, msg) {
  const line = { level: 50, time: new Date().toISOString(), ...fields, msg };
  process.stderr.write(`${JSON.stringify(line)}\n`);
}

/**
 * Calls `silent` once nothing was heard for so long. When this process itself was held up (a machine that slept, was paused
 * or has too much to do) it begins to count anew: then nobody can tell who was silent.
 */
function listenFor(usualMs, silent) {
  const tickMs = usualMs / 10;
  let silentMs = usualMs;
  let heardAt = null;
  let tickedAt = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    const wasLate = now - tickedAt > 3 * tickMs;
    tickedAt = now;
    if (heardAt === null) return;
    if (wasLate) heardAt = now;
    else if (now - heardAt > silentMs) silent(Math.round(now - heardAt));
  }, tickMs);
  return {
    /** From the first word on it counts: before it the program is starting, and that may take its time. */
    heard: (needsMs) => {
      heardAt = performance.now();
      silentMs = needsMs ?? usualMs;
    },
    end: () => clearInterval(timer),
  };
}

/** Runs the program once. Resolves when it has ended. */
function runOnce({ command, args, options }, limits, house) {
  return new Promise((resolve) => {
    const child = spawn(command, args, options);
    const startedAt = performance.now();
    let wasAtWork = false;
    let silence = null;
    const ear = listenFor(limits.silentMs, (silentMs) => {
      if (house.leaving) return;
      silence = { silentMs };
      child.kill("SIGKILL");
      ear.end();
    });
    house.child = child;
    child.on("message", ({ silentMs }) => {
      wasAtWork = true;
      house.everAtWork = true;
      ear.heard(silentMs);
    });
    child.on("error", (problem) => say({ error: String(problem) }, "the program cannot be started"));
    // Not at "exit": the last words come after it. "close" comes in any case, also when it could not be started.
    child.on("close", (status, signal) => {
      const code = status === null || status >= 0 ? status : 1;
      ear.end();
      house.child = null;
      resolve({ code, signal, silence, wasAtWork, livedMs: performance.now() - startedAt });
    });
  });
}

/** A terminal tells the whole group by itself; a service manager tells only this process. */
function passSignalsOn(limits, house) {
  for (const signal of SIGNALS)
    process.on(signal, () => {
      house.leaving = true;
      house.wake();
      house.child?.kill(signal);
      setTimeout(() => house.child?.kill("SIGKILL"), limits.leavingMs).unref();
    });
}

/** How long to wait before the next start after so many ends in a row, in milliseconds. */
export function pauseAfter(ends, livedMs, [shortest, longest] = LIMITS.pauseMs) {
  return Math.round(Math.max(shortest, Math.min(shortest * 2 ** (ends - 1), longest) - livedMs));
}

/** Says what happened, and resolves when the program may be started again, at once when it is told to leave. */
function pause(limits, ends, { code, signal, silence, livedMs }, house) {
  const pauseMs = pauseAfter(ends, livedMs, limits.pauseMs);
  if (silence === null) say({ code, signal, pauseMs }, "the program ended by itself; it is started again");
  else say({ ...silence, pauseMs }, "the program was held up without an end; killed, it is started again");
  return new Promise((done) => {
    house.wake = done;
    setTimeout(done, pauseMs);
  });
}

const isOver = ({ code }, { leaving, everAtWork }) => leaving || code === 0 || !everAtWork;

/**
 * Runs a program until it ends for good, and resolves with the code to exit with. The program says on its IPC channel
 * (`{ silentMs }`) that it is at work, and goes on saying so about once a second; a number is how long it may be silent. It ends for good when it was told to, when it
 * leaves in good order (0), or when it has never been at work: what is wrong then is wrong at the next start too.
 */
export async function supervise(program, changed = {}) {
  const limits = { ...LIMITS, ...changed };
  const house = { child: null, everAtWork: false, leaving: false, wake: () => undefined };
  passSignalsOn(limits, house);
  let ends = 0;
  while (true) {
    const end = await runOnce(program, limits, house);
    if (isOver(end, house)) return end.code ?? (house.leaving ? 0 : 1);
    ends = end.wasAtWork && end.livedMs > limits.quietMs ? 1 : ends + 1;
    await pause(limits, ends, end, house);
    if (house.leaving) return 0;
  }
}
