import { topicsAsked } from "../../bot/conversation/asked.ts";
import type { Company } from "../../bot/conversation/company.ts";
import type { Say } from "../../bot/conversation/decide.ts";
import { isSettled } from "../../bot/conversation/ledger.ts";
import { approvedBy, checkClaims } from "../../bot/conversation/sales/claims.ts";
import type { Conversation } from "../../bot/conversation/state.ts";
import type { Pace } from "../../bot/conversation/turn.ts";
import type { Topic } from "../../bot/conversation/understanding.ts";
import { comparable } from "./expectation.ts";

/** One turn as a reader of the talk sees it. */
export interface PlayedTurn {
  readonly before: Conversation;
  readonly after: Conversation;
  /** What the prospect wrote; empty when a timer rang. */
  readonly heard: readonly string[];
  readonly said: readonly Say[];
  /** A letter may ask up to three numbered things and be longer; a chat when absent. */
  readonly pace?: Pace;
  /** The last thing the bot had said before this turn. */
  readonly lastSaid: string | null;
  /** Everything the prospect has written so far. */
  readonly heardSoFar: string;
}

/** What holds in every talk after every turn, whatever was said; each law answers with what is wrong. */
export function brokenLaws(turn: PlayedTurn, company: Company): readonly string[] {
  return [
    ...quietWhileARepHolds(turn),
    ...oneQuestion(turn),
    ...nothingAskedThatIsKnown(turn),
    ...turn.said.flatMap((say) => [
      ...notTheSameAgain(say, turn),
      ...shortEnough(say, turn),
      ...clean(say),
      ...inOneLanguage(say, turn),
      ...digitsAsTheyWrite(say, turn),
      ...(turn.pace === "letter" ? [] : choicesFitAPhone(say)),
      ...numbersAreApproved(say, turn, company),
      ...claimsHold(say, turn, company),
    ]),
  ];
}

function quietWhileARepHolds({ before, said }: PlayedTurn): readonly string[] {
  return before.owner === "rep" && before.rep !== null && said.length > 0
    ? [`speaks while a rep holds the talk: "${said[0]?.text}"`]
    : [];
}

function oneQuestion({ said, pace }: PlayedTurn): readonly string[] {
  const text = said.map((say) => say.text).join("\n");
  const marks = text.match(/[?؟]+/gu)?.length ?? 0;
  const bubbles = said.length > 2 ? [`${said.length} bubbles in one turn`] : [];
  const most = pace === "letter" ? QUESTIONS_IN_A_LETTER : 1;
  const unnumbered = marks > 1 && (text.match(/^[\d٠-٩]\. .*[?؟]$/gmu)?.length ?? 0) < marks;
  if (pace === "letter" && unnumbered) return [`several questions without numbers: "${text}"`];
  return marks > most ? [...bubbles, `${marks} questions in one turn: "${text}"`] : bubbles;
}

const QUESTIONS_IN_A_LETTER = 3;

function nothingAskedThatIsKnown(turn: PlayedTurn): readonly string[] {
  return topicsAsked(turn.after).flatMap((topic) => notKnown(turn, topic));
}

function notKnown({ after, said }: PlayedTurn, asking: Topic): readonly string[] {
  if (said.length === 0 || asking === "confirm" || asking === "appointment") return [];
  // A bare "50" for a budget is doubted aloud ("fifty thousand?") before it counts.
  if ((after.facts[asking]?.confidence ?? 1) < 0.5) return [];
  if (after.facts[asking]?.state === "contradicted" || !isSettled(after.facts, asking)) return [];
  return [`asks for ${asking}, which is ${JSON.stringify(after.facts[asking])}`];
}

function notTheSameAgain(say: Say, { lastSaid, said }: PlayedTurn): readonly string[] {
  const twins = said.filter((other) => other.text === say.text).length;
  return say.text === lastSaid || twins > 1 ? [`says the same again: "${say.text}"`] : [];
}

const LONGEST = 700;
const LONGEST_LETTER = 1_600;

function shortEnough({ text }: Say, { pace }: PlayedTurn): readonly string[] {
  return text.length > (pace === "letter" ? LONGEST_LETTER : LONGEST)
    ? [`${text.length} characters: "${text}"`]
    : [];
}

