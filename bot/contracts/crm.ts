import type { Language } from "../conversation/message.ts";
import type { LeadStatus } from "./records.ts";

/** A company's CRM: one person, one company and one deal for each lead, however often it is told. */
export interface Crm {
  /** The vendor's name, such as "hubspot". */
  readonly name: string;
  /** Brings the CRM to what is known of this lead now. Telling it twice changes nothing; never throws for what the vendor may do. */
  sync(lead: CrmLead): Promise<CrmResult>;
}

/** A lead as a CRM is told of it. What is not known is null and must not overwrite what the CRM has. */
export interface CrmLead {
  readonly leadId: string;
  readonly contactId: string;
  readonly source: string;
  readonly status: LeadStatus;
  readonly locale: Language;
  readonly name: string | null;
  readonly company: string | null;
  readonly role: string | null;
  /** Lower case; never invented. Without email and phone there is nobody to look up. */
  readonly email: string | null;
  /** E.164 */
  readonly phone: string | null;
  readonly website: string | null;
  readonly crNumber?: string | null;
  readonly vatNumber?: string | null;
  /** Of the rep who holds the talk or has the meeting. */
  readonly ownerEmail?: string | null;
  /** A key of SECTORS. */
  readonly sector: string | null;
  /** English name. */
  readonly city: string | null;
  readonly companySize: { readonly min: number | null; readonly max: number | null } | null;
  /** What the deal may be worth, in SAR. */
  readonly amountSar: number | null;
  readonly tier: "A" | "B" | "C" | "D";
  /** 0 to 1. */
  readonly fit: number;
  /** How many of budget, authority, need and timeline are known. */
  readonly bantKnown: number;
  readonly urgency: "now" | "soon" | "later" | "exploring" | null;
  readonly pains: readonly string[];
  /** Start of the agreed meeting, ISO with offset. */
  readonly meetingAt: string | null;
  /** What a colleague should read, in plain words with the quotes. */
  readonly summary: string;
}

export type CrmResult =
  | {
      readonly synced: true;
      readonly provider: string;
      readonly contactId: string | null;
      readonly companyId: string | null;
      readonly dealId: string | null;
      /** What was left as it is because a person changed it there. */
      readonly warnings?: readonly string[];
    }
  | {
      readonly synced: false;
      readonly provider: string | null;
      /** Without personal data. */
      readonly reason: string;
      /** `refused` = the same again would be refused again; otherwise it may go well later. */
      readonly why?: "refused" | "away" | "not-allowed";
      /** How long the CRM asked us to wait, in milliseconds. */
      readonly waitMs?: number;
    };

/** A CRM that can also forget a person, and be listened to. */
export interface WholeCrm extends Crm {
  /** Deletes whoever this contact is there, for good; done again it changes nothing. */
  forget(contactId: string): Promise<CrmResult>;
  /** Email of an owner in the CRM, lower case; null when there is none. */
  ownerEmail(ownerId: string): Promise<string | null>;
}
