import { z } from "zod";
import type { Company } from "../../bot/conversation/company.ts";
import { plainText } from "../../bot/conversation/language/normalise.ts";
import type { Language } from "../../bot/conversation/message.ts";
import { BOOKING_GATE, PROPOSAL_GATE } from "../../bot/conversation/sales/gates.ts";
import { DIMENSIONS, type Fit, fitOf } from "../../bot/conversation/sales/icp.ts";
import type { Conversation } from "../../bot/conversation/state.ts";
import { type Agent, type AgentTools, done } from "../agent.ts";
import type { CallContext } from "../router/models.ts";
import { askModel, callOf } from "./ask-model.ts";
import { isFailure, type ProspectInput, prospectInput, prospectOf } from "./prospect.ts";
import { dimensionWords, tierWords } from "./wording.ts";

const score = z.number().min(0).max(1);
const dimension = z.object({ least: score, most: score, because: z.string() });

const output = z.object({
  least: score,
  most: score,
  likely: score,
  tier: z.enum(["A", "B", "C", "D"]),
  dimensions: z.object({
    industry: dimension,
    size: dimension,
    region: dimension,
    budget: dimension,
    pain: dimension,
  }),
  reasons: z.array(z.string()),
  recommendations: z.array(z.string()),
  gates: z.object({ booking: z.boolean(), proposal: z.boolean() }),
});

export type Match = z.output<typeof output>;

/** Says how well a lead fits the ideal customer; what is not known widens the score and never lowers it. */
export const icpMatcher: Agent<ProspectInput, Match> = {
  name: "icp-matcher",
  description:
    "Scores a lead against the ideal customer as an interval over five dimensions, with reasons and advice.",
  input: prospectInput,
  output,
  run: async (given, tools) => {
    const prospect = await prospectOf(given, tools);
    if (isFailure(prospect)) return prospect;
    const { talk, company } = prospect;
    const fit = fitOf(talk, company);
    const about = callOf(prospect.lead === null ? null : talk.id);
    const asked = await askForReasons(fit, talk.language, about, tools);
    return done(matchOf(talk, company, talk.language, asked.value), asked.warnings);
  },
};

/** The fit with advice in the language; reasons in a model's words where these say no more than the rules do. */
export function matchOf(
  known: Pick<Conversation, "facts" | "pains">,
  company: Company,
  language: Language,
  reasons: readonly string[] | null,
): Match {
  const { least, most, likely, tier, dimensions, reasons: plain } = fitOf(known, company);
  return {
    ...{ least, most, likely, tier, dimensions },
    reasons: [...(reasons ?? plain)],
    recommendations: [tierWords[tier][language], ...hints({ dimensions }, language)],
    gates: { booking: likely >= BOOKING_GATE, proposal: likely >= PROPOSAL_GATE },
  };
}

/** One for each dimension that is not known or weak. */
function hints({ dimensions }: Pick<Fit, "dimensions">, language: Language): readonly string[] {
  return DIMENSIONS.flatMap((name) => {
    const { least, most } = dimensions[name];
    if (most < 0.5) return [dimensionWords[name].weak[language]];
    return most - least >= 0.5 ? [dimensionWords[name].unknown[language]] : [];
  });
}

const reworded = z.object({ reasons: z.array(z.string().min(1).max(300)).length(DIMENSIONS.length) });

/** Asks a model to word the reasons; null when it did not, or said a figure that the rules did not. */
export async function askForReasons(
  fit: Fit,
  language: Language,
  about: CallContext,
  tools: Pick<AgentTools, "models">,
): Promise<{ readonly value: readonly string[] | null; readonly warnings: readonly string[] }> {
  const asked = await askModel(
    {
      ...{ task: language === "ar" ? "arabic" : "reasoning", name: "reasons", schema: reworded, language },
      ...{ instructions: INSTRUCTIONS, idempotent: true },
      material: [{ label: "reasons", text: fit.reasons.join("\n"), from: "outside" }],
    },
    about,
    tools,
  );
  if (asked.value === null) return { ...asked, value: null };
  const { reasons } = asked.value;
  if (reasons.every((reason) => saysNoMore(reason, fit.reasons))) return { value: reasons, warnings: [] };
  return {
    value: null,
    warnings: ["reasons: by rules, the model's words said figures that rest on nothing"],
  };
}

const INSTRUCTIONS = `Word these five reasons, one a line, as short plain sentences for a salesperson, in the language asked
for and in the same order. Add nothing: no figure, no judgement and no name that is not there.`;

function saysNoMore(reason: string, reasons: readonly string[]): boolean {
  const figures = (text: string) =>
    plainText(text)
      .replaceAll(",", "")
      .match(/\d+(?:\.\d+)?/gu) ?? [];
  const known = new Set(reasons.flatMap(figures));
  return figures(reason).every((figure) => known.has(figure));
}
