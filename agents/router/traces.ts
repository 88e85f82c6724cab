import { createHash, randomUUID } from "node:crypto";
import type { Secret } from "../../bot/contracts/secret.ts";
import { redacted } from "./mask.ts";
import type { AttemptReport } from "./models.ts";
import type { TracedCall, Traces } from "./parts.ts";

/** Traces with an end: what is waiting is sent first, for as long as three seconds. */
export interface OpenTraces extends Traces {
  close(): Promise<void>;
}

/** Where Langfuse is; without both keys nothing is traced. */
export interface LangfuseSetting {
  readonly publicKey: string | null;
  readonly secretKey: Secret | null;
  readonly baseUrl: string;
}

const PATIENCE_MS = 3_000;

/**
 * Traces to Langfuse in the background: a turn is one trace (its session is the conversation's id), each attempt at a
 * provider one generation. Numbers that identify a person are taken out once more here. A Langfuse that is away costs
 * its traces and nothing else. The SDK is loaded only with both keys.
 */
export async function openTraces({ publicKey, secretKey, baseUrl }: LangfuseSetting): Promise<OpenTraces> {
  if (publicKey === null || secretKey === null)
    return { call: () => undefined, close: async () => undefined };
  const [{ LangfuseSpanProcessor }, tracing, { BasicTracerProvider }] = await Promise.all([
    import("@langfuse/otel"),
    import("@langfuse/tracing"),
    import("@opentelemetry/sdk-trace-base"),
  ]);
  const processor = new LangfuseSpanProcessor({
    ...{ publicKey, baseUrl, secretKey: secretKey.reveal() },
    mediaUploadEnabled: false,
    shouldExportSpan: () => true,
  });
  const provider = new BasicTracerProvider({ spanProcessors: [processor] });
  tracing.setLangfuseTracerProvider(provider);
  const generation = (call: TracedCall, attempt: AttemptReport, startedAt: number, output: string | null) => {
    const observed = tracing.startObservation(call.task, detailsOf(call, attempt, output), {
      asType: "generation",
      startTime: new Date(startedAt),
      parentSpanContext: { ...turnOf(call), traceFlags: 1, isRemote: true },
    });
    observed.otelSpan.setAttributes({
      "langfuse.trace.name": call.about.turn === null ? call.task : `turn ${call.about.turn}`,
      ...(call.about.conversationId === null ? {} : { "session.id": call.about.conversationId }),
    });
    observed.end(new Date(startedAt + attempt.milliseconds));
  };
  return {
    call: (call) => {
      let startedAt = call.startedAt;
      const { attempts } = call.report;
      for (const [at, attempt] of attempts.entries()) {
        generation(call, attempt, startedAt, at === attempts.length - 1 ? call.output : null);
        startedAt += attempt.milliseconds;
      }
    },
    close: async () => {
      const given = new AbortController();
      const late = new Promise<void>((over) => {
        const timer = setTimeout(over, PATIENCE_MS);
        given.signal.addEventListener("abort", () => clearTimeout(timer));
      });
      // A Langfuse that is away must not hold up the end.
      await Promise.race([processor.forceFlush().catch(() => undefined), late]);
      given.abort();
      tracing.setLangfuseTracerProvider(null);
      provider.shutdown().catch(() => undefined);
    },
  };
}

function detailsOf(call: TracedCall, attempt: AttemptReport, output: string | null) {
  const { tokensIn, tokensOut, tokensCached, costUsd } = attempt;
  return {
    model: attempt.model,
    input: redacted(call.input),
    ...(output === null ? {} : { output: redacted(output) }),
    usageDetails: {
      input: tokensIn - Math.min(tokensIn, tokensCached),
      input_cached_tokens: tokensCached,
      output: tokensOut,
    },
    costDetails: { total: costUsd },
    level: attempt.outcome === "answered" ? ("DEFAULT" as const) : ("WARNING" as const),
    statusMessage: attempt.outcome,
    metadata: { provider: attempt.provider, language: call.language },
  };
}

/** All calls of a turn have one trace, whichever process made them; so have those of a talk outside its turns. */
function turnOf({ about }: TracedCall): {
  readonly traceId: string;
  readonly spanId: string;
} {
  const { conversationId, turn } = about;
  const hash = hashOf(conversationId === null ? randomUUID() : seedOf(conversationId, turn));
  return { traceId: hash.slice(0, 32), spanId: hash.slice(32, 48) };
}

function seedOf(conversationId: string, turn: number | null): string {
  return `${conversationId} ${turn ?? "-"}`;
}

function hashOf(seed: string): string {
  return createHash("sha256").update(seed).digest("hex");
}

const AT_ONCE = 100;
const DELETING_MS = 10_000;

/**
 * Deletes the traces of a talk at Langfuse: of its turns up to `turns` and of what was asked outside them. Langfuse does
 * not mind ids it does not know. Null = done, else why not, without personal data.
 */
export async function deleteTraces(
  conversationId: string,
  turns: number,
  { publicKey, secretKey, baseUrl }: LangfuseSetting,
): Promise<string | null> {
  const numbers = [null, ...Array.from({ length: turns + 1 }, (_, turn) => turn)];
  const ids = numbers.map((turn) => hashOf(seedOf(conversationId, turn)).slice(0, 32));
  const signIn = Buffer.from(`${publicKey ?? ""}:${secretKey?.reveal() ?? ""}`).toString("base64");
  const url = `${baseUrl.replace(/\/+$/u, "")}/api/public/traces`;
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    try {
      const response = await fetch(url, {
        method: "DELETE",
        headers: { authorization: `Basic ${signIn}`, "content-type": "application/json" },
        body: JSON.stringify({ traceIds: ids.slice(from, from + AT_ONCE) }),
        signal: AbortSignal.timeout(DELETING_MS),
      });
      await response.body?.cancel();
      if (!response.ok) return `Langfuse answered ${response.status}`;
    } catch {
      return "Langfuse could not be reached";
    }
  }
  return null;
}
