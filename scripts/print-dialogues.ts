import { demoCompany } from "../test/support/demo-company.ts";
import { dialoguesIn } from "../test/support/dialogue-files.ts";
import { playDialogue } from "../test/support/play-dialogue.ts";
import { transcriptOf } from "../test/support/transcript.ts";

/** Prints whole talks with what the assistant said, why, and what it learned: all, or those whose name holds a word. */
const wanted = process.argv.slice(2);
const company = demoCompany();
const found = [...dialoguesIn("ar"), ...dialoguesIn("en")].filter(
  ({ file }) => wanted.length === 0 || wanted.some((part) => file.includes(part)),
);
for (const dialogue of found)
  console.log(`\n══ ${dialogue.file} · ${dialogue.title}\n${transcriptOf(playDialogue(dialogue, company))}`);
if (found.length === 0) {
  console.error(`no dialogue in test/dialogues is called ${wanted.join(" or ")}`);
  process.exitCode = 1;
}
