/** What of ours is what of theirs. */
export interface CrmLink {
  readonly kind: "contact" | "company" | "deal" | "note" | "merged";
  /** A contact's id for a contact, the earlier contact's for one that was merged into `contactId`, a lead's for the others. */
  readonly ourId: string;
  /** "" = a merged contact the CRM was not known to have, or a deal or note that is about to be made. */
  readonly theirId: string;
  readonly contactId: string;
  /** Hash of what we wrote last, by field: what differs now was changed by a person. */
  readonly written: Readonly<Record<string, string>>;
}

/** What is remembered of a CRM, so that nothing is made twice and nobody's edit is undone. */
export interface CrmMemory {
  find(kind: CrmLink["kind"], ourId: string): Promise<CrmLink | null>;
  findTheirs(kind: CrmLink["kind"], theirId: string): Promise<CrmLink | null>;
  ofContact(contactId: string): Promise<readonly CrmLink[]>;
  keep(link: CrmLink): Promise<void>;
  drop(kind: CrmLink["kind"], ourId: string): Promise<void>;
  forget(contactId: string): Promise<void>;
}

/** A lead the CRM should hear of, in our hands until the lease ends. */
export interface CrmJob {
  readonly leadId: string;
  readonly seq: number;
  /** How often it was refused so far. */
  readonly tries: number;
}

/** Something a person changed in the CRM. */
export interface CrmNews {
  /** Equal for deliveries of the same change. */
  readonly id: string;
  readonly kind: "contact" | "deal";
  readonly theirId: string;
  readonly property: string;
  readonly value: string;
  /** Epoch ms. */
  readonly at: number;
}

/** Work for the CRM that outlives a killed process. */
export interface CrmDesk {
  readonly memory: CrmMemory;
  /**
   * Says that this process has a CRM, or has none (null). Changes of leads are written down as work while any process
   * said so within a day; the first time, and after a time without, all leads are. To be said again each hour.
   */
  turn(provider: string | null): Promise<void>;
  /** Due work nobody has in hand, oldest first. */
  claim(limit: number, leaseMs: number): Promise<readonly CrmJob[]>;
  /** This lead's work at once, due or not; null while another has it in hand, or when the lead is gone. */
  take(leadId: string, leaseMs: number): Promise<CrmJob | null>;
  /** Done, unless the lead changed meanwhile: then it is due again. */
  done(job: CrmJob): Promise<void>;
  /** Not done: tried again after so long. `counts` = towards the tries. */
  again(job: CrmJob, afterMs: number, why: string, counts: boolean): Promise<void>;
  /** Given up until the lead changes again; leaves a notice. */
  bury(job: CrmJob, why: string): Promise<void>;
  /** Contacts to forget that no sync is busy with; they are not given out again for `leaseMs`. */
  erasures(limit: number, leaseMs: number): Promise<readonly { contactId: string; tries: number }[]>;
  erased(contactId: string): Promise<void>;
  /** Leaves a notice where `notice` says so. */
  erasureAgain(contactId: string, afterMs: number, notice: string | null): Promise<void>;
  /** Stored once; a repeat is left out. */
  keepNews(news: readonly CrmNews[]): Promise<void>;
  waitingNews(limit: number): Promise<readonly CrmNews[]>;
  newsHandled(id: string): Promise<void>;
}
