/**
 * A limit on the memory, in bytes, that many users share. A user reserves memory before it allocates, and releases it when
 * done. A budget only counts; it allocates nothing.
 */
export interface Budget {
  /** Bytes that can be reserved at most. */
  readonly limit: number;
  /** Reserves `bytes`. Returns false, and reserves nothing, if too little is left. */
  reserve(bytes: number): boolean;
  /** Releases `bytes` that were reserved. */
  release(bytes: number): void;
}

/** The budgets of a server. Each is shared by all connections. */
export interface Budgets {
  /** Incoming messages, unread input, unsent replies. */
  readonly data: Budget;
  /** Recipients of transactions in progress. */
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

  /** Bytes reserved now. */
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

/** Minimum bytes that an account reserves at a time. */
const BLOCK_BYTES = 1024;

/** One user's small amounts of a budget. It reserves whole blocks, so most charges are a single addition. */
export class Account {
  readonly #budget: Budget;
  #used = 0;
  #reserved = 0;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  /** Bytes reserved in the budget. */
  get reserved(): number {
    return this.#reserved;
  }

  /** Charges `bytes` to the account. Returns false if the budget is exhausted. */
  charge(bytes: number): boolean {
    if (this.#used + bytes > this.#reserved) {
      const block = Math.max(bytes, BLOCK_BYTES);
      if (!this.#budget.reserve(block)) return false;
      this.#reserved += block;
    }
    this.#used += bytes;
    return true;
  }

  /** Refunds `bytes`. They stay reserved for later charges. */
  refund(bytes: number): void {
    this.#used -= bytes;
  }
}
