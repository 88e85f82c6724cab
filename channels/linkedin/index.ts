import type { Channel } from "../../bot/contracts/channel.ts";
import { withNumberedChoices } from "../shared/choices.ts";

/**
 * LinkedIn as a channel that never sends and never reads: its terms of use forbid programs that act for a member. What
 * the assistant would write comes back as a draft, for a rep to read, copy and send with their own hands.
 */
export function linkedin(): Channel {
  return {
    name: "linkedin",
    limits: {
      textLength: 8_000,
      buttons: 0,
      listRows: 0,
      choiceLabelLength: 80,
      replyWindowHours: null,
      settlesByReceipt: false,
    },
    send: async ({ text, choices }) => {
      const draft = withNumberedChoices(text, choices).trim();
      if (draft === "")
        return { ok: false, failure: { kind: "rejected" }, detail: "there is nothing to send" };
      return {
        ok: false,
        failure: { kind: "by-hand", draft },
        detail: "nothing is sent on LinkedIn by program: the draft is on a rep's list",
      };
    },
    acknowledge: async () => {},
  };
}
