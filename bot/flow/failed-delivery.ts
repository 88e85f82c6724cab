import type { FailedDelivery } from "../contracts/arrivals.ts";
import { undelivered } from "./may-leave.ts";
import type { TakeOverParts } from "./take-over.ts";

/** The platform took a message and could not deliver it after all: nobody waits for it any more, so a rep is told. */
export async function heardFailure(
  { conversationId, outboxId, receipt }: FailedDelivery,
  { arrivals, lanes }: Pick<TakeOverParts, "arrivals" | "lanes">,
): Promise<void> {
  const { failure, detail } = receipt.failure ?? {
    failure: { kind: "rejected" as const },
    detail: "no reason given",
  };
  const lane = await lanes.read(conversationId);
  if (lane === null) return;
  const { channel } = lane.conversation;
  if (failure.kind === "misconfigured")
    await arrivals.notice({
      ...{
        kind: "notice",
        channel,
        account: lane.account,
        severity: "alarm",
        what: "delivery refused",
        detail,
      },
    });
  if (failure.kind === "opted-out")
    await arrivals.prefer({
      ...{ kind: "preference", marketing: "stop", at: receipt.at },
      from: { channel, account: lane.account, handle: lane.handle },
    });
  const task = failure.kind === "opted-out" ? null : undelivered(failure.kind);
  await lanes.settle([{ to: "failed", detail, outboxId, conversationId, platformIds: [], task }], []);
}
