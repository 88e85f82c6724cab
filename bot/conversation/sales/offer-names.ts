import type { Offer } from "../company.ts";
import { stems } from "./cues.ts";

/** An offer called by its name, with the words that call it exactly as they stand. */
export interface CalledOffer {
  readonly offer: Offer;
  readonly quote: string;
}

/** Beside a name it makes the name an offer's: "growth" is a wish, "the growth package" an offer. */
const PACKAGE: ReadonlySet<string> = new Set(["باقه", "خطه", "package", "plan", "bundle", "tier"]);

/** «بباقة», «وباقة»: what is glued to the word is not its. */
const FRONT = /^[وبلف]{1,2}(?=(?:باق|خط)[ةه]$)/u;

interface Piece {
  readonly stem: string;
  readonly start: number;
  readonly end: number;
}

/** The first offer that a text calls by its name as the profile has it, in either language; null when it calls none. */
export function offerCalled(text: string, offers: readonly Offer[]): CalledOffer | null {
  const pieces = [...text.matchAll(/[\p{L}\p{M}\p{N}]+/gu)].map((match): Piece => {
    const front = FRONT.exec(match[0])?.[0].length ?? 0;
    const [stem = ""] = stems(match[0].slice(front));
    return { stem, start: match.index + front, end: match.index + match[0].length };
  });
  if (!pieces.some(({ stem }) => PACKAGE.has(stem))) return null;
  for (const offer of offers) {
    const place = placeOf(pieces, offer.name.ar) ?? placeOf(pieces, offer.name.en);
    if (place !== null) return { offer, quote: text.slice(place.start, place.end) };
  }
  return null;
}

type Place = Pick<Piece, "start" | "end">;

function placeOf(pieces: readonly Piece[], name: string): Place | null {
  const own = stems(name).filter((stem) => !PACKAGE.has(stem));
  if (own.length === 0) return null;
  const places = pieces.map((_, at) =>
    own.every((stem, place) => pieces[at + place]?.stem === stem)
      ? withPackage(pieces, at, own.length)
      : null,
  );
  return places.find((place) => place !== null) ?? null;
}

/** The name with the word beside it that makes it an offer's; null when there is none. */
function withPackage(pieces: readonly Piece[], at: number, length: number): Place | null {
  const isPackage = (piece: Piece | undefined) => piece !== undefined && PACKAGE.has(piece.stem);
  const from = isPackage(pieces[at - 1]) ? at - 1 : at;
  const last = at + length - 1;
  const to = isPackage(pieces[last + 1]) ? last + 1 : last;
  const [first, end] = [pieces[from], pieces[to]];
  if (first === undefined || end === undefined || to - from + 1 === length) return null;
  return { start: first.start, end: end.end };
}
