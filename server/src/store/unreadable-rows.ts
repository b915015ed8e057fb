/** What of a row cannot be read, as it is called in the log and in the report of `mailglass store check`. */
const KINDS = {
  meta: "the instance and the number of the newest event",
  source: "the complete source of",
  details: "the envelope's details of",
  receivedAt: "the time of",
  tags: "the tags of",
  findings: "the findings of",
  number: "messages with an impossible number",
  row: "sources without their message",
  session: "sessions",
  fault: "fault rules",
  undo: "deletions that could be undone",
} as const;

export type UnreadableKind = keyof typeof KINDS;

/** Receives what cannot be read: of which message, by its id, if it is one. */
export type OnUnreadable = (kind: UnreadableKind, id?: string) => void;

/** Collects what cannot be read in a store, for one line of the log. */
export class UnreadableRows {
  readonly #maxIds: number;
  /** Of rows that are no messages. */
  readonly #counts = new Map<UnreadableKind, number>();
  /** A message may be reported again when it is read again. */
  readonly #ids = new Map<UnreadableKind, Set<string>>();

  /** @param maxIds number of ids that are named for each kind */
  constructor(maxIds = 3) {
    this.#maxIds = maxIds;
  }

  get isEmpty(): boolean {
    return this.#counts.size === 0 && this.#ids.size === 0;
  }

  readonly add: OnUnreadable = (kind, id) => {
    if (id === undefined) this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
    else this.#ids.set(kind, (this.#ids.get(kind) ?? new Set()).add(id));
  };

  /** Returns a phrase for each kind: `the tags of 2 messages (ID, ID)`, `sessions: 2`. */
  describe(): string[] {
    const ofMessages = Array.from(this.#ids, ([kind, ids]) => {
      const named = [...ids].slice(0, this.#maxIds).join(", ");
      const more = ids.size > this.#maxIds ? ", …" : "";
      return `${KINDS[kind]} ${ids.size} ${ids.size === 1 ? "message" : "messages"} (${named}${more})`;
    });
    const others = Array.from(this.#counts, ([kind, count]) =>
      kind === "meta" ? KINDS.meta : `${KINDS[kind]}: ${count}`,
    );
    return [...ofMessages, ...others];
  }
}
