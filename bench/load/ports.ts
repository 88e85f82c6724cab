const FIRST = Number(process.env.BENCH_PORT ?? "41900");

/** Where everything of a measurement listens on loopback: five ports in a row from `BENCH_PORT` on, 41900 when unset. */
export const PORTS = {
  web: FIRST,
  graph: FIRST + 1,
  postgres: FIRST + 2,
  /** Where n8n hands code to the process that runs it. */
  n8nBroker: FIRST + 3,
} as const;
