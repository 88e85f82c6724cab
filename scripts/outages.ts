import { demoCompany } from "../test/support/demo-company.ts";
import { dialoguesIn } from "../test/support/dialogue-files.ts";
import {
  BROKEN,
  type Broken,
  type Cell,
  LONGEST_TURN_MS,
  OUTAGES,
  type Outage,
  outageCell,
} from "../test/support/outage-matrix.ts";
import { costOf, type TalkCost } from "../test/support/talk-cost.ts";

/*
 * Every provider broken in every way, and all of them at once: both talks are answered all the same. Real turns, the
 * real router with its own deadlines, the real SDKs, and stand-ins that speak each vendor's wire format. Exit 1 when a
 * turn went unanswered, came late, in the wrong language, or was counted wrongly. `--only=refused` is one way alone.
 */

/** Most cells only wait, but two cores carry them all. */
const AT_ONCE = 10;
const WIDTH = 15;
const company = demoCompany();
const only = process.argv.find((word) => word.startsWith("--only="))?.slice(7) ?? null;
const ways = (Object.keys(OUTAGES) as Outage[]).filter((way) => only === null || way === only);
if (ways.length === 0) {
  console.error(`no provider breaks in the way ${only}: ${Object.keys(OUTAGES).join(", ")}`);
  process.exit(1);
}

const startedAt = performance.now();
const cells = await sideBySide(BROKEN.flatMap((broken) => ways.map((how) => ({ broken, how }))));
const healthy = await outageCell(null, null, company);
print(cells);

const faults = [healthy, ...cells].flatMap((cell) => cell.faults.map((fault) => `${nameOf(cell)}: ${fault}`));
const turns = cells.reduce((sum, cell) => sum + cell.turns, 0);
const longest = Math.max(...cells.map(({ longestMs }) => longestMs));
const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
console.log(`\nnobody broken: read by ${healthy.by.join("+")}, longest turn ${healthy.longestMs} ms`);
console.log(
  `${cells.length} cells, ${turns} turns, longest ${longest} ms (limit ${LONGEST_TURN_MS}), ${seconds} s in all`,
);
for (const fault of faults) console.error(`FAILED ${fault}`);
console.log(faults.length === 0 ? "every turn was answered" : `${faults.length} faults`);
const costly = await printCosts();
process.exitCode = faults.length === 0 && !costly ? 0 : 1;

async function sideBySide(
  wanted: readonly { readonly broken: Broken; readonly how: Outage }[],
): Promise<readonly Cell[]> {
  const found: Cell[] = [];
  const waiting = wanted.entries();
  const work = async (): Promise<void> => {
    for (const [place, { broken, how }] of waiting) found[place] = await outageCell(broken, how, company);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return found;
}

/** What qualified talks cost with every provider well; true when a turn takes more than one call. */
async function printCosts(): Promise<boolean> {
  const talks = [...dialoguesIn("ar"), ...dialoguesIn("en")].filter(
    ({ hasModel, channel }) => !hasModel && channel !== "email",
  );
  const all: TalkCost[] = [];
  for (const dialogue of talks) all.push(await costOf(dialogue, company));
  const qualified = all.filter(({ bant, outcome }) => bant >= 3 && outcome === "booked");
  console.log("\nWhat a qualified talk that ends in a meeting takes of the models, at list prices");
  for (const { file, turns, calls, tokensIn, tokensOut, costUsd } of qualified)
    console.log(
      `  ${file.padEnd(36)} ${turns} turns, ${(calls / turns).toFixed(2)} calls a turn, ${tokensIn} + ${tokensOut} tokens, $${costUsd.toFixed(4)}`,
    );
  const sum = (of: (one: (typeof all)[number]) => number, over = all) =>
    over.reduce((total, one) => total + of(one), 0);
  const perTurn = sum(({ calls }) => calls) / sum(({ turns }) => turns);
  const mean = sum(({ costUsd }) => costUsd, qualified) / qualified.length;
  const shortCalls = sum(({ shortCalls }) => shortCalls);
  console.log(`  mean of ${qualified.length} qualified talks: $${mean.toFixed(4)}`);
  console.log(
    `  all ${all.length} talks: ${perTurn.toFixed(2)} calls a turn; taps, bare yes or no, and numbers: ${shortCalls} calls in ${sum(({ shortTurns }) => shortTurns)} turns`,
  );
  return perTurn > 1 || shortCalls > 0 || qualified.length === 0;
}

function print(found: readonly Cell[]): void {
  console.log("Who is broken (down), how (across): who read the turns instead, and the longest turn in ms\n");
  for (let from = 0; from < ways.length; from += 7) {
    const columns = ways.slice(from, from + 7);
    console.log(["", ...columns].map(padded).join(""));
    for (const broken of BROKEN) {
      const row = columns.map((how) => found.find((cell) => cell.broken === broken && cell.how === how));
      console.log(padded(broken) + row.map((cell) => padded(cell === undefined ? "" : shown(cell))).join(""));
    }
    console.log("");
  }
}

function shown({ by, longestMs, faults }: Cell): string {
  return `${faults.length > 0 ? "!! " : ""}${by.join("+")} ${longestMs}`;
}

function padded(text: string): string {
  return text.padEnd(Math.max(WIDTH, text.length + 1));
}

function nameOf({ broken, how }: Cell): string {
  return broken === null ? "nobody broken" : `${broken} ${how}`;
}
