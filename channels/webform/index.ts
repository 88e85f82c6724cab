import type { Channel } from "../../bot/contracts/channel.ts";

/**
 * The web chat as a channel. Its account is the site key ("try" for our own page), its handle the visitor's id. Nothing
 * travels: the stored outbox row is the delivery, and the page reads the transcript by REST and live events.
 */
export function webform(): Channel {
  return {
    name: "webform",
    limits: {
      textLength: 20_000,
      buttons: 10,
      listRows: 10,
      choiceLabelLength: 80,
      replyWindowHours: null,
      settlesByReceipt: false,
    },
    send: async (message) => {
      const says = message.text.trim() !== "" || message.choices.length > 0 || message.attachments.length > 0;
      if (says) return { ok: true, platformIds: [message.id] };
      return { ok: false, failure: { kind: "rejected" }, detail: "there is nothing to send" };
    },
    // The page shows its typing sign itself while an answer is due.
    acknowledge: async () => {},
  };
}
