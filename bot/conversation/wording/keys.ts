/** Every fixed sentence by its moment, with the values it needs. A wording that misses a key does not compile. */
export interface WordingValues {
  // Greetings and who we are
  "greet.salam": None;
  "greet.morning": None;
  "greet.evening": None;
  "greet.hello": None;
  "greet.how": None;
  intro: { readonly company: string };
  resumed: None;

  // Questions: first time, and again in other words with the reason
  "ask.need": None;
  "ask.sector": None;
  "ask.companySize": None;
  "ask.city": None;
  "ask.budget": None;
  "ask.authority": None;
  "ask.timeline": None;
  "ask.company": None;
  "ask.name": None;
  "ask.email": None;
  "again.need": None;
  "again.sector": None;
  "again.companySize": None;
  "again.city": None;
  "again.budget": None;
  "again.authority": None;
  "again.timeline": None;
  "again.company": None;
  "again.name": None;
  "again.email": None;
  /** "Fifty" to a budget question is more likely fifty thousand. */
  thousands: { readonly amount: string };
  which: { readonly before: string; readonly now: string };

  // What was just said, heard
  "ack.plain": None;
  "ack.need": None;
  "ack.needQuoted": { readonly quote: string };
  "ack.needOffer": { readonly offer: string; readonly summary: string };
  "ack.sector": { readonly sector: string };
  "ack.companySize": { readonly size: string };
  "ack.city": { readonly city: string };
  "ack.budget": { readonly budget: string };
  "ack.timeline": { readonly quote: string };
  "ack.decides": None;
  "ack.shared": None;
  "ack.name": { readonly name: string };
  "ack.company": { readonly company: string };
  "ack.refused": None;
  "ack.unknown": None;
  "ack.open": None;
  "ack.corrected": { readonly value: string };
  welcome: None;

  // Answers
  "price.lead": None;
  "price.again": None;
  "price.vat": None;
  "price.unknown": None;
  "answer.again": None;
  "answer.identity": { readonly company: string };
  "answer.about": { readonly company: string; readonly about: string };
  "answer.address": { readonly address: string };
  "answer.phone": { readonly phone: string };
  "answer.email": { readonly email: string };
  "answer.website": { readonly website: string };
  "answer.hours": { readonly days: string; readonly from: string; readonly to: string };
  "answer.language": None;
  "answer.team": None;
  objection: None;

  // Times
  "meeting.suggest": { readonly minutes: string };
  "meeting.sure": None;
  "times.three": { readonly list: string };
  "times.one": { readonly list: string };
  "times.again": { readonly list: string };
  "times.others": { readonly list: string };
  "times.near": { readonly list: string };
  "times.gone": { readonly list: string };
  "times.which": { readonly list: string };
  "times.none": None;
  "confirm.ask": { readonly when: string };
  "confirm.again": { readonly when: string };
  booked: { readonly when: string; readonly place: string };
  "booked.reminder": { readonly before: string };
  "booked.already": { readonly when: string };
  "booked.close": { readonly when: string };
  hijri: { readonly date: string };
  cancelled: { readonly when: string };
  "cancelled.release": None;
  "cancelled.nothing": None;
  reschedule: None;
  reminder: { readonly when: string; readonly place: string };
  "hold.expired": { readonly when: string };

  // People
  "handover.asked": None;
  "handover.complaint": None;
  "handover.stuck": None;
  "handover.waiting": None;

  // Proposals
  "proposal.drafted": None;
  "proposal.more": None;
  "proposal.exists": None;
  "proposal.person": None;

  // Endings
  "optout.done": None;
  "erase.done": None;
  "wrong.done": None;
  "notInterested.done": None;
  "later.date": { readonly date: string };
  "later.open": None;
  notFit: { readonly company: string; readonly about: string };
  goodbye: None;

  // When it is not clear
  "unclear.first": None;
  "unclear.second": None;
  "unclear.open": None;
  "media.heard": { readonly words: string };
  "media.voice": None;
  "media.file": None;
  "media.place": None;
  "media.contact": None;
  "media.other": None;

  // Letters: their frame, and what only a letter has to say
  "letter.dear": { readonly name: string };
  "letter.dearAll": None;
  "letter.salamTo": { readonly name: string };
  "letter.salam": None;
  "letter.intro": { readonly company: string };
  "letter.thanks": None;
  "letter.questions": None;
  "letter.subject": { readonly company: string };

  // Who writes is not proven
  "unproven.confirm": None;
  "unproven.erase": None;
  "optin.done": None;

  // Our own first word
  "followUp.first": None;
  "followUp.next": None;
  "followUp.last": None;
  "followUp.later": None;
}

type None = Readonly<Record<never, string>>;

export type WordingKey = keyof WordingValues;

/** At least two ways to say it, so that it never comes twice in a row; `{name}` is filled in. */
export type Variants = readonly [string, string, ...string[]];

export type EnglishWording = { readonly [Key in WordingKey]: Variants };

/** Arabic has the everyday register and, where it differs, simple MSA for formal writers. */
export type ArabicWording = {
  readonly [Key in WordingKey]: { readonly white: Variants; readonly formal: Variants };
};
