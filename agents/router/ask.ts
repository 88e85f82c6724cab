import { firstOf, type Way } from "./chain.ts";
import { checkAnswer } from "./check-answer.ts";
import type { Call } from "./desk.ts";
import { desksOf, type House, openCall, reportOf, whyNot } from "./house.ts";
import type { Answer, CallReport, NoAnswer, Question } from "./models.ts";
import { materialText, systemText } from "./prompt.ts";
import { type Asked, askedOf, cacheKey, oneProvider, type Told } from "./questions.ts";
import { orderOf, type Route } from "./routes.ts";

/** One question on its way through the house. */
interface Asking<Value> {
  readonly house: House;
  readonly question: Question<Value>;
  readonly route: Route;
  readonly call: Call;
  /** Whom it went out to, in order; what nobody was asked left nobody's hands. */
  readonly went: Asked<Value>[];
}

/** Asks the providers of the task's route in turn until one gives a valid answer. */
export async function ask<Value>(house: House, question: Question<Value>): Promise<Answer<Value>> {
  const route = house.routes[question.task];
  const asking: Asking<Value> = { house, question, route, call: openCall(house, route, question), went: [] };
  if (question.signal?.aborted) return noAnswer(asking, "cancelled", "before it began");
  const prepared = preparedFor(asking);
  const first = prepared[0];
  if (first === undefined) return noAnswer(asking, "no-provider", "nobody who could answer has a key");
  const keepMs = question.idempotent === true ? route.keepMs : null;
  const kept = keepMs === null ? null : await remembered(house, first());
  if (kept !== null) return answer(asking, kept, true);
  if (!(await house.accounts.mayAsk(question.about)))
    return noAnswer(asking, "over-budget", "the budget is used up");
  const result = await firstOf(prepared.map((prepare) => wayTo(asking, prepare)))(asking.call);
  if (!result.ok) return noAnswer(asking, whyNot(asking.call, result), `${result.outcome}: ${result.detail}`);
  if (keepMs !== null) keep(asking, result.value, keepMs);
  return answer(asking, result.value, false);
}

type Prepare<Value> = () => Asked<Value>;

/** The question as each provider would get it, made only when it is that provider's turn. */
function preparedFor<Value>({ house, question, route }: Asking<Value>): readonly Prepare<Value>[] {
  const order = orderOf(route, question.language, question.prefer);
  const canSee = !question.images?.length;
  return desksOf(house, order)
    .filter(({ provider }) => canSee || provider.sees)
    .map((desk) => {
      let made: Asked<Value> | null = null;
      return () => {
        made ??= askedOf(question, route, desk, house.maskFor(desk.provider.name, question.names ?? []));
        return made;
      };
    });
}

function wayTo<Value>(asking: Asking<Value>, prepare: Prepare<Value>): Way<Told<Value>> {
  return async (call) => {
    const asked = prepare();
    if (asked.desk.breaker.circuit !== "open") asking.went.push(asked);
    return await oneProvider(asked)(call);
  };
}

/** A kept answer that still has the right form. A cache that is away only makes the call cost something. */
async function remembered<Value>(house: House, asked: Asked<Value>): Promise<Told<Value> | null> {
  const raw = await house.cache.get(cacheKey(asked)).catch(() => null);
  if (raw === null) return null;
  const checked = checkAnswer(raw, asked.demands);
  return checked.ok ? { value: checked.value, raw, asked } : null;
}

/** Kept with the talk it came from, so that it can go with it; what names somebody and is of no talk is not kept. */
function keep<Value>({ house, question }: Asking<Value>, { asked, raw }: Told<Value>, keepMs: number): void {
  const owner = question.about.conversationId;
  if (owner === null && asked.mask.left.some((one) => one.endsWith(": sent"))) return;
  // Nobody waits for it, and a lost entry is only asked for again.
  house.cache.put(cacheKey(asked), raw, keepMs, owner).catch(() => undefined);
}

function answer<Value>(asking: Asking<Value>, told: Told<Value>, fromCache: boolean): Answer<Value> {
  const call = reportOf(asking.call, fromCache ? null : told.asked.desk, fromCache);
  finish(asking, call, told.asked, told.raw);
  return { ok: true, value: told.value, call };
}

function noAnswer<Value>(asking: Asking<Value>, why: NoAnswer, detail: string): Answer<Value> {
  const call = reportOf(asking.call, null, false);
  finish(asking, call, asking.went.at(-1) ?? null, null);
  return { ok: false, why, detail, call };
}

/** Tells the accounts and the traces, once for each call. */
function finish<Value>(
  { house, question, call, went }: Asking<Value>,
  report: CallReport,
  last: Asked<Value> | null,
  output: string | null,
): void {
  const { task, about, language } = question;
  const pictures = question.images?.length && went.length > 0 ? ["picture: sent"] : [];
  const left = [...new Set([...went.flatMap(({ mask }) => mask.left), ...pictures])];
  house.accounts.finished(task, about, report, left);
  const input = last === null ? "" : `${systemText(last.request)}\n\n${materialText(last.request.material)}`;
  house.traces.call({ task, about, language, report, startedAt: call.startedAt, input, output });
}
