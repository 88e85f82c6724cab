import type { SendFailure } from "../../bot/contracts/channel.ts";
import { idAt, type JsonRecord, recordAt, textAt } from "../shared/json.ts";

/** What a Graph API error says, wherever it stands: in an answer, in a status, on a message or in a post of its own. */
export interface GraphError {
  readonly code: number;
  readonly subcode: number;
  /** The code and Meta's words, with long digit runs masked: it is kept and logged. */
  readonly detail: string;
}

const hour = 3_600_000;
const retry = (scope: "message" | "person" | "account", afterMs: number | null = null): SendFailure => ({
  kind: "retry",
  afterMs,
  scope,
});

/** Meta's codes by consequence. 200-299 (permissions) and 132000-132999 (templates) are ranges, below. */
const consequences: readonly (readonly [SendFailure, readonly number[]])[] = [
  [{ kind: "misconfigured" }, [0, 3, 10, 33, 190, 131005, 131045, 133010]],
  [{ kind: "misconfigured" }, [368, 131031, 131037, 131042, 134011]],
  [retry("account"), [4, 80007, 130429, 133016]],
  [retry("account", hour), [131048]], // spam limit: pressing on makes it worse
  [retry("person"), [131056]],
  [retry("message"), [1, 2, 131000, 131016, 131057, 133004]],
  [{ kind: "outside-window" }, [470, 131047]],
  [{ kind: "opted-out" }, [131050]],
  // 130497 closes one country, not our account: a stranger's number must not silence everybody else.
  [{ kind: "unreachable" }, [131021, 131026, 131030, 130497]],
  // 131049 (marketing cap) and 130472 (experiment) refuse this message; the person can still be reached.
  [
    { kind: "rejected" },
    [100, 130472, 131008, 131009, 131036, 131049, 131051, 131052, 131053, 131062, 135000],
  ],
];

const byCode: ReadonlyMap<number, SendFailure> = new Map(
  consequences.flatMap(([failure, codes]) => codes.map((code) => [code, failure] as const)),
);

/** Reads one error object; null when it has no code to decide by. */
export function graphError(error: JsonRecord): GraphError | null {
  const code = Number(idAt(error, "code") || Number.NaN);
  if (!Number.isInteger(code)) return null;
  const words =
    textAt(recordAt(error, "error_data"), "details") || textAt(error, "message") || textAt(error, "title");
  const subcode = Number(idAt(error, "error_subcode")) || 0;
  return { code, subcode, detail: `${code}: ${masked(words)}`.slice(0, 300).toWellFormed() };
}

/** What to do about an error; null when Meta's code is not one we know. */
export function failureOf(error: GraphError): SendFailure | null {
  const { code, subcode } = error;
  if (code === 100 && subcode === 33) return { kind: "misconfigured" }; // the number id does not exist for this token
  if (code >= 200 && code <= 299) return { kind: "misconfigured" };
  if (code >= 132000 && code <= 132999) return { kind: "rejected" };
  return byCode.get(code) ?? null;
}

function masked(words: string): string {
  return words.replace(/\+?\d[\d\s-]{5,}\d/g, "[number]");
}
