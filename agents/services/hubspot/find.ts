import type { CrmLead } from "../../../bot/contracts/crm.ts";
import { companyKey } from "../../../bot/conversation/sales/company-key.ts";
import { domainOf } from "./fields.ts";
import type { HubSpotObject, Objects, Properties } from "./objects.ts";

/** The person in HubSpot: by our id, then by address, then by number. */
export async function findContact(
  objects: Objects,
  lead: CrmLead,
  fields: readonly string[],
): Promise<HubSpotObject | null> {
  const ours = await objects.get("contacts", lead.contactId, fields, "majlis_contact_id");
  if (ours !== null) return ours;
  if (lead.email !== null) {
    const byEmail = await objects.get("contacts", lead.email, fields, "email");
    if (byEmail !== null) return byEmail;
  }
  if (lead.phone === null) return null;
  const found = await objects.search("contacts", phoneGroups(lead.phone), fields);
  // A number may be a whole office's: somebody we know as another person is not this one.
  return found.find(({ properties }) => !properties.majlis_contact_id) ?? null;
}

/** A number as people and HubSpot write it: +966501234567, 966501234567, 0501234567. */
function phoneGroups(phone: string): Properties[] {
  const local = phone.replace(/^\+966/u, "0");
  return [
    ...[phone, phone.slice(1), ...(local === phone ? [] : [local])].map((one) => ({ phone: one })),
    { mobilephone: phone },
    { hs_searchable_calculated_phone_number: phone.replace(/^\+966/u, "").replace(/^\+/u, "") },
  ];
}

/** Our unique name for the lead's company by the surest thing known of it; null when nothing is. */
export function companyIdOf(lead: CrmLead): string | null {
  if (lead.crNumber) return `cr:${lead.crNumber}`;
  if (lead.vatNumber) return `vat:${lead.vatNumber}`;
  const domain = domainOf(lead);
  if (domain !== null) return `domain:${domain}`;
  const name = lead.company === null ? "" : companyKey(lead.company);
  return name === "" ? null : `name:${name}`;
}

/** The company in HubSpot: by our id, register or VAT number, domain, then name however it is spelt. */
export async function findCompany(
  objects: Objects,
  lead: CrmLead,
  fields: readonly string[],
): Promise<HubSpotObject | null> {
  const id = companyIdOf(lead);
  if (id === null) return null;
  const ours = await objects.get("companies", id, fields, "majlis_company_id");
  if (ours !== null) return ours;
  const sure: Properties[] = [];
  if (lead.crNumber) sure.push({ majlis_cr_number: lead.crNumber });
  if (lead.vatNumber) sure.push({ majlis_vat_number: lead.vatNumber });
  const domain = domainOf(lead);
  if (domain !== null) sure.push({ domain });
  const [bySure] = sure.length === 0 ? [] : await objects.search("companies", sure, fields);
  if (bySure !== undefined) return bySure;
  return lead.company === null ? null : await byName(objects, lead, lead.company, fields);
}

async function byName(
  objects: Objects,
  lead: CrmLead,
  name: string,
  fields: readonly string[],
): Promise<HubSpotObject | null> {
  const key = companyKey(name);
  const keyed = await objects.get("companies", `name:${key}`, fields, "majlis_company_id");
  if (keyed !== null && !contradicts(keyed, lead)) return keyed;
  const found = await objects.search("companies", [{ name }], fields);
  return (
    found.find((one) => companyKey(one.properties.name ?? "") === key && !contradicts(one, lead)) ?? null
  );
}

/** Two companies of one name with different register numbers or domains are two. */
function contradicts({ properties }: HubSpotObject, lead: CrmLead): boolean {
  const pairs = [
    [properties.majlis_cr_number, lead.crNumber],
    [properties.majlis_vat_number, lead.vatNumber],
    [properties.domain, domainOf(lead)],
  ];
  return pairs.some(([there, here]) => Boolean(there) && Boolean(here) && there !== here);
}
