import type { Query } from "@mailglass/shared";
import type { MessageHandle, MessageMarks, MessageReference } from "./mailbox.ts";
import { MemoryReader } from "./memory-reader.ts";

/** Messages that are marked in one commit. */
const MARKS_PER_COMMIT = 500;

/** The part of a mailbox with a store that changes several messages: the same with every store, once it can remove and mark some. */
export abstract class CommittingMailbox extends MemoryReader {
  abstract remove(messages: readonly MessageReference[]): Promise<number>;

  /** Marks these messages in one commit. Returns how many were marked. */
  protected abstract markSome(messages: readonly MessageReference[], marks: MessageMarks): Promise<number>;

  async removeMatching(query: Query): Promise<number> {
    return this.remove(await this.memory.find(query));
  }

  async mark(id: string, marks: MessageMarks): Promise<MessageHandle | undefined> {
    const message = this.memory.handle(id);
    return message && (await this.markSome([message], marks)) > 0 ? message : undefined;
  }

  async markMatching(query: Query, marks: MessageMarks): Promise<number> {
    return this.markAll(await this.memory.find(query), marks);
  }

  async markAll(messages: readonly MessageReference[], marks: MessageMarks): Promise<number> {
    let count = 0;
    for (let first = 0; first < messages.length; first += MARKS_PER_COMMIT)
      count += await this.markSome(messages.slice(first, first + MARKS_PER_COMMIT), marks);
    return count;
  }

  /** Numbers of those of these messages that are listed. */
  protected findSeqs(messages: readonly MessageReference[]): readonly number[] {
    return this.memory.findAll(messages).map(({ seq }) => seq);
  }
}
