import { TimeSlice } from "../base/time-slice.ts";

/** A name, and the number of messages that have it. */
export interface NameCount {
  readonly name: string;
  readonly messages: number;
  readonly unread: number;
}

/** Counts in how many messages each name occurs. Case does not matter; the spelling that was added first is shown. */
export class FrequencyTable {
  readonly #counts = new Map<string, { readonly name: string; messages: number; unread: number }>();

  /** Counts a message with these names. A name that it has several times counts once. */
  add(names: readonly string[], isUnread: boolean): void {
    const seen = names.length > 1 ? new Set<string>() : undefined;
    for (const name of names) {
      const key = name.toLowerCase();
      if (seen?.has(key) === true) continue;
      seen?.add(key);
      let count = this.#counts.get(key);
      if (count === undefined) {
        count = { name, messages: 0, unread: 0 };
        this.#counts.set(key, count);
      }
      count.messages++;
      if (isUnread) count.unread++;
    }
  }

  /**
   * Returns the most frequent names, in slices; those that are equally frequent by name.
   *
   * @param part only names that contain this text, ignoring case
   * @returns at most `limit` names, and how many there are in total
   */
  async list(limit: number, part = ""): Promise<{ readonly items: NameCount[]; readonly total: number }> {
    const wanted = part.toLowerCase();
    const slice = new TimeSlice();
    let total = 0;
    let items: NameCount[] = [];
    for (const [key, count] of this.#counts) {
      if (slice.isOver) await slice.pause();
      if (!key.includes(wanted)) continue;
      total++;
      items.push(count);
      // Sorting all of them at once would take too long.
      if (items.length >= 2 * limit + 100) items = takeMostFrequent(items, limit);
    }
    return { items: takeMostFrequent(items, limit), total };
  }
}

function takeMostFrequent(counts: readonly NameCount[], limit: number): NameCount[] {
  return counts.toSorted((a, b) => b.messages - a.messages || (a.name < b.name ? -1 : 1)).slice(0, limit);
}
