import type { Action } from "../../bot/conversation/decide.ts";
import type { Outcome, Played } from "./play-dialogue.ts";

/** A played talk as text: who said what, why, what was learned; for reading with one's own eyes. */
export function transcriptOf({ turns, problems }: Outcome): string {
  const lines = turns.flatMap((turn) => [
    ...turn.heard.map((text) => `${turn.who === "rep" ? "⟵ rep" : "▸"} ${text}`),
    ...(turn.who === "timer" ? ["⏰ timer"] : []),
    ...turn.said.flatMap((say) => [
      `        ◂ ${say.text.replaceAll("\n", "\n          ")}`,
      ...say.choices.map((choice) => `          [${choice.label}]`),
    ]),
    `                                        ${notes(turn)}`,
  ]);
  return [...lines, ...problems.map((problem) => `✗ ${problem}`)].join("\n");
}

function notes(turn: Played): string {
  const learned = turn.events.flatMap((event) =>
    event.happened === "fact-learned"
      ? [
          `${event.fact.about}=${event.fact.state === "claimed" ? JSON.stringify(event.fact.value) : event.fact.state}`,
        ]
      : [],
  );
  const acts = turn.understood.flatMap((one) => one.acts.map((found) => found.act));
  const done = turn.actions.filter((action) => action.do !== "say").map(nameOf);
  const { stage, asking, outcome } = turn.after;
  return `${stage}/${asking ?? "-"}/${outcome ?? "-"} acts[${acts}] ${learned.join(" ")} ${done.join(" ")} — ${turn.because}`;
}

function nameOf(action: Action): string {
  return action.do === "set-timer"
    ? `${action.timer}@${action.at === null ? "off" : new Date(action.at).toISOString()}`
    : action.do;
}
