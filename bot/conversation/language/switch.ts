import type { Language } from "../message.ts";
import { PhraseBook } from "./patterns.ts";
import type { Clause, Reading } from "./reading.ts";

const book = new PhraseBook<Language>({})
  .add("en", [
    "نكمل|كمل|كملوا|نتكلم|نتحدث|تكلم|تكلموا|كلمني|كلموني|اكتب|اكتبوا|رد|ردوا|تردون|المراسله|نتواصل|تحدث|خلنا|خلونا .. انجليزي|انقليزي|بالانجليزي|بالانقليزي|بالانجليزيه|الانجليزيه|انجلش|english",
    "^ english|انجليزي|انقليزي|بالانجليزي $",
    "continue|switch|speak|talk|write|reply|respond|answer|chat .. in|to english",
    "in english please|pls|instead",
    "english please|pls",
    "can|could|lets|prefer .. in? english",
    "dont|do_not|cant|cannot speak|read|understand|write arabic",
    "ما اعرف|افهم|اتكلم|اقرا عربي|العربي|العربيه",
    "english .. easier|better",
    "الانجليزي|انجليزي|بالانجليزي|الانقليزي .. اسهل|احسن|افضل|اريح",
  ])
  .add("ar", [
    "continue|switch|speak|talk|write|reply|respond|answer|chat .. in|to arabic",
    "in arabic please|pls|instead",
    "arabic please|pls",
    "can|could|lets|prefer .. in? arabic",
    "dont|do_not|cant|cannot speak|read|understand|write english",
    "نكمل|كمل|كملوا|نتكلم|نتحدث|تكلم|تكلموا|اكتب|اكتبوا|رد|ردوا|المراسله|خلنا|خلونا .. عربي|بالعربي|بالعربيه",
    "^ عربي|بالعربي|بالعربيه|arabic $",
    "ما اعرف|افهم|اتكلم انجليزي|انقليزي|english",
    "عربي|العربي|العربيه|بالعربي|بالعربيه .. اسهل|احسن|افضل|اريح",
  ]);

/** Whether this clause only asks to go on in another language. */
export function asksForLanguage(reading: Reading, clause: Clause): boolean {
  return book.find(reading, clause).length > 0;
}

/** The language they ask us to go on in, by plain words; null when they do not ask. */
export function askedLanguage(reading: Reading): Language | null {
  for (const clause of reading.clauses) {
    const [place] = book.find(reading, clause);
    if (place !== undefined) return place.key;
  }
  return null;
}
