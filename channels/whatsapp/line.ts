import type { ChannelNews } from "../../bot/contracts/channel.ts";
import type { Address } from "../../bot/conversation/message.ts";
import { briefly, idAt, type JsonRecord } from "../shared/json.ts";
import type { Introduced } from "./people.ts";

/** One of our numbers and what the post said around the message: everything a single message does not say itself. */
export interface Line {
  /** `metadata.phone_number_id`. */
  readonly account: string;
  /** Our number as digits. */
  readonly ownNumber: string;
  readonly introduced: Introduced;
  /** When the post was made, epoch milliseconds; 0 when it does not say. */
  readonly postedAt: number;
}

/** A person's address at this number of ours. */
export function addressOn(line: Line, handle: string): Address {
  return { channel: "whatsapp", account: line.account, handle };
}

/** A notice about something that needs nobody's action. */
export function info(line: Line, what: string, detail: string): ChannelNews {
  const account = line.account || null;
  return { kind: "notice", channel: "whatsapp", account, severity: "info", what, detail: briefly(detail) };
}

const year2001 = 978_307_200;
const year2100 = 4_102_444_800;

/** `timestamp` (unix seconds, as text or number) in milliseconds; the post's own time, else 0, when it makes no sense. */
export function momentAt(record: JsonRecord, line: Pick<Line, "postedAt">): number {
  const seconds = Number(idAt(record, "timestamp") || Number.NaN);
  return secondsToMs(seconds) ?? line.postedAt;
}

/** Seconds, or milliseconds when they could only be those, as whole milliseconds; null when out of any sense. */
export function secondsToMs(value: number): number | null {
  if (value > 0 && value < year2100) return Math.trunc(value * 1000);
  if (value >= year2001 * 1000 && value < year2100 * 1000) return Math.trunc(value);
  return null;
}
