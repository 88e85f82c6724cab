import type { Language } from "./message.ts";

/** What a company has approved its assistant to know and say. Loaded from company.yaml or PUT /settings/company. */
export interface Company {
  readonly name: InBoth;
  /** One sentence: what the company does for whom. */
  readonly about: InBoth;
  readonly website: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  /** Legal identity printed on proposals. */
  readonly crNumber: string | null;
  readonly vatNumber: string | null;
  readonly address: InBoth | null;
  readonly hours: Hours;
  readonly offers: readonly Offer[];
  readonly claims: readonly Claim[];
  readonly icp: IdealCustomer;
  readonly meeting: MeetingTerms;
  readonly reps: readonly Rep[];
  readonly proposal: { readonly validDays: number; readonly terms: InBoth };
  /** Days after the last word at which a silent prospect is followed up, and where the privacy notice lives. */
  readonly followUpDays: readonly number[];
  readonly privacy: { readonly notice: InBoth; readonly url: string | null };
}

export type InBoth = Readonly<Record<Language, string>>;

/** 0 = Sunday … 6 = Saturday; times "HH:MM" in Asia/Riyadh. */
export interface Hours {
  readonly days: readonly number[];
  readonly from: string;
  readonly to: string;
  readonly ramadan: { readonly from: string; readonly to: string };
  /** Extra closed days (ISO dates) beside the national holidays. */
  readonly closed: readonly string[];
}

export interface Offer {
  readonly id: string;
  readonly name: InBoth;
  readonly summary: InBoth;
  /** Words by which prospects mean this offer, normalised lookups in either language. */
  readonly cues: readonly string[];
  readonly prices: readonly Price[];
  /** Whom it suits; null = no bound. Used to recommend one. */
  readonly suits: {
    readonly sizeMin: number | null;
    readonly sizeMax: number | null;
    readonly sectors: readonly string[];
  };
}

/** One line of the price list. Amounts exclude VAT; the only amounts the bot may ever say. */
export interface Price {
  readonly id: string;
  readonly label: InBoth;
  readonly amount: number;
  readonly currency: string;
  readonly per: "once" | "month" | "year";
  /** What one unit is ("user", "branch"), null for a flat price. */
  readonly unit: InBoth | null;
}

/** An approved answer or statement; every number a reply contains must come from one of these, a price or a booking. */
export interface Claim {
  readonly id: string;
  /** `aside` = for people or matters this line is not for (a job, a football match): answered, and nothing is asked after it. */
  readonly kind: "answer" | "objection" | "case" | "aside";
  /** Words or phrases that ask for it, in either language. */
  readonly cues: readonly string[];
  readonly text: InBoth;
}

export interface IdealCustomer {
  /** Keys of SECTORS. */
  readonly sectors: readonly string[];
  readonly nearSectors: readonly string[];
  readonly sizeMin: number;
  readonly sizeMax: number;
  /** Country codes or Saudi region names served. */
  readonly regions: readonly string[];
  readonly budgetMin: number;
  readonly budgetMax: number;
  /** Pain phrases that our offers cure, in either language. */
  readonly pains: readonly string[];
}

export interface MeetingTerms {
  readonly minutes: number;
  readonly bufferMinutes: number;
  /** How soon and how far ahead a meeting may be. */
  readonly noticeMinutes: number;
  readonly horizonDays: number;
  readonly title: InBoth;
  readonly place: InBoth;
  /** Minutes before the meeting at which the reminder leaves. */
  readonly remindMinutesBefore: number;
}

export interface Rep {
  readonly id: string;
  readonly name: InBoth;
  readonly email: string | null;
  readonly phone: string | null;
  /** null = the company's hours. */
  readonly hours: Hours | null;
  /** Keys of SECTORS this rep takes; empty = any. */
  readonly sectors: readonly string[];
}
