const FIRST = Number(process.env.BENCH_PORT ?? "21900");

/** Where everything of a measurement listens on loopback: four ports in a row from `BENCH_PORT` on (and the first of each further seat), 21900 when unset: below those that outgoing connections are given. */
export const PORTS = {
  web: FIRST,
  graph: FIRST + 1,
  postgres: FIRST + 2,
  /** Where n8n hands code to the process that runs it. */
  n8nBroker: FIRST + 3,
} as const;

/** So far apart are the web ports of those that run at once. */
export const SEAT = 10;
