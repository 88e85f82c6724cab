import type { Language } from "./message.ts";

/** What the prospect's latest words meant. Made by rules, a model or both; nobody downstream can tell which. */
export interface Understanding {
  readonly language: TextLanguage;
  readonly replyLanguage: Language;
  readonly acts: readonly FoundAct[];
  readonly facts: readonly Fact[];
  readonly entities: readonly Entity[];
  /** Ids of approved claims, offers or prices that answer what they ask, the best first. */
  readonly answers?: readonly string[];
  /** Their words for a question that nothing approved answers. */
  readonly unanswered?: string | null;
}

export type TextLanguage = "ar" | "en" | "mixed" | "arabizi" | "other";

/** The whole list is part of the outside contract (api.md): do not rename. */
export const ACTS = [
  "greeting",
  "yes",
  "no",
  "thanks",
  "ask-price",
  "ask-meeting",
  "ask-human",
  "ask-identity",
  "question",
  "opt-out",
  "erase-data",
  "not-interested",
  "later",
  "objection",
  "complaint",
  "wrong-number",
  "reschedule",
  "cancel",
  "correction",
] as const;
export type Act = (typeof ACTS)[number];

export interface FoundAct {
  readonly act: Act;
  /** The exact words, as written, that carry it. */
  readonly quote: string;
}

/** The topics a bot may ask about. The whole list is part of the outside contract (api.md). */
export const TOPICS = [
  "name",
  "company",
  "role",
  "sector",
  "companySize",
  "city",
  "need",
  "budget",
  "authority",
  "timeline",
  "email",
  "phone",
  "appointment",
  "confirm",
] as const;
export type Topic = (typeof TOPICS)[number];

/** A fact is believed only with the words that carry it. */
export type Fact = {
  readonly [Subject in FactSubject]: FactAbout<Subject>;
}[FactSubject];

export interface FactAbout<Subject extends FactSubject> {
  readonly about: Subject;
  /** `unknown` = asked or mentioned but they do not know; `open` = no limit ("الميزانية مفتوحة", "any time"). */
  readonly state: FactState;
  /** null unless claimed or confirmed. */
  readonly value: FactValues[Subject] | null;
  readonly quote: string;
  /** 0 to 1. */
  readonly confidence: number;
}

export type FactState = "claimed" | "confirmed" | "refused" | "unknown" | "open";
export type FactSubject = keyof FactValues;

export interface FactValues {
  readonly name: string;
  readonly company: string;
  readonly need: string;
  readonly role: { readonly title: string };
  readonly authority: { readonly decides: boolean | null; readonly needsApproval: boolean | null };
  /** SAR unless `currency` says otherwise; a bound that was not said is null. */
  readonly budget: Money & {
    readonly period: "once" | "month" | "year" | null;
    readonly approximate: boolean;
  };
  /** ISO dates (yyyy-mm-dd) or null. */
  readonly timeline: {
    readonly from: string | null;
    readonly to: string | null;
    readonly urgency: "now" | "soon" | "later" | "exploring";
  };
  readonly companySize: { readonly min: number | null; readonly max: number | null };
  /** A key of `SECTORS` in language/sectors.ts. */
  readonly sector: string;
  /** The English name in language/cities.ts. */
  readonly city: string;
  /** E.164 */
  readonly phone: string;
  readonly email: string;
  readonly website: string;
  readonly crNumber: string;
  readonly vatNumber: string;
  /** ISO with offset. `exact` = one point the person fixed; otherwise a window they would like. */
  readonly appointment: { readonly from: string; readonly to: string | null; readonly exact: boolean };
}

export interface Money {
  readonly min: number | null;
  readonly max: number | null;
  /** ISO 4217 */
  readonly currency: string;
}

/** `start` and `end` are UTF-16 units of the raw text. */
interface Span {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export type Entity = Span &
  (
    | { readonly kind: "number"; readonly value: number }
    | { readonly kind: "ordinal"; readonly value: number }
    | { readonly kind: "money"; readonly value: Money }
    | { readonly kind: "datetime"; readonly value: Moment }
    | { readonly kind: "duration"; readonly value: { readonly iso: string; readonly seconds: number } }
    | { readonly kind: "percent"; readonly value: number }
    | { readonly kind: "phone"; readonly value: string }
    | { readonly kind: "email"; readonly value: string }
    | { readonly kind: "url"; readonly value: string }
  );

/** A point or a stretch of time, as ISO with offset. */
export interface Moment {
  readonly from: string;
  /** Set for ranges. */
  readonly to: string | null;
  readonly grain: "minute" | "hour" | "daypart" | "day" | "week" | "month" | "quarter" | "year";
  /** Whether the text itself fixed the day, and the hour. */
  readonly day: boolean;
  readonly hour: boolean;
  readonly alternatives: readonly string[];
}

/** What the reader of a text may lean on: what the bot asked last, what it offered, and the clock. */
export interface ReadingContext {
  readonly asked: Topic | null;
  /** Set for letters: what was asked beside `asked`, in the order of the numbers in our letter. */
  readonly alsoAsked?: readonly Topic[];
  /** What they have told in numbers or dates, the newest first: what a correction that names no subject may be about. */
  readonly told?: readonly Topic[];
  /** Epoch milliseconds; relative dates count from here. */
  readonly now: number;
  /** Minutes east of UTC in which the person's wall clock runs; 180 (Riyadh) when absent. */
  readonly offsetMinutes?: number;
  /** When absent: Sunday in the Kingdom, Monday where another offset is named. */
  readonly weekBegins?: "sunday" | "monday";
  readonly profileName: string | null;
  /** The language of the talk so far: an "ok" does not flip it. null at its start. */
  readonly language: Language | null;
  /** English city name for prayer times; Riyadh when unknown. */
  readonly city: string | null;
}
