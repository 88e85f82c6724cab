import { readdirSync, readFileSync } from "node:fs";
import { type Dialogue, parseDialogue } from "./dialogue-file.ts";

const folder = new URL("../dialogues/", import.meta.url);

/** Every dialogue file of one language, by name. */
export function dialoguesIn(language: "ar" | "en"): readonly Dialogue[] {
  return readdirSync(new URL(`${language}/`, folder))
    .filter((name) => name.endsWith(".txt"))
    .toSorted()
    .map((name) => {
      const file = `${language}/${name}`;
      return parseDialogue(file, readFileSync(new URL(file, folder), "utf8"));
    });
}
