import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EMAIL_LIMITS } from "../../channels/email/config.ts";
import { type EmailReading, readEmail } from "../../channels/email/read.ts";

/** One recorded mail with what a reading of it must be. */
export interface Row {
  readonly set: string;
  readonly name: string;
  readonly kind: string;
  readonly input: string;
  readonly expected: Readonly<Record<string, string>>;
  readonly expected_sisimai?: readonly SisimaiReading[] | null;
}

interface SisimaiReading {
  readonly dsn: string;
  readonly reason: string;
  readonly hard_bounce: boolean;
  readonly feedback_type?: string;
}

/** How one row came out: each mark is right, wrong, or not asked of this row. */
export interface Outcome {
  readonly row: Row;
  /** A third of the rows, by hash: not looked at while the rules were written. */
  readonly heldOut: boolean;
  readonly right: boolean;
  readonly marks: Readonly<Record<string, boolean>>;
  readonly got: string;
  readonly want: string;
}

/** The rows of the shared folder, in order. */
export function readRows(folder: string): readonly Row[] {
  return JSON.parse(readFileSync(join(folder, "index.json"), "utf8")) as readonly Row[];
}

/**
 * Scores the rows whose new words are known: `trimmed` of reply-discourse and arabic-synthetic is compared with `text`;
 * talon's `reply` still holds the signature, so it is compared with text and signature together. Only white space is
 * normalised. The other reply sets carry a library's output, not the truth, and are not scored.
 */
export async function scoreReplies(folder: string): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const row of readRows(folder)) {
    const truth = row.expected.trimmed ?? row.expected.reply;
    if (truth === undefined) continue;
    const reading = await read(folder, row);
    const got = row.expected.trimmed ? reading.text : `${reading.text}\n${reading.signature}`;
    const want = spaces(readFileSync(join(folder, truth), "utf8"));
    const right = spaces(got) === want;
    outcomes.push({ row, heldOut: heldOut(row), right, marks: { text: right }, got: spaces(got), want });
  }
  return outcomes;
}

/** Scores the machine mails: kind for all; hard or soft, and the status where it is a real one, for bounces that name them. */
export async function scoreMachineMail(folder: string): Promise<readonly Outcome[]> {
  const rows = readRows(folder).filter(({ set }) => set === "bounces-sisimai");
  const outcomes: Outcome[] = [];
  for (const row of rows) outcomes.push(scoreMachineRow(row, await read(folder, row)));
  return outcomes;
}

function scoreMachineRow(row: Row, { kind, bounce }: EmailReading): Outcome {
  const truth = row.expected_sisimai?.[0];
  const wanted = expectedKind(row, truth);
  const marks: Record<string, boolean> = { kind: kind === wanted };
  if (wanted === "bounce") marks.recipient = bounce?.recipient != null;
  if (wanted === "bounce" && truth !== undefined) {
    marks.hard = bounce?.hard === truth.hard_bounce;
    if (isRealStatus(truth.dsn)) marks.status = bounce?.status === truth.dsn;
  }
  return {
    row,
    heldOut: heldOut(row),
    right: Object.values(marks).every(Boolean),
    marks,
    got: `${kind} ${bounce?.status ?? ""} ${bounce?.hard ?? ""}`,
    want: `${wanted} ${truth?.dsn ?? ""} ${truth?.hard_bounce ?? ""} ${truth?.reason ?? ""}`,
  };
}

function expectedKind(row: Row, truth: SisimaiReading | undefined): EmailReading["kind"] {
  if (truth?.feedback_type !== undefined || row.kind.includes("ARF")) return "complaint";
  if (row.kind.includes("auto-reply")) return "auto-reply";
  return row.kind.includes("NOT") ? "message" : "bounce";
}

/** The source makes codes up (x.0.9xx) where a notice has none. */
function isRealStatus(status: string): boolean {
  return status !== "" && !/\.0\.9\d\d$/.test(status);
}

async function read(folder: string, row: Row): Promise<EmailReading> {
  const bytes = readFileSync(join(folder, row.input));
  return readEmail(row.input.endsWith(".eml") ? bytes : wrapped(row, bytes), EMAIL_LIMITS, {
    addresses: [],
    messageIdDomain: null,
  });
}

function wrapped(row: Row, body: Buffer): Buffer {
  const type = row.input.endsWith(".html") ? "text/html" : "text/plain";
  const head = `From: person@example.com\r\nSubject: Re: offer\r\nMIME-Version: 1.0\r\nContent-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}

function heldOut({ set, name }: Row): boolean {
  return (createHash("sha256").update(`${set}/${name}`).digest()[0] ?? 0) % 3 === 0;
}

function spaces(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
