import { z } from "zod";
import type { Figures } from "../figures.ts";
import type { HttpParts, PartState } from "../parts.ts";
import { type Route, route } from "../route.ts";

const partSchema = z.object({ state: z.enum(["up", "down", "off"]), detail: z.string().optional() });

const healthSchema = z
  .object({
    status: z.enum(["ok", "degraded", "down"]).meta({ description: "`down` = the store cannot be reached." }),
    version: z.string(),
    time: z.iso.datetime(),
    parts: z.record(z.string(), partSchema),
  })
  .meta({ id: "Health" });

const readySchema = z.object({ status: z.enum(["ready", "unavailable"]) });

/** How the program and its parts are doing: for people, for probes and for Prometheus. */
export function healthRoutes({
  parts,
  figures,
}: {
  readonly parts: HttpParts;
  readonly figures: Figures;
}): readonly Route[] {
  const shared = { method: "get", tag: "health", access: "public", refuses: [] } as const;
  return [
    route({
      ...shared,
      path: "/health",
      summary: "Status, version and the state of each part",
      answers: {
        200: { description: "Works, perhaps with a part missing", schema: healthSchema },
        503: { description: "The store cannot be reached", schema: healthSchema },
      },
      handle: async () => {
        const report = await healthReport(parts);
        return { status: report.status === "down" ? 503 : 200, body: report };
      },
    }),
    {
      ...shared,
      path: "/health/live",
      summary: "Answers as long as the process runs",
      answers: { 200: { description: "Alive", schema: z.object({ status: z.literal("alive") }) } },
      run: "front",
    },
    route({
      ...shared,
      path: "/health/ready",
      summary: "Whether requests can be served now",
      answers: {
        200: { description: "Ready", schema: readySchema },
        503: { description: "The store cannot be reached", schema: readySchema },
      },
      handle: async () => {
        const ready = await storeAnswers(parts);
        return { status: ready ? 200 : 503, body: { status: ready ? "ready" : "unavailable" } };
      },
    }),
    route({
      ...shared,
      access: "rep",
      path: "/metrics",
      summary: "Figures for Prometheus",
      answers: { 200: { description: "Prometheus text", mediaType: "text/plain" } },
      handle: async () => ({
        status: 200,
        raw: { mediaType: figures.mediaType, bytes: await figures.text(parts.metrics()) },
      }),
    }),
  ];
}

async function healthReport(parts: HttpParts): Promise<z.infer<typeof healthSchema>> {
  const told = parts.partStates();
  // Whatever was told about storage: it is up when it answers now.
  const state = (await storeAnswers(parts)) ? "up" : "down";
  const states: Readonly<Record<string, PartState>> = { ...told, storage: { ...told.storage, state } };
  const troubled = Object.values(states).some((part) => part.state === "down");
  const status = state === "down" ? "down" : troubled ? "degraded" : "ok";
  return { status, version: parts.version, time: new Date(parts.now()).toISOString(), parts: states };
}

/** A store that does not answer within two seconds counts as away. */
async function storeAnswers(parts: HttpParts): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), 2_000);
  });
  const answered = parts.records.ping().then(
    () => true,
    () => false,
  );
  const alive = await Promise.race([answered, late]);
  clearTimeout(timer);
  return alive;
}
