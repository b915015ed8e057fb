import type { MemoryMailbox } from "../memory-mailbox.ts";
import type { KeptMail } from "../store.ts";
import { RingMessage } from "../stored-message.ts";
import { applyMessageChange } from "./apply-change.ts";
import type { SharedCommits } from "./shared-commits.ts";
import type { SharedFaults } from "./shared-faults.ts";
import type { SharedSessions } from "./shared-sessions.ts";
import type { AppliedChange, Follower, NewMail, NumberedChange, SharedState } from "./shared-store.ts";

interface Parts {
  readonly memory: MemoryMailbox;
  readonly faults: SharedFaults;
  readonly sessions: SharedSessions;
  readonly commits: SharedCommits;
  /** Called with the time of each message, in ms since the epoch. */
  onMessage(receivedAt: number): void;
  /** Called after changes were applied. */
  onChanged(): void;
}

type Read = (seqs: readonly number[]) => AsyncIterable<readonly KeptMail[]>;

/** Brings the memory of an instance to the state of the store, and applies the changes that follow. */
export class SharedFollower implements Follower {
  readonly #parts: Parts;
  isLoaded = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get seq(): number {
    return this.#parts.memory.changes.seq;
  }

  get instance(): string | undefined {
    const { instance } = this.#parts.memory;
    return instance === "" ? undefined : instance;
  }

  async load(state: SharedState, read: Read): Promise<void> {
    const { memory, faults, sessions, commits } = this.#parts;
    const isSame = memory.instance === state.instance;
    const isFirst = this.instance === undefined;
    const knownSeq = isSame ? this.seq : 0;
    this.isLoaded = false;
    memory.kept.unload();
    memory.instance = state.instance;
    for await (const mails of read(state.listed)) {
      for (const mail of mails) {
        memory.addKept(mail, !isFirst && mail.seq > knownSeq);
        this.#parts.onMessage(mail.receivedAt);
      }
    }
    for (const undo of state.undos) await this.#loadUndo(undo, read);
    faults.load(state.faults);
    for (const session of state.sessions) sessions.load(session);
    memory.changes.restart(state.seq, isSame ? "too-old" : "restarted");
    this.isLoaded = true;
    commits.onOwnEvents();
    commits.onApplied();
    this.#parts.onChanged();
  }

  async #loadUndo({ seqs, ...undo }: SharedState["undos"][number], read: Read): Promise<void> {
    const { memory } = this.#parts;
    const messages = [];
    for await (const mails of read(seqs))
      messages.push(...mails.map((mail) => RingMessage.fromStore(mail, memory.context)));
    if (messages.length > 0) memory.kept.addDeleted(messages, undo);
  }

  apply(changes: readonly NumberedChange[]): void {
    const { memory, commits } = this.#parts;
    for (const { first, last, change } of changes)
      memory.changes.recordNumbered(first, last - first + 1, () => this.#applyOne(change, last - first + 1));
    commits.onApplied();
    this.#parts.onChanged();
  }

  #applyOne(change: AppliedChange, count: number): void {
    const { memory, faults, sessions, commits } = this.#parts;
    switch (change.type) {
      case "session":
        sessions.put(change.session);
        return;
      case "fault":
        faults.put(change.fault);
        return;
      case "faults-removed":
        faults.removeAll(change.ids);
        return;
      case "attempt":
        faults.setCounts(change.counts);
        return;
      case "own-events":
        if (!change.isOwn) return;
        memory.changes.recordDeferred(count);
        commits.onOwnEvents(count);
        return;
      case "added":
        if (change.mail !== undefined) this.#parts.onMessage(change.mail.receivedAt);
        applyMessageChange(memory, change);
        return;
      default:
        applyMessageChange(memory, change);
    }
  }

  onInterrupted(): void {
    this.#parts.commits.onInterrupted();
  }

  onUnused(mail: NewMail): void {
    // Last allocated first.
    for (const chunk of mail.raw.toReversed()) this.#parts.memory.allocator.release(chunk);
  }
}
