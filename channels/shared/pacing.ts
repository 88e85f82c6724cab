/** How much waits when a platform says "too fast". */
export type PaceScope = "person" | "account";

export interface PacerOptions {
  /** A fixed pace for each account; 0 = as fast as asked until the platform objects. */
  readonly messagesPerSecond: number;
  readonly now: () => number;
}

/** What the platform's objection means in numbers. See docs/decisions/pacing.md. */
const personWaitMs = 6_000;
const accountWaitMs = 1_000;
const growth = 4;
const longestPersonWaitMs = 600_000;
const longestAccountWaitMs = 300_000;
/** The pace that every number has by Meta's word; a number that objects is held to it first. */
const publishedRate = 80;
const slowestRate = 5;
/** A limit that grew past this has been forgotten by the platform too. */
const forgottenRate = 1_000;
const recoveryMs = 10_000;

interface Account {
  heldUntil: number;
  strikes: number;
  /** Messages a second; null = no limit known. */
  rate: number | null;
  /** When the next message may leave, by the rate. */
  nextAt: number;
  raisedAt: number;
}

interface Person {
  heldUntil: number;
  strikes: number;
}

/** Keeps an account and each of its people within what the platform allows, learning it from the platform's answers. */
export class Pacer {
  readonly #accounts = new Map<string, Account>();
  readonly #people = new Map<string, Person>();
  readonly #now: () => number;
  readonly #fixedRate: number | null;

  constructor(options: PacerOptions) {
    this.#now = options.now;
    this.#fixedRate = options.messagesPerSecond > 0 ? options.messagesPerSecond : null;
  }

  /**
   * How long a message must wait, in milliseconds, and for whose sake; 0 = it may leave now. A wait up to `patience`
   * is a place in the row that the caller takes by waiting; with a longer one the message is to be tried again later.
   */
  ask(
    accountId: string,
    personId: string,
    patience: number,
  ): { readonly waitMs: number; readonly scope: PaceScope } {
    const now = this.#now();
    const person = this.#people.get(personKey(accountId, personId));
    if (person && person.heldUntil > now) return { waitMs: person.heldUntil - now, scope: "person" };
    const account = this.#account(accountId);
    if (account.heldUntil > now) return { waitMs: account.heldUntil - now, scope: "account" };
    return { waitMs: this.#place(account, now, patience), scope: "account" };
  }

  /** The platform took a message for this person: earlier objections about the pair are settled. */
  accepted(accountId: string, personId: string): void {
    this.#people.delete(personKey(accountId, personId));
    const account = this.#accounts.get(accountId);
    if (account) account.strikes = 0;
  }

  /** The platform objected. Answers how long to wait; `askedMs` is what the platform itself asked for. */
  refused(accountId: string, personId: string, scope: PaceScope, askedMs: number | null): number {
    return scope === "person"
      ? this.#holdPerson(accountId, personId, askedMs)
      : this.#holdAccount(accountId, askedMs);
  }

  #place(account: Account, now: number, patience: number): number {
    this.#recover(account, now);
    if (account.rate === null) return 0;
    const waitMs = Math.max(0, account.nextAt - now);
    if (waitMs <= patience) account.nextAt = now + waitMs + 1_000 / account.rate;
    return waitMs;
  }

  #holdPerson(accountId: string, personId: string, askedMs: number | null): number {
    const now = this.#now();
    if (this.#people.size > 10_000) this.#forgetPeople(now);
    const key = personKey(accountId, personId);
    const strikes = this.#people.get(key)?.strikes ?? 0;
    const waitMs = askedMs ?? Math.min(longestPersonWaitMs, personWaitMs * growth ** strikes);
    this.#people.set(key, { heldUntil: now + waitMs, strikes: strikes + 1 });
    return waitMs;
  }

  #holdAccount(accountId: string, askedMs: number | null): number {
    const now = this.#now();
    const account = this.#account(accountId);
    // Objections to messages that were already on their way are the same objection, not a harder one.
    if (account.heldUntil > now) return account.heldUntil - now;
    const waitMs = askedMs ?? Math.min(longestAccountWaitMs, accountWaitMs * growth ** account.strikes);
    account.rate = account.rate === null ? publishedRate : Math.max(slowestRate, account.rate * 0.7);
    account.heldUntil = now + waitMs;
    account.nextAt = account.heldUntil;
    account.raisedAt = account.heldUntil;
    account.strikes++;
    return waitMs;
  }

  /** A tenth more for every quiet stretch, until the limit is no limit any more. */
  #recover(account: Account, now: number): void {
    const quiet = Math.floor((now - account.raisedAt) / recoveryMs);
    if (account.rate === null || account.rate === this.#fixedRate || quiet < 1) return;
    const raised = account.rate * 1.1 ** quiet;
    const ceiling = this.#fixedRate ?? forgottenRate;
    account.raisedAt += quiet * recoveryMs;
    account.rate = raised >= ceiling ? this.#fixedRate : raised;
  }

  #account(accountId: string): Account {
    const known = this.#accounts.get(accountId);
    if (known) return known;
    const account = { heldUntil: 0, strikes: 0, rate: this.#fixedRate, nextAt: 0, raisedAt: 0 };
    this.#accounts.set(accountId, account);
    return account;
  }

  #forgetPeople(now: number): void {
    for (const [key, person] of this.#people) if (person.heldUntil <= now) this.#people.delete(key);
  }
}

function personKey(accountId: string, personId: string): string {
  return `${accountId} ${personId}`;
}
