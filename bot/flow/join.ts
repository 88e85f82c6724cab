import type { Arrivals } from "../contracts/arrivals.ts";
import type { Lane } from "../contracts/lanes.ts";
import { entryOf, INTRODUCED } from "../conversation/ledger.ts";
import type { Evidence } from "../conversation/state.ts";

type Claimed = Parameters<Arrivals["join"]>[1];

/**
 * The addresses that a proven sender named in these turns as their own; a signature block alone names none. Nor does a
 * visitor of a web chat, behind whom nobody is proven: whoever knew a customer's number would read what is known of them.
 */
export function addressesNamed(before: Lane, after: Lane): readonly Claimed[] {
  if (after.conversation.channel === "webform") return [];
  const proven = new Set(
    before.waiting.filter(({ message }) => message.proven !== false).map(({ message }) => message.id),
  );
  const isNamed = (entry: Evidence | null): boolean =>
    entry !== null && proven.has(entry.messageId) && entry.confidence > INTRODUCED;
  const { facts } = after.conversation;
  const [email, phone] = [entryOf(facts, "email"), entryOf(facts, "phone")];
  return [
    ...(isNamed(email) && email?.value
      ? [{ channel: "email" as const, handle: email.value.toLowerCase() }]
      : []),
    ...(isNamed(phone) && phone?.value ? [{ channel: "whatsapp" as const, handle: phone.value }] : []),
  ];
}

/** One person who writes on two channels is one contact as soon as both sides say so. */
export async function joinNamed(before: Lane, after: Lane, arrivals: Pick<Arrivals, "join">): Promise<void> {
  for (const claimed of addressesNamed(before, after))
    await arrivals.join(after.conversation.contactId, claimed);
}
