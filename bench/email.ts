import { type Outcome, scoreMachineMail, scoreReplies } from "../test/email/score.ts";
import { sharedFolder } from "../test/support/shared.ts";

/** Prints how well recorded mails are read: one line per set and mark, all rows and the third held out. */
async function main(): Promise<void> {
  const folder = sharedFolder("payloads/email");
  if (folder === null) return;
  const outcomes = [...(await scoreReplies(folder)), ...(await scoreMachineMail(folder))];
  const rows = [["set", "mark", "all", "written with", "held out"], ...tally(outcomes)];
  process.stdout.write(`${rows.map(aligned).join("\n")}\n`);
  if (!process.argv.includes("--wrong")) return;
  const shown = outcomes.filter(
    ({ right, heldOut }) => !right && (!heldOut || process.argv.includes("--held-out")),
  );
  for (const { row, got, want } of shown)
    process.stdout.write(
      `\n${row.set}/${row.name}\n  got:  ${got.slice(0, 600)}\n  want: ${want.slice(0, 600)}\n`,
    );
}

function tally(outcomes: readonly Outcome[]): string[][] {
  const sets = [...new Set(outcomes.map(({ row }) => row.set))];
  const replies = outcomes.filter(({ marks }) => "text" in marks);
  const machine = outcomes.filter(({ marks }) => "kind" in marks);
  return [
    ...sets.flatMap((set) =>
      perMark(
        set,
        outcomes.filter(({ row }) => row.set === set),
      ),
    ),
    ["all replies", "text", ...figures(replies, ({ right }) => right)],
    ["all machine mail", "everything", ...figures(machine, ({ right }) => right)],
  ];
}

function perMark(set: string, outcomes: readonly Outcome[]): string[][] {
  const names = [...new Set(outcomes.flatMap(({ marks }) => Object.keys(marks)))];
  return names.map((name) => {
    const asked = outcomes.filter(({ marks }) => marks[name] !== undefined);
    return [set, name, ...figures(asked, ({ marks }) => marks[name] === true)];
  });
}

function figures(outcomes: readonly Outcome[], right: (outcome: Outcome) => boolean): string[] {
  const parts = [outcomes, outcomes.filter((each) => !each.heldOut), outcomes.filter((each) => each.heldOut)];
  return parts.map((part) => {
    const hits = part.filter(right).length;
    return `${hits}/${part.length}${part.length === 0 ? "" : ` ${((100 * hits) / part.length).toFixed(0)}%`}`;
  });
}

function aligned(cells: readonly string[]): string {
  return cells.map((cell, column) => cell.padEnd(column < 2 ? 18 : 14)).join("");
}

await main();
