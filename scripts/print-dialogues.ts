import { demoCompany } from "../test/support/demo-company.ts";
import { dialoguesIn } from "../test/support/dialogue-files.ts";
import { playDialogue } from "../test/support/play-dialogue.ts";
import { transcriptOf } from "../test/support/transcript.ts";

/** Prints whole talks with what the assistant said, why, and what it learned: all, or those whose name holds a word. */
const wanted = process.argv.slice(2);
const company = demoCompany();
for (const dialogue of [...dialoguesIn("ar"), ...dialoguesIn("en")]) {
  if (wanted.length > 0 && !wanted.some((part) => dialogue.file.includes(part))) continue;
  console.log(`\n══ ${dialogue.file} · ${dialogue.title}\n${transcriptOf(playDialogue(dialogue, company))}`);
}
