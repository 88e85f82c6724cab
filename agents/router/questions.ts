import { createHash } from "node:crypto";
import { z } from "zod";
import type { Reached, Way } from "./chain.ts";
import { type Checked, checkAnswer, type Demands } from "./check-answer.ts";
import { attemptAt, type Call, type Desk } from "./desk.ts";
import type { Failure } from "./failures.ts";
import type { Material, Question } from "./models.ts";
import type { Attempt, CompletionRequest, Mask } from "./parts.ts";
import type { Route } from "./routes.ts";

/** What one provider is asked: the question as it leaves, with its people hidden. */
export interface Asked<Value> {
  readonly desk: Desk;
  readonly mask: Mask;
  readonly request: CompletionRequest;
  readonly demands: Demands<Value>;
}

/** Puts a question for one provider: hidden what it must not see, with the answer's schema and the route's limits. */
export function askedOf<Value>(
  question: Question<Value>,
  route: Route,
  desk: Desk,
  mask: Mask,
): Asked<Value> {
  return {
    ...{ desk, mask },
    demands: {
      schema: question.schema,
      restore: (text) => mask.restore(text),
      speaks: question.speaks,
    },
    request: {
      ...{ instructions: instructionsOf(question), images: question.images ?? [], name: question.name },
      material: question.material.map((piece) => ({ ...piece, text: mask.hide(piece.text) })),
      schema: schemaOf(question.schema, question.name),
      ...{ maxTokens: route.maxTokens, temperature: route.temperature },
    },
  };
}

function instructionsOf({ instructions, speaks }: Question<unknown>): string {
  return speaks === undefined ? instructions : `${instructions}\n\n${SPEAKS[speaks]}`;
}

const SPEAKS = {
  ar: "Every sentence of the answer that a person will read is in Arabic.",
  en: "Every sentence of the answer that a person will read is in English.",
} as const;

/** What an answer was, as it came: typed for the caller, still masked for the cache and the trace. */
export interface Told<Value> {
  readonly value: Value;
  readonly raw: string;
  readonly asked: Asked<Value>;
}

/** One provider as a way to an answer: an answer that misses the schema is sent back once, with what was wrong. */
export function oneProvider<Value>(asked: Asked<Value>): Way<Told<Value>> {
  return async (call) => {
    const heard = { raw: "" };
    const first = await once(asked, asked.request, call, heard);
    if (first.ok || !isRepairable(first, heard.raw) || call.remaining() <= 0) return first;
    return await once(asked, repairOf(asked.request, heard.raw, first.detail), call, heard);
  };
}

async function once<Value>(
  asked: Asked<Value>,
  request: CompletionRequest,
  call: Call,
  heard: { raw: string },
): Promise<Reached<Told<Value>> | Failure> {
  const result = await attemptAt<Told<Value>>(asked.desk, call, async (signal) => {
    const attempt = await asked.desk.provider.complete(request, signal);
    if (!attempt.ok) return attempt;
    heard.raw = attempt.value;
    return judged(attempt, checkAnswer(attempt.value, asked.demands), asked);
  });
  return result;
}

function judged<Value>(
  { tokens, value: raw }: Extract<Attempt<string>, { ok: true }>,
  checked: Checked<Value>,
  asked: Asked<Value>,
): Attempt<Told<Value>> {
  return checked.ok
    ? { ok: true, tokens, value: { value: checked.value, raw, asked } }
    : { ...checked, tokens, delivered: true };
}

/** Only what the model itself can mend by reading its own answer again; a broken body has nothing to read. */
function isRepairable({ outcome }: Failure, raw: string): boolean {
  return raw !== "" && (outcome === "wrong-schema" || outcome === "malformed");
}

function repairOf(request: CompletionRequest, raw: string, wrong: string): CompletionRequest {
  const material: readonly Material[] = [
    ...request.material,
    { label: "your previous answer", text: raw.slice(0, 20_000), from: "outside" },
    { label: "what was wrong with it", text: wrong, from: "outside" },
  ];
  return {
    ...request,
    material,
    instructions: `${request.instructions}\n\nYour previous answer did not have the form asked for. Give the whole answer again in the right form.`,
  };
}

/** The key under which an answer is kept: everything that decides it, as it left the house. */
export function cacheKey({ request }: Asked<unknown>): string {
  const { instructions, material, images, name, schema } = request;
  const hash = createHash("sha256").update(JSON.stringify([instructions, material, name, schema]));
  for (const { mediaType, bytes } of images) hash.update(mediaType).update(bytes);
  return hash.digest("base64url");
}

const schemas = new WeakMap<z.ZodType, { readonly name: string; readonly json: Record<string, unknown> }>();

/** The JSON Schema of what the model must write, titled with the question's name; made once for each schema. */
function schemaOf(schema: z.ZodType, name: string): Record<string, unknown> {
  const known = schemas.get(schema);
  if (known?.name === name) return known.json;
  const made = z.toJSONSchema(schema, { target: "draft-7", io: "input", unrepresentable: "any" });
  const { $schema: _, ...rest } = made;
  const json = { title: name, ...rest };
  schemas.set(schema, { name, json });
  return json;
}
