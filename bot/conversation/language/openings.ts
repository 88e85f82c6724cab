/**
 * Which phrase books have a phrase that may begin with a word, one bit for each book: most words open no phrase of
 * most books, and a look at the bit spares every book a look-up of each form of the word.
 */
const byForm = new Map<string, number>();
/** The same for phrases that begin with the first letters of a word. */
const byHead = new Map<string, number>();
const HEAD = 2;

let books = 0;
let learnt = 0;

/** The bit of one more book. Beyond 31 books some share a bit: a bit means that a phrase may begin, not that it does. */
export function bitOfBook(): number {
  const bit = 1 << (books % 31);
  books += 1;
  return bit;
}

/** Notes that a phrase of the book with this bit may begin with the word. */
export function opensWith(bit: number, word: string): void {
  byForm.set(word, (byForm.get(word) ?? 0) | bit);
  learnt += 1;
}

/** Notes that a phrase of the book with this bit may begin with any word that begins so. */
export function opensWithHead(bit: number, prefix: string): void {
  const head = headOf(prefix);
  byHead.set(head, (byHead.get(head) ?? 0) | bit);
  learnt += 1;
}

/** The letters by which phrases that begin with the first letters of a word are looked up. */
export function headOf(form: string): string {
  return form.slice(0, HEAD);
}

/** Grows whenever a book learns a phrase: bits found before may lack its own. */
export function edition(): number {
  return learnt;
}

/** The bits of all books that may have a phrase beginning with one of these forms. */
export function openedBy(forms: readonly string[]): number {
  let bits = 0;
  for (const form of forms) bits |= (byForm.get(form) ?? 0) | (byHead.get(headOf(form)) ?? 0);
  return bits;
}

/** A few bits of forms of a word: two sketches without a common bit have no form in common. */
export function sketchOf(forms: Iterable<string>): number {
  let bits = 0;
  for (const form of forms)
    bits |= 1 << ((form.charCodeAt(0) * 7 + form.charCodeAt(form.length - 1) * 3 + form.length) & 31);
  return bits;
}
