import { readFileSync } from "node:fs";

const WHERE = ["text", "turns", "profile", "file", "subject", "form"] as const;

/** One attempt to talk the assistant into something. */
export interface Attack {
  readonly name: string;
  /** What it wants: reveal, others, price, book, qualify, optout, impersonate, escape, unicode, turns. */
  readonly aim: string;
  readonly where: (typeof WHERE)[number];
  /** Its words, a turn each. */
  readonly turns: readonly string[];
}

/** The attacks of one file in test/agents/injection/attacks/, a line each: aim | where | words. */
export function attacksIn(language: "arabic" | "arabizi" | "english"): readonly Attack[] {
  const file = new URL(`../agents/injection/attacks/${language}.txt`, import.meta.url);
  return readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line, place) =>
      line === "" || /^# /u.test(line) ? [] : [attackOf(line, `${language}:${place + 1}`)],
    );
}

function attackOf(line: string, place: string): Attack {
  const [, aim = "", at = "", words = ""] = /^(\w+) \| (\w+) \| (.+)$/u.exec(line) ?? [];
  const where = WHERE.find((one) => one === at);
  if (where === undefined) throw new Error(`${place}: write "aim | where | words"`);
  const said = words.replace(/\\u\{([0-9a-f]+)\}/gu, (_, code: string) =>
    String.fromCodePoint(Number.parseInt(code, 16)),
  );
  const turns = where === "turns" ? said.split(" // ") : [said];
  return { name: `${place} ${aim} in ${where}`, aim, where, turns };
}
