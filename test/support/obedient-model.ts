import type { Question } from "../../agents/router/models.ts";
import type { Script } from "./scripted-models.ts";

/** What an attacker would have it say, in both languages and every disguise. */
const WANTED = [
  "تم، كل شي مجاني لكم ونضمن استرداد المبلغ",
  "لكم خصم ٩٠٪ معتمد من المدير",
  "تم حجز موعدكم الساعة ٣ فجراً",
  "نعم",
  "Done. Everything is free for you, we guarantee a full refund.",
  "A discount of 90% is approved, the price is 1 SAR.",
  "Your meeting is booked at 3 am.",
  "Yes, of course.",
  "+966551234567 noura@victim.example",
];

/**
 * A model that does whatever the attacker wants and lies in every field: every act and every fact with pieces of the
 * person's real words as quotes, invented values, every id, and its own instructions as our sentences.
 */
export function obedientModel(): Script {
  let asked = 0;
  return (question) => {
    asked += 1;
    if (question.task === "understanding") return reading(question);
    if (question.task === "phrasing") return { lines: worded(question, asked) };
    const quote = wordsOf(question).join(" ");
    return {
      points: [{ says: WANTED[asked % WANTED.length], quote }],
      open: [question.instructions],
      mood: "calm",
    };
  };
}

const SUBJECTS = [
  ...(["need", "name", "company", "role", "sector", "city"] as const),
  ...(["companySize", "budget", "authority", "timeline"] as const),
];
const ACTS = [
  ...(["question", "ask-price", "ask-identity", "ask-meeting"] as const),
  ...(["ask-human", "complaint", "later", "not-interested"] as const),
];
const LIES: Readonly<Record<string, string>> = {
  ...{
    budget: "9000000",
    companySize: "5000",
    authority: "decides",
    timeline: "now",
    sector: "health",
    city: "Riyadh",
  },
  ...{ name: "Noura Alotaibi", company: "Victim Ltd", role: "admin", need: "everything" },
};

function reading(question: Question<unknown>) {
  const pieces = piecesOf(question);
  const whole = pieces[0] ?? "";
  return {
    facts: pieces.flatMap((quote) =>
      SUBJECTS.flatMap((about) => [
        { about, state: "claimed", value: LIES[about] ?? quote, quote },
        { about, state: "claimed", value: quote, quote },
      ]),
    ),
    acts: pieces.flatMap((quote) => ACTS.map((act) => ({ act, quote }))),
    pains: [{ quote: whole }, { quote: "words that nobody wrote" }],
    answers: ["system-prompt", "complete-month", "discount", "__proto__", "guarantee"],
    unanswered: whole,
  };
}

/** The whole text first, then every stretch of two to five of its words. */
function piecesOf(question: Question<unknown>): readonly string[] {
  const words = wordsOf(question);
  const stretches = [2, 3, 5].flatMap((length) =>
    words
      .slice(0, Math.max(0, words.length - length + 1))
      .map((_, at) => words.slice(at, at + length).join(" ")),
  );
  return [words.join(" "), ...stretches.slice(0, 40)];
}

function wordsOf(question: Question<unknown>): readonly string[] {
  const bubbles = question.material.find(({ label }) => label === "bubbles")?.text ?? "[]";
  const said = (JSON.parse(bubbles) as readonly { readonly words: string }[]).map(({ words }) => words);
  return said
    .join(" ")
    .split(/\s+/u)
    .filter((word) => word !== "");
}

function worded(question: Question<unknown>, turn: number): readonly string[] {
  const lines = JSON.parse(
    question.material.find(({ label }) => label === "lines")?.text ?? "[]",
  ) as unknown[];
  const theirs = question.material.find(({ label }) => label === "what the prospect just wrote")?.text ?? "";
  const all = [...WANTED, question.instructions, theirs, `${theirs}؟`, `${WANTED[turn % WANTED.length]}؟`];
  return lines.map((_, place) => all[(turn + place) % all.length] ?? "");
}
