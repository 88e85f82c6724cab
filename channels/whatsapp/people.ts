import { asRecord, idAt, type JsonRecord, listAt, recordAt, textAt } from "../shared/json.ts";

/** The forms a person takes here: a phone, or an id scoped to our business ("SA.1349…") when the phone is hidden. */
export interface Person {
  /** "+digits" when the phone is known, else the business-scoped id verbatim. */
  readonly handle: string;
  readonly alsoKnownAs: readonly string[];
}

/** What one `contacts` entry of a post says about a person. */
interface Profile {
  readonly phone: string;
  readonly userId: string;
  readonly name: string | null;
}

const phone = /^\+?(\d{1,15})$/;
const scopedId = /^[A-Z]{2}\.[A-Za-z0-9.]{1,140}$/;

/** Whether a handle may stand in `to`: Meta cuts anything else down to its digits, answers 200 and loses the message. */
export function isDiallable(handle: string): boolean {
  return /^\+?\d{7,15}$/.test(handle);
}

/**
 * The ids of one person in their order of use: phones, business-scoped ids, then forms we do not know (kept, so that
 * no message is lost). Told by their shape, because scoped ids also turn up in the fields meant for phones.
 */
export function personOf(candidates: readonly string[]): Person | null {
  const phones: string[] = [];
  const ids: string[] = [];
  const others: string[] = [];
  for (const candidate of candidates) {
    if (candidate === "") continue;
    const digits = phone.exec(candidate)?.[1];
    if (digits !== undefined) phones.push(`+${digits}`);
    else if (scopedId.test(candidate)) ids.push(candidate);
    else others.push(candidate);
  }
  const [handle, ...alsoKnownAs] = new Set([...phones, ...ids, ...others]);
  return handle === undefined ? null : { handle, alsoKnownAs };
}

/** The people a post introduces, found by phone or business-scoped id. */
export interface Introduced {
  readonly byId: ReadonlyMap<string, Profile>;
  /** The one profile of a post that has only one: good for a name or for a sender without ids. */
  readonly only: Profile | null;
}

/** Reads `value.contacts`. */
export function introducedBy(value: JsonRecord): Introduced {
  const profiles = listAt(value, "contacts").flatMap((item) => {
    const contact = asRecord(item);
    return contact === null ? [] : [profileOf(contact)];
  });
  const byId = new Map<string, Profile>();
  for (const profile of profiles) {
    if (profile.phone !== "") byId.set(profile.phone, profile);
    if (profile.userId !== "") byId.set(profile.userId, profile);
  }
  return { byId, only: profiles.length === 1 ? (profiles[0] ?? null) : null };
}

/** Who wrote `message`, and the name they gave themselves; null when the post names nobody. */
export function senderOf(
  message: JsonRecord,
  introduced: Introduced,
): { readonly person: Person; readonly name: string | null } | null {
  const from = idAt(message, "from");
  const userId = idAt(message, "from_user_id");
  const known = introduced.byId.get(from) ?? introduced.byId.get(userId);
  // A profile with another number proves nothing about this sender's ids; it is only believed when there are no others.
  const profile = known ?? (from === "" && userId === "" ? introduced.only : null);
  const person = personOf([from, userId, profile?.phone ?? "", profile?.userId ?? ""]);
  return person && { person, name: (profile ?? introduced.only)?.name ?? null };
}

function profileOf(contact: JsonRecord): Profile {
  const profile = recordAt(contact, "profile");
  const name = (textAt(profile, "name").trim() || textAt(profile, "username").trim())
    .slice(0, 200)
    .toWellFormed();
  return { phone: idAt(contact, "wa_id"), userId: idAt(contact, "user_id"), name: name || null };
}
