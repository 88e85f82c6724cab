import { demoCompany } from "../test/support/demo-company.ts";
import {
  BROKEN,
  type Broken,
  type Cell,
  LONGEST_TURN_MS,
  OUTAGES,
  type Outage,
  outageCell,
} from "../test/support/outage-matrix.ts";

/*
 * Every provider broken in every way, and all of them at once: both talks are answered all the same. Real turns, the
 * real router with its own deadlines, the real SDKs, and stand-ins that speak each vendor's wire format. Exit 1 when a
 * turn went unanswered, came late, in the wrong language, or was counted wrongly.
 */

/** Most cells only wait, but two cores carry them all. */
const AT_ONCE = 10;
const WIDTH = 15;
const company = demoCompany();
const ways = Object.keys(OUTAGES) as Outage[];

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
process.exitCode = faults.length === 0 ? 0 : 1;

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
