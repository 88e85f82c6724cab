import { findAuthority } from "./authority.ts";
import { findCompany } from "./companies.ts";
import { findName } from "./names.ts";
import { findRole } from "./roles.ts";
import type { PlacedFact, Stretch, Text } from "./text.ts";

/** Who the person is: name, company, role and what they may decide. `cities` are words that name a place. */
export function peopleFacts(text: Text, cities: readonly Stretch[]): PlacedFact[] {
  const name = findName(text);
  const company = findCompany(text, name?.place ?? null);
  const role = findRole(text, name?.place ?? null);
  const authority = findAuthority(text);
  const derived = role.filter((each) => !(authority && each.fact.about === "authority"));
  const isCity =
    company && cities.some((city) => city.from === company.place.from && city.to === company.place.to);
  return [name, isCity && company.fact.confidence < 0.8 ? null : company, ...derived, authority].filter(
    (each) => each !== null,
  );
}
