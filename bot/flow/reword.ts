import type { TurnAdvice } from "../contracts/advisor.ts";
import type { Lane } from "../contracts/lanes.ts";
import { faultsIn, linesOf, reworded } from "../conversation/advice/rewording.ts";
import type { Company } from "../conversation/company.ts";
import type { Conversation } from "../conversation/state.ts";
import type { Decision, Heard, Pace, Say } from "../conversation/turn.ts";
import type { Mind } from "./mind.ts";

interface Scene {
  readonly lane: Lane;
  readonly heard: readonly Heard[];
  readonly after: Conversation;
  readonly company: Company;
  readonly pace: Pace;
  readonly advice: TurnAdvice | null;
  /** What understanding had to remark. */
  readonly remark: string;
}

/**
 * Fixed sentences in words that fit the talk, where a model may find them; what is decided stays as it is. Words that
 * fail one check are dropped for the fixed ones.
 */
export async function reword(decision: Decision, scene: Scene, mind: Mind): Promise<Decision> {
  const because = decision.because + scene.remark;
  const said = decision.actions.find((action): action is Say => action.do === "say");
  const spoken = said === undefined ? null : await inTheirManner(said, scene, mind);
  if (spoken === null) return { ...decision, because };
  const actions = decision.actions.map((action) => (action === said ? spoken : action));
  return { ...decision, actions, because: `${because}; said in a model's words` };
}

async function inTheirManner(say: Say, scene: Scene, mind: Mind): Promise<Say | null> {
  const { lane, heard, after, company, pace, advice } = scene;
  // A letter is composed as a whole, with its numbers and its closing.
  if (advice === null || pace === "letter") return null;
  const lines = linesOf(say, after, heard);
  if (lines === null) return null;
  const answer = await advice.rephrase(lines, say.language, heard);
  if (!answer.ok || faultsIn(answer.value, lines, after).length > 0) return null;
  const spoken = { ...say, text: reworded(answer.value, lines, after) };
  const words = heard.map(({ message }) => message.text);
  const grounds = { before: lane.conversation, after, company, heard: words };
  return mind.unproven(spoken, grounds).length === 0 ? spoken : null;
}
