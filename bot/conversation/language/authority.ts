import { AUTHORITY_PHRASES } from "./lexicon/people-authority.ts";
import { PhraseBook } from "./patterns.ts";
import type { Clause } from "./reading.ts";
import { rolesIn } from "./roles.ts";
import type { PlacedFact, Stretch, Text } from "./text.ts";
import { claim, whole } from "./text.ts";

type Kind = keyof typeof AUTHORITY_PHRASES;

const book = new PhraseBook<Kind>({});
for (const kind of ["unclear", "other", "approval", "self"] as const) book.add(kind, AUTHORITY_PHRASES[kind]);

const VALUES = {
  self: { decides: true, needsApproval: false },
  other: { decides: false, needsApproval: true },
  approval: { decides: false, needsApproval: true },
} as const;

/** Who decides: told in words, or by naming somebody when asked. */
export function findAuthority(text: Text): PlacedFact | null {
  const places = text.reading.clauses.flatMap((clause) =>
    clause.asks ? [] : book.find(text.reading, clause),
  );
  const graver = (["approval", "other", "self"] as const)
    .map((kind) => places.find((place) => place.key === kind && !isUnclear(place, places)))
    .find((place) => place !== undefined);
  if (graver && graver.key !== "unclear") return claim(text, "authority", VALUES[graver.key], graver, 0.9);
  return text.context.asked === "authority" ? answered(text) : null;
}

function isUnclear(place: Stretch, places: readonly (Stretch & { readonly key: Kind })[]): boolean {
  return places.some((other) => other.key === "unclear" && other.from <= place.from && place.to <= other.to);
}

/** "انا", "المدير", "صاحب الشركة": a bare answer to "who decides?". */
function answered(text: Text): PlacedFact | null {
  const all = whole(text.reading);
  const { words } = text.reading;
  const self = words
    .slice(all.from, all.to)
    .findIndex((word) => /^(?:انا|نفسي|i|me|myself|ana|im)$/.test(word.fold));
  const role = text.reading.clauses.flatMap((clause: Clause) =>
    clause.asks ? [] : rolesIn(text, clause),
  )[0];
  if (self >= 0 && all.to - all.from <= 4) {
    const at = all.from + self;
    return claim(
      text,
      "authority",
      { decides: true, needsApproval: false },
      { from: at, to: role ? role.to : at + 1 },
      0.85,
    );
  }
  return role ? claim(text, "authority", VALUES.other, role, 0.8) : null;
}
