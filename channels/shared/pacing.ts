import { forgetOldest } from "../../bot/contracts/forget-oldest.ts";

/** How much waits when a platform says "too fast". */
export type PaceScope = "message" | "person" | "account";

export interface PacerOptions {
  /** A fixed pace for each account; 0 = as fast as asked until the platform objects. */
  readonly messagesPerSecond: number;
  readonly now: () => number;
}

/** A wait, and for whose sake. */
export interface Pause {
  readonly waitMs: number;
  readonly scope: PaceScope;
}

/** What an objection means in numbers; docs/decisions/pacing.md says why. */
const personWaitMs = 6_000;
const longestPersonWaitMs = 600_000;
const accountWaitMs = 1_000;
const longestAccountWaitMs = 300_000;
const growth = 4;
const publishedRate = 80;
const slowestRate = 5;
/** A limit that grew past this has been forgotten by the platform too. */
const forgottenRate = 1_000;
const recovery = { everyMs: 5_000, factor: 1.4 } as const;
/** From here on objections are a limit and no accident: a few say so only when they are most of the answers. */
const dense = [
  { objections: 5, share: 0.5 },
  { objections: 20, share: 0.25 },
] as const;
/** Accounts come from outside: beyond so many the one unused longest is forgotten, and learned anew. */
const accountsKept = 10_000;
/** An account that is asked to wait this long is waited for whole, accident or not. */
const longAskMs = 60_000;

interface Account {
  heldUntil: number;
  /** Holds since the last message that was taken. */
  holds: number;
  /** Messages a second; null = no limit known. */
  rate: number | null;
  /** When the next message may leave, by the rate. */
  nextAt: number;
  /** Counted since `since`: the stretch that the rate is judged by. */
  since: number;
  taken: number;
  refused: number;
  /** Messages taken in this second and in the one before. */
  second: number;
  takenNow: number;
  takenBefore: number;
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
    this.#now = neverBack(options.now);
    this.#fixedRate = options.messagesPerSecond > 0 ? options.messagesPerSecond : null;
  }

  /** How many accounts and people it keeps in mind. */
  get remembered(): number {
    return this.#accounts.size + this.#people.size;
  }

  /**
   * How long a message must wait, in milliseconds, and for whose sake; 0 = it may leave now. A wait up to `patience`
   * is a place in the row that the caller takes by waiting; with a longer one the message is to be tried again later.
   */
  ask(accountId: string, personId: string, patience: number): Pause {
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
    const account = this.#account(accountId);
    const now = this.#now();
    account.taken++;
    turnSecond(account, now);
    account.takenNow++;
    if (now >= account.heldUntil) account.holds = 0;
  }

  /** The platform objected. Answers who waits and how long; `askedMs` is what the platform itself asked for. */
  refused(accountId: string, personId: string, about: "person" | "account", askedMs: number | null): Pause {
    if (about === "person")
      return { waitMs: this.#holdPerson(accountId, personId, askedMs), scope: "person" };
    const now = this.#now();
    const account = this.#account(accountId);
    account.refused++;
    // Objections to messages that were already on their way are the same objection, not a harder one.
    if (account.heldUntil > now) return { waitMs: account.heldUntil - now, scope: "account" };
    if (isDense(account) || (askedMs ?? 0) >= longAskMs)
      return { waitMs: hold(account, now, askedMs), scope: "account" };
    account.rate ??= Math.max(publishedRate, takenPerSecond(account, now));
    return { waitMs: askedMs ?? accountWaitMs, scope: "message" };
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

  /** Some more after every stretch without dense objections, until the limit is no limit any more. */
  #recover(account: Account, now: number): void {
    const stretches = Math.floor((now - account.since) / recovery.everyMs);
    if (stretches < 1) return;
    const strained = isDense(account);
    judgeFrom(account, now);
    if (account.rate === null || account.rate === this.#fixedRate || strained) return;
    const raised = account.rate * recovery.factor ** stretches;
    account.rate = raised >= (this.#fixedRate ?? forgottenRate) ? this.#fixedRate : raised;
  }

  #account(accountId: string): Account {
    const known = this.#accounts.get(accountId) ?? this.#newAccount();
    this.#accounts.delete(accountId);
    this.#accounts.set(accountId, known);
    forgetOldest(this.#accounts, accountsKept);
    return known;
  }

  #newAccount(): Account {
    const judged = { since: this.#now(), taken: 0, refused: 0, second: 0, takenNow: 0, takenBefore: 0 };
    return { heldUntil: 0, holds: 0, rate: this.#fixedRate, nextAt: 0, ...judged };
  }

  #forgetPeople(now: number): void {
    for (const [key, person] of this.#people) if (person.heldUntil <= now) this.#people.delete(key);
  }
}

/** Waits are as long as they are: a clock that is set back by an hour must not make each of them an hour longer. */
function neverBack(now: () => number): () => number {
  let latest = Number.NEGATIVE_INFINITY;
  let lost = 0;
  return () => {
    const read = now();
    lost += Math.max(0, latest - read);
    latest = read;
    return read + lost;
  };
}

/** Stops the account, then lets it go on at what the platform took. */
function hold(account: Account, now: number, askedMs: number | null): number {
  const waitMs = askedMs ?? Math.min(longestAccountWaitMs, accountWaitMs * growth ** account.holds);
  const lower = Math.min((account.rate ?? forgottenRate) * 0.7, takenPerSecond(account, now));
  account.rate = Math.max(slowestRate, lower);
  account.heldUntil = now + waitMs;
  account.nextAt = account.heldUntil;
  account.holds++;
  judgeFrom(account, account.heldUntil);
  return waitMs;
}

function isDense({ taken, refused }: Account): boolean {
  const share = refused / (taken + refused);
  return dense.some((limit) => refused >= limit.objections && share >= limit.share);
}

function judgeFrom(account: Account, moment: number): void {
  account.since = moment;
  account.taken = 0;
  account.refused = 0;
}

function takenPerSecond(account: Account, now: number): number {
  turnSecond(account, now);
  return Math.max(account.takenNow, account.takenBefore);
}

function turnSecond(account: Account, now: number): void {
  const second = Math.floor(now / 1_000);
  if (second === account.second) return;
  account.takenBefore = second === account.second + 1 ? account.takenNow : 0;
  account.takenNow = 0;
  account.second = second;
}

function personKey(accountId: string, personId: string): string {
  return `${accountId} ${personId}`;
}
