/**
 * An amount of memory, in bytes, that many users share. A user reserves before it allocates, and releases what it no longer
 * holds. Nothing is allocated here: a budget only counts.
 */
export interface Budget {
  /** More than this can never be reserved. */
  readonly limit: number;
  /** Reserves `bytes`. False where too little is left now; then nothing was reserved. */
  reserve(bytes: number): boolean;
  /** Releases `bytes` that were reserved. */
  release(bytes: number): void;
}

/** The budgets of a server. Each bounds the sum over all of its connections. */
export interface Budgets {
  /** Messages while they come, unread input, unsent replies. */
  readonly data: Budget;
  /** Recipients of transactions that are not complete yet. */
  readonly recipients: Budget;
  /** Transcripts and findings of sessions, open or closed. */
  readonly records: Budget;
}

/** A budget that never refuses. */
export const UNLIMITED: Budget = {
  limit: Number.POSITIVE_INFINITY,
  reserve: () => true,
  release: () => undefined,
};

export const NO_BUDGETS: Budgets = { data: UNLIMITED, recipients: UNLIMITED, records: UNLIMITED };

/** A budget of `limit` bytes. */
export class SharedBudget implements Budget {
  readonly limit: number;
  #used = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** Bytes that are reserved now. */
  get used(): number {
    return this.#used;
  }

  reserve(bytes: number): boolean {
    if (this.#used + bytes > this.limit) return false;
    this.#used += bytes;
    return true;
  }

  release(bytes: number): void {
    this.#used -= bytes;
  }
}

/** Bytes that an account reserves at a time, at least. */
const BLOCK_BYTES = 1024;

/** What one user takes of a budget in small amounts. It reserves blocks, so that most amounts cost an addition. */
export class Account {
  readonly #budget: Budget;
  #used = 0;
  #reserved = 0;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  /** Bytes that are reserved in the budget. */
  get reserved(): number {
    return this.#reserved;
  }

  /** Takes `bytes`; false where the budget has too little left. */
  take(bytes: number): boolean {
    if (this.#used + bytes > this.#reserved) {
      const block = Math.max(bytes, BLOCK_BYTES);
      if (!this.#budget.reserve(block)) return false;
      this.#reserved += block;
    }
    this.#used += bytes;
    return true;
  }

  /** Puts `bytes` back that were taken. The account keeps them reserved for what it takes next. */
  putBack(bytes: number): void {
    this.#used -= bytes;
  }
}
