import { readFileSync, writeFileSync } from "node:fs";
import { growthTable, type HistoryReport, sizeRows } from "./load/growth.ts";
import { pageTable } from "./load/reads.ts";
import { headOf, type Report, rowOf, verdictTable } from "./load/report.ts";
import type { Verdict } from "./load/verdicts.ts";
import type { WayName } from "./load/ways.ts";

/*
 * Writes what `npm run bench -- --json=a.json` and `npm run bench:history -- --json=b.json` found into docs/scaling.md, between its two
 * marks: `npm run bench:figures -- a.json b.json`. Files of several runs may be given: the later one wins for each way it measured.
 */

const PAGE = "docs/scaling.md";
const [BEGIN, END] = ["<!-- figures: begin -->", "<!-- figures: end -->"];

const isHistory = (report: Report | HistoryReport): report is HistoryReport => "grown" in report;

function speedPart(reports: readonly Report[], history: readonly Verdict[]): string {
  const last = reports.at(-1);
  if (last === undefined) return "";
  const ways = Object.assign({}, ...reports.map((report) => report.ways)) as Report["ways"];
  const tables = (Object.keys(ways) as WayName[]).map((name) => {
    const [first, ...others] = ways[name] ?? [];
    if (first === undefined) return "";
    return headOf(name) + [first, ...others].map((one) => rowOf(name, one, first)).join("");
  });
  const found = new Map(
    reports
      .flatMap((report) => report.verdicts)
      .toSorted((one, other) => Number(one.met !== null) - Number(other.met !== null))
      .map((verdict) => [`${verdict.id} ${verdict.what}`, verdict]),
  );
  const order = new Map(last.verdicts.map(({ id, what }, place) => [`${id} ${what}`, place]));
  // P6 is judged by `npm run bench:history`; the other only says so.
  const verdicts = [...found]
    .toSorted(([one], [other]) => (order.get(one) ?? 0) - (order.get(other) ?? 0))
    .flatMap(([, verdict]) => (verdict.id === "P6" && history.length > 0 ? history : [verdict]));
  const where = `${last.at.slice(0, 10)}, ${last.machine}; slices of each load went to one after the other; ${last.rounds} ${last.rounds === 1 ? "round" : "rounds"}.`;
  return `${where}\n\n${verdictTable(verdicts)}${tables.join("")}`;
}

function historyPart(reports: readonly HistoryReport[]): string {
  const last = reports.at(-1);
  if (last === undefined) return "";
  const timed = new Map(Object.entries(last.pages).map(([size, pages]) => [Number(size), pages]));
  return `\n### history (${last.at.slice(0, 10)})\n\n${growthTable}${sizeRows(last.grown)}\n${pageTable(timed)}`;
}

const reports = process.argv
  .slice(2)
  .map((file) => JSON.parse(readFileSync(file, "utf8")) as Report | HistoryReport);
const histories = reports.filter(isHistory);
const speeds = reports.filter((report): report is Report => !isHistory(report));
const text = `${speedPart(speeds, histories.at(-1)?.verdicts ?? [])}${historyPart(histories)}`;
const page = readFileSync(PAGE, "utf8");
const [before, after] = [page.indexOf(BEGIN) + BEGIN.length, page.indexOf(END)];
if (after < before) throw new Error(`${PAGE} lacks its marks ${BEGIN} and ${END}`);
writeFileSync(PAGE, `${page.slice(0, before)}\n${text}${page.slice(after)}`);
