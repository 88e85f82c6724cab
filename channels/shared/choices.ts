import type { Choice } from "../../bot/conversation/message.ts";

/** The choices as a numbered list below the text, for where there are no buttons; answered by number or in words. */
export function withNumberedChoices(text: string, choices: readonly Choice[]): string {
  const lines = choices.map(({ label, description }, index) => {
    const more = description ? ` — ${description}` : "";
    return `${index + 1}. ${label}${more}`;
  });
  return [text, lines.join("\n")].filter((part) => part !== "").join("\n\n");
}
