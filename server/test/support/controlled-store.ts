import { type KeptMail, type Store, type StoreChange, StoreError, type StoreState } from "../../src/mailbox/store.ts";

/** A store in memory. The test decides when each commit ends, and how. */
export interface ControlledStore extends Store {
  /** The changes of all commits, in order. */
  readonly commits: { readonly changes: readonly StoreChange[]; readonly seq: number }[];
  /** Commits that have not ended. */
  readonly pending: { resolve(): void; reject(error: StoreError): void }[];
  /** Whether commits end by themselves. */
  isAutomatic: boolean;
  /** Why commits fail; undefined if they succeed. */
  failure: string | undefined;
}

export function createControlledStore(
  state: Partial<StoreState> = {},
  mails: readonly KeptMail[] = [],
): ControlledStore {
  const sources = new Map(mails.map(({ seq, raw }) => [seq, raw]));
  const store: ControlledStore = {
    state: { instance: "INSTANCE0000", seq: 0, sessions: [], faults: [], ...state },
    commits: [],
    pending: [],
    isAutomatic: true,
    failure: undefined,
    get status() {
      return { kind: "sqlite" as const, location: "memory", failure: store.failure, commits: 0, failures: 0 };
    },
    sources: { readPiece: (seq, piece) => sources.get(seq)?.[piece] },
    async load(visit) {
      for (const mail of mails) visit(mail);
    },
    commit(changes, seq) {
      store.commits.push({ changes, seq });
      for (const change of changes)
        if (change.type === "added") sources.set(change.mail.seq, [Buffer.concat(change.mail.raw)]);
      if (store.isAutomatic)
        return store.failure === undefined ? Promise.resolve() : Promise.reject(new StoreError(store.failure));
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      store.pending.push({ resolve, reject });
      return promise;
    },
    async close() {},
  };
  return store;
}
