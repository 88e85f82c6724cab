import type { FailureCalls } from "../contracts/arrivals.ts";
import type { Receipt } from "../contracts/channel.ts";
import { undelivered } from "./may-leave.ts";

/**
 * What a receipt calls for: when the platform took a message and could not deliver it after all, nobody waits for it any
 * more, so a rep is told. null = nothing failed. Pure.
 */
export function callsOf({ status, failure }: Receipt): FailureCalls | null {
  if (status !== "failed") return null;
  const kind = failure?.failure.kind ?? "rejected";
  const optedOut = kind === "opted-out";
  return { task: optedOut ? null : undelivered(kind), alarm: kind === "misconfigured", optedOut };
}
