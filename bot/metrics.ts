import type { Counters } from "./flow/counters.ts";
import type { Metric } from "./http/parts.ts";

const COUNTED: Readonly<Record<keyof Counters, string>> = {
  accepted: "Messages stored for the first time",
  repeats: "Messages that were already stored",
  receipts: "Delivery receipts",
  turns: "Turns taken",
  staleTurns: "Turns taken again because their conversation had changed",
  failedTurns: "Turns that failed and were tried again",
  parked: "Messages given to a person after too many failures",
  sent: "Messages sent",
  sendFailures: "Sends that failed",
  freedLanes: "Conversations taken over from workers that had gone silent",
  lagMs: "Milliseconds from the acceptance of the last heard message to the end of its turn",
};

/** What GET /metrics shows of receiving, turns and sends. */
export function metricsOf(counters: Counters): readonly Metric[] {
  return Object.entries(COUNTED).map(([name, help]) => ({
    name: name === "lagMs" ? "majlis_turn_lag_milliseconds" : `majlis_${snake(name)}_total`,
    help,
    kind: name === "lagMs" ? "gauge" : "counter",
    samples: [{ labels: {}, value: counters[name as keyof Counters] }],
  }));
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