/** Placeholders, leaked values, doubled spaces and marks that no careful writer leaves behind. */
const BLEMISHES: readonly (readonly [RegExp, string])[] = [
  [/[{}]/u, "a placeholder"],
  [/\b(?:undefined|null|NaN)\b|\[object/u, "a leaked value"],
  [/ {2}/u, "two spaces"],
  [/ [،.؟!؛:,?]/u, "a space before a mark"],
  [/[،,][،,.؟]|[؟?]{2}|(?<!\.)\.\.(?!\.)|\.،|؟\.|[!.]؟/u, "doubled marks"],
  [/^\s|\s$/u, "a space at an end"],
  [/\(\s*\)|«\s*»|""/u, "an empty quote"],
  [/\n{3}/u, "empty lines"],
  [/\p{Script=Arabic},|\?\s*$(?<=\p{Script=Arabic}\?\s*)/u, "a Latin mark in Arabic"],
];

function clean({ text }: Say): readonly string[] {
  return BLEMISHES.filter(([blemish]) => blemish.test(text)).map(([, what]) => `${what} in "${text}"`);
}

function inOneLanguage(say: Say, { after }: PlayedTurn): readonly string[] {
  const arabic = /\p{Script=Arabic}/u;
  if (say.language === "ar") return arabic.test(say.text) ? [] : [`no Arabic in "${say.text}"`];
  const names = [after.facts.name?.value, after.facts.company?.value, after.profileName].filter(
    (name) => name,
  );
  const rest = names.reduce<string>((text, name) => text.replaceAll(String(name), ""), say.text);
  return arabic.test(rest) ? [`Arabic in an English text: "${say.text}"`] : [];
}

function digitsAsTheyWrite(say: Say, { after, heardSoFar }: PlayedTurn): readonly string[] {
  if (say.language !== "ar" || !/[٠-٩]/u.test(heardSoFar) || /[0-9]/u.test(heardSoFar)) return [];
  const text = say.text.replace(/\S*[A-Za-z@+]\S*/gu, "");
  return /[0-9]/u.test(text)
    ? [`Latin digits to a writer of Arabic-Indic ones (${after.digits}): "${text}"`]
    : [];
}

function choicesFitAPhone({ choices }: Say): readonly string[] {
  const long = choices.filter((choice) => choice.label.length > 24 || choice.label.trim() === "");
  const twins = new Set(choices.map((choice) => choice.id)).size < choices.length;
  return [
    ...long.map((choice) => `a choice of ${choice.label.length} characters: "${choice.label}"`),
    ...(twins ? ["two choices with one id"] : []),
  ];
}

/** Every number is the company's, the prospect's own, or part of a time that was offered. */
function numbersAreApproved(say: Say, turn: PlayedTurn, company: Company): readonly string[] {
  const allowed = new Set([
    ...numbersIn(JSON.stringify(company)),
    ...numbersIn(turn.heardSoFar),
    ...numbersIn(JSON.stringify(Object.values(turn.after.facts).map((entry) => entry.value))),
    ...timesOf(turn),
    ...["1", "2", "3"],
  ]);
  return numbersIn(`${say.text}\n${say.choices.map((choice) => choice.label).join("\n")}`)
    .filter((number) => !allowed.has(number))
    .map((number) => `the number ${number} comes from nowhere: "${say.text}"`);
}

function claimsHold(
  { text }: Say,
  { before, after, heardSoFar }: PlayedTurn,
  company: Company,
): readonly string[] {
  const slots = [...before.offered, ...[before.proposed, before.booking?.slot].flatMap((slot) => slot ?? [])];
  const verdict = checkClaims(text, approvedBy(after, company, { slots, heard: [heardSoFar] }));
  return verdict.ok ? [] : [`unapproved ${verdict.unapproved.join(", ")} in "${text}"`];
}

function numbersIn(text: string): readonly string[] {
  const plain = comparable(text.replace(/"(?:id|rep)":"[^"]*"/gu, ""));
  return (plain.match(/\d+(?:\.\d+)?/gu) ?? []).map((number) => String(Number(number)));
}

function timesOf({ before, after }: PlayedTurn): readonly string[] {
  const slots = [before, after].flatMap((talk) => [
    ...talk.offered,
    ...(talk.proposed ? [talk.proposed] : []),
    ...(talk.booking ? [talk.booking.slot] : []),
  ]);
  const ends = slots.flatMap((slot) => [slot.from, slot.to]);
  const dates = [
    ...ends,
    ...(after.followUp ? [new Date(after.followUp.at + RIYADH).toISOString()] : []),
    ...[after.facts.timeline?.value?.from, after.facts.timeline?.value?.to].filter((date) => date != null),
    ...[after.facts.appointment?.value?.from].filter((date) => date != null),
  ];
  return dates.flatMap(numbersOfDate);
}

const RIYADH = 3 * 3_600_000;

function numbersOfDate(iso: string): readonly string[] {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = iso.match(/\d+/gu)?.map(Number) ?? [];
  return [year, day, hour, hour % 12 || 12, minute, month].map(String);
}
