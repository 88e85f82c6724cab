import { firstOf, type Way } from "./chain.ts";
import { attemptAt, type Desk } from "./desk.ts";
import { desksOf, type House, openCall, reportOf, whyNot } from "./house.ts";
import type { Answer, CallReport, NoAnswer, Recording, Transcript } from "./models.ts";

const TASK = "transcription";

/** Asks those who can hear in turn. Silence is an answer too: no text, confidence 0. */
export async function hear(house: House, recording: Recording): Promise<Answer<Transcript>> {
  const route = house.routes[TASK];
  const call = openCall(house, route, recording);
  const ears = desksOf(house, route.chain).filter(({ provider }) => provider.transcribe !== null);
  const end = (by: Desk | null, output: string | null): CallReport => {
    const report = reportOf(call, by, false);
    const { about } = recording;
    house.accounts.finished(TASK, about, report, call.attempts.length === 0 ? [] : ["voice: sent"]);
    const input = `recording of ${recording.bytes.length} bytes, ${recording.mediaType}`;
    const language = recording.language ?? "ar";
    house.traces.call({ task: TASK, about, language, report, startedAt: call.startedAt, input, output });
    return report;
  };
  const nobody = (why: NoAnswer, detail: string): Answer<Transcript> => ({
    ...{ ok: false, why, detail },
    call: end(null, null),
  });
  if (recording.signal?.aborted) return nobody("cancelled", "before it began");
  if (ears.length === 0) return nobody("no-provider", "nobody who can hear has a key");
  if (!(await house.accounts.mayAsk(recording.about))) return nobody("over-budget", "the budget is used up");
  const result = await firstOf(ears.map((desk) => earOf(desk, recording)))(call);
  if (!result.ok) return nobody(whyNot(call, result), `${result.outcome}: ${result.detail}`);
  const { desk, transcript } = result.value;
  return { ok: true, value: transcript, call: end(desk, transcript.text) };
}

function earOf(
  desk: Desk,
  recording: Recording,
): Way<{ readonly desk: Desk; readonly transcript: Transcript }> {
  return async (call) => {
    const result = await attemptAt(desk, call, async (signal) => {
      const { transcribe } = desk.provider;
      if (transcribe === null) throw new Error(`${desk.provider.name} cannot hear`);
      return await transcribe(recording, signal);
    });
    return result.ok ? { ok: true, value: { desk, transcript: result.value } } : result;
  };
}
