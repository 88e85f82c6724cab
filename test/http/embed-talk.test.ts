import { afterEach, beforeEach, expect, test, vi } from "vitest";

interface Talk {
  readonly entries: ReadonlyMap<string, { readonly text: string }>;
  readonly pending: readonly { readonly text: string; readonly failed: boolean }[];
  write(said: { readonly text: string }): void;
}
type TalkOf = new (base: string, site: string, changed: () => void) => Talk;

const ADDRESS = new URL("../../bot/http/pages/embed/talk.js", import.meta.url).href;
const SAID = { id: "out-1", clientId: null, direction: "out", author: "bot", text: "أهلاً بك" };

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("location", { href: "https://page.example/" });
  vi.stubGlobal("document", { hidden: false, referrer: "" });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A chat in a page whose server answers like this; every stream of it stays open and says nothing. */
async function chat(answers: { status(words: string): number; transcript(): readonly object[] }) {
  let streams = 0;
  const told: string[] = [];
  vi.stubGlobal(
    "fetch",
    async (url: string, { method = "GET", body }: { method?: string; body?: string }) => {
      if (url.endsWith("sessions")) return Response.json({ token: "t" }, { status: 201 });
      if (url.endsWith("live")) {
        streams += 1;
        return new Response(new ReadableStream());
      }
      if (method === "GET") return Response.json({ data: answers.transcript() });
      const { text } = JSON.parse(body ?? "") as { text: string };
      told.push(text);
      return Response.json({}, { status: answers.status(text) });
    },
  );
  const { Talk } = (await import(ADDRESS)) as { readonly Talk: TalkOf };
  const talk = new Talk("https://majlis.example/", `site-${Math.random()}`, () => undefined);
  return { talk, told, streams: () => streams };
}

test("a line that fell silent is left and opened anew: what was said meanwhile is shown", async () => {
  let transcript: readonly object[] = [];
  const { talk, streams } = await chat({ status: () => 202, transcript: () => transcript });
  talk.write({ text: "السلام عليكم" });
  await vi.advanceTimersByTimeAsync(5_000);
  expect(streams()).toBe(1);
  transcript = [SAID];
  await vi.advanceTimersByTimeAsync(40_000);
  expect(talk.entries.get("out-1")).toMatchObject({ text: "أهلاً بك" });
});

test("words that the server refuses for good keep back none that come after them", async () => {
  const { talk, told } = await chat({
    status: (words) => (words === "refused" ? 422 : 202),
    transcript: () => [],
  });
  talk.write({ text: "refused" });
  talk.write({ text: "taken" });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(told).toEqual(["refused", "taken"]);
  expect(talk.pending).toMatchObject([{ text: "refused", failed: true }]);
});
