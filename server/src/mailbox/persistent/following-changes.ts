import type { FollowingChange } from "../store.ts";

/** Maximum number of sessions that wait to be stored while the store fails. */
const MAX_SESSIONS = 1_000;

/** The changes that have taken effect and are not committed yet. Numbers of deleted messages are collected in one change. */
export class FollowingChanges {
  #deleted: number[] = [];
  #others: FollowingChange[] = [];
  #sessionCount = 0;

  get size(): number {
    return this.#others.length + (this.#deleted.length > 0 ? 1 : 0);
  }

  add(change: FollowingChange): void {
    if (change.type === "deleted") {
      for (const seq of change.seqs) this.#deleted.push(seq);
      return;
    }
    if (change.type === "session" && ++this.#sessionCount > MAX_SESSIONS) this.#dropOldestSession();
    this.#others.push(change);
  }

  /** Removes all changes and returns them. */
  take(): readonly FollowingChange[] {
    const taken: FollowingChange[] =
      this.#deleted.length > 0 ? [...this.#others, { type: "deleted", seqs: this.#deleted }] : this.#others;
    this.#deleted = [];
    this.#others = [];
    this.#sessionCount = 0;
    return taken;
  }

  /** Puts changes back that could not be committed. */
  putBack(changes: readonly FollowingChange[]): void {
    const later = this.take();
    for (const change of [...changes, ...later]) this.add(change);
  }

  #dropOldestSession(): void {
    this.#others.splice(
      this.#others.findIndex(({ type }) => type === "session"),
      1,
    );
    this.#sessionCount--;
  }
}
