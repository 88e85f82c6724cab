import { PORTS } from "./ports.ts";

/** What people look at while messages come in. `{id}` is the talk that was spoken in last. */
const PAGES = [
  "/conversations?limit=50",
  "/conversations/{id}",
  "/conversations/{id}/messages?limit=50",
  "/leads?limit=50",
  "/leads?limit=50&q=User",
  "/analytics",
  "/analytics/funnel",
] as const;
const TIMES = 5;

/** Milliseconds of each page of REST v1, the middle of five. */
export async function timePages(): Promise<Record<string, number>> {
  const base = `http://127.0.0.1:${PORTS.web}/api/v1`;
  const get = async (path: string): Promise<unknown> => {
    const answer = await fetch(base + path, { headers: { authorization: "Bearer bench-key" } });
    const body: unknown = await answer.json();
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(body)}`);
    return body;
  };
  const list = (await get("/conversations?limit=1")) as { readonly data: readonly { readonly id: string }[] };
  const found: Record<string, number> = {};
  for (const page of PAGES) {
    const times: number[] = [];
    for (let time = 0; time < TIMES; time++) {
      const begun = performance.now();
      await get(page.replace("{id}", list.data[0]?.id ?? ""));
      times.push(performance.now() - begun);
    }
    found[page] = times.toSorted((one, other) => one - other)[Math.floor(TIMES / 2)] ?? 0;
  }
  return found;
}

/** One line a page, one column a size. */
export function pageTable(timed: ReadonlyMap<number, Readonly<Record<string, number>>>): string {
  const sizes = [...timed.keys()];
  const rows = PAGES.map((page) => {
    const cells = sizes.map((size) => (timed.get(size)?.[page] ?? 0).toFixed(0));
    return `| GET ${page} | ${cells.join(" | ")} |\n`;
  });
  return `### reading at each size, ms\n\n| page | ${sizes.join(" | ")} |\n|---|${sizes.map(() => "---|").join("")}\n${rows.join("")}`;
}
