import type { CrmLink } from "../../../bot/contracts/crm-desk.ts";
import type { HubSpotObject, Objects } from "./objects.ts";
import type { Told } from "./tell.ts";

/**
 * Ids of other contacts in HubSpot that are this person too, each with a warning: two of ours became one after both
 * had been told. They are not merged by us, for that can never be undone there; once a person did it they are no more.
 */
export async function twinsOf(
  { lead, memory, objects, warnings }: Told,
  contactId: string,
): Promise<readonly string[]> {
  const links = await memory.ofContact(lead.contactId);
  const twins: string[] = [];
  for (const link of links.filter(({ kind }) => kind === "merged")) {
    const found = await thereAs(link, objects);
    if (found !== null && found.id !== contactId) twins.push(found.id);
    // One that was not told when the two became one may be told still, by a process that had begun before.
    else if (link.theirId !== "") await memory.drop("merged", link.ourId);
  }
  for (const id of twins)
    warnings.push(`contact: ${id} is the same person as ${contactId}, to be merged in HubSpot`);
  return twins;
}

function thereAs({ ourId, theirId }: CrmLink, objects: Objects): Promise<HubSpotObject | null> {
  return theirId === ""
    ? objects.get("contacts", ourId, ["email"], "majlis_contact_id")
    : objects.get("contacts", theirId, ["email"]);
}
