import { civil, firstOfMonth } from "./calendar.ts";
import { type Days, point, stretch } from "./days.ts";
import type { DaySpan, Edge } from "./slots.ts";

/** The beginning, middle or end of a stretch; `isMonth` = a month was named, whose middle is one day. */
export function edgeOfDays(whole: Days, edge: Exclude<Edge, "rest">, isMonth: boolean): Days {
  const length = whole.to - whole.from;
  if (length > 32) return longEdge(whole, edge);
  if (length <= 8) return weekEdge(whole, edge);
  return edge === "half" && isMonth ? point(whole.from + 14) : monthEdge(whole, edge);
}

function monthEdge({ from, to }: DaySpan, edge: Exclude<Edge, "rest">): Days {
  const spans: Readonly<Record<Exclude<Edge, "rest">, DaySpan>> = {
    start: { from, to: from + 7 },
    early: { from, to: from + 10 },
    mid: { from: from + 12, to: from + 17 },
    half: { from: from + 12, to: from + 17 },
    "middle-third": { from: from + 10, to: from + 20 },
    late: { from: from + 20, to },
    end: { from: to - 5, to },
  };
  return stretch(spans[edge], "day");
}

function weekEdge({ from, to }: DaySpan, edge: Exclude<Edge, "rest">): Days {
  if (edge === "start" || edge === "early") return stretch({ from, to: from + 3 }, "day");
  if (edge === "end" || edge === "late") return stretch({ from: to - 3, to }, "day");
  return stretch({ from: from + 2, to: from + 4 }, "day");
}

/** Of a quarter the thirds; of a year its first or last month, or thirds in English. */
function longEdge({ from, to, grain }: Days, edge: Exclude<Edge, "rest">): Days {
  const { year, month } = civil(from);
  const months = Math.round((to - from) / 30.4);
  const at = (first: number, count: number) =>
    stretch(
      { from: firstOfMonth(year, month + first), to: firstOfMonth(year, month + first + count) },
      "month",
    );
  if (edge === "start") return at(0, 1);
  if (edge === "end") return at(months - 1, 1);
  if (grain !== "year") return edge === "early" ? at(0, 1) : edge === "late" ? at(months - 1, 1) : at(1, 1);
  if (edge === "early") return at(0, 3);
  if (edge === "late") return at(8, 4);
  return edge === "middle-third" ? at(4, 4) : at(5, 2);
}
