/** What of a row cannot be read, as it is called in the log and in the report of `mailglass store check`. */
const KINDS = {
  meta: "the instance and the number of the newest event",
  source: "the complete source of",
  details: "the envelope's details of",
  receivedAt: "the time of",
  tags: "the tags of",
  findings: "the findings of",
  row: "sources without their message",
  session: "sessions",
  fault: "fault rules",
} as const;

type UnreadableKind = keyof typeof KINDS;

/** Receives what cannot be read: of which message, by its id, if it is one. */
export type OnUnreadable = (kind: UnreadableKind, id?: string) => void;

/** Collects what cannot be read in a store, for one line of the log. */
export class UnreadableRows {
  readonly #maxIds: number;
  readonly #counts = new Map<UnreadableKind, number>();
  readonly #ids = new Map<UnreadableKind, string[]>();

  /** @param maxIds number of ids that are named for each kind */
  constructor(maxIds = 3) {
    this.#maxIds = maxIds;
  }

  get isEmpty(): boolean {
    return this.#counts.size === 0;
  }

  readonly add: OnUnreadable = (kind, id) => {
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
    const ids = this.#ids.get(kind) ?? [];
    this.#ids.set(kind, ids);
    if (id !== undefined && ids.length < this.#maxIds) ids.push(id);
  };

  /** Returns a phrase for each kind: `the tags of 2 messages (ID, ID)`, `sessions: 2`. */
  describe(): string[] {
    return Array.from(this.#counts, ([kind, count]) => {
      if (kind === "meta") return KINDS.meta;
      const ids = this.#ids.get(kind) ?? [];
      if (ids.length === 0) return `${KINDS[kind]}: ${count}`;
      const more = count > ids.length ? ", …" : "";
      return `${KINDS[kind]} ${count} ${count === 1 ? "message" : "messages"} (${ids.join(", ")}${more})`;
    });
  }
}
