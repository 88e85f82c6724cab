import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Metric } from "./parts.ts";

/** Counts requests and gathers everybody's figures for GET /metrics. */
export interface Figures {
  /** `route` is the pattern, never the address itself. */
  served(method: string, route: string, status: number, milliseconds: number): void;
  webhook(platform: string, status: number): void;
  /** Prometheus text, with what the other parts report now. */
  text(others: readonly Metric[]): Promise<string>;
  readonly mediaType: string;
}

/** Figures of one server; nothing is global, so two servers in one process do not mix. */
export function createFigures(): Figures {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "majlis_" });
  const duration = new Histogram({
    name: "majlis_http_request_seconds",
    help: "Time to answer a request",
    labelNames: ["method", "route", "status"],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 1, 5],
    registers: [registry],
  });
  const webhooks = new Counter({
    name: "majlis_webhooks_total",
    help: "Webhooks answered",
    labelNames: ["platform", "status"],
    registers: [registry],
  });
  return {
    served: (method, route, status, milliseconds) => {
      duration.observe({ method, route, status: String(status) }, milliseconds / 1000);
    },
    webhook: (platform, status) => webhooks.inc({ platform, status: String(status) }),
    text: async (others) => {
      const [own, reported] = await Promise.all([registry.metrics(), reportedText(others)]);
      return `${own}\n${reported}`;
    },
    mediaType: registry.contentType,
  };
}

/** The other parts keep plain totals; they are shown through a registry that lives for one answer. */
function reportedText(others: readonly Metric[]): Promise<string> {
  const registry = new Registry();
  for (const { name, help, kind, samples } of others) {
    const labelNames = [...new Set(samples.flatMap(({ labels }) => Object.keys(labels)))];
    const shape = { name, help, labelNames, registers: [registry] };
    const metric = kind === "counter" ? new Counter(shape) : new Gauge(shape);
    for (const { labels, value } of samples) metric.inc({ ...labels }, value);
  }
  return registry.metrics();
}
