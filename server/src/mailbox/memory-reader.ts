import type { MessageSummary, Query, StreamEvent } from "@mailglass/shared";
import type { Allocator } from "../base/allocator.ts";
import type {
  ListOptions,
  MailboxCounts,
  MailboxLimits,
  MailboxTotals,
  MessageHandle,
  MessagePage,
  RowPage,
  StoredMessage,
  ThreadLog,
  Undo,
  WaitCriteria,
  WaitOutcome,
} from "./mailbox.ts";
import type { MaybePromise } from "./maybe-promise.ts";
import type { MemoryMailbox } from "./memory-mailbox.ts";

/** The part of a mailbox with a store that reads: all of it comes from the memory. */
export class MemoryReader {
  protected readonly memory: MemoryMailbox;

  constructor(memory: MemoryMailbox) {
    this.memory = memory;
  }

  get instance(): string {
    return this.memory.instance;
  }

  get limits(): MailboxLimits {
    return this.memory.limits;
  }

  get seq(): number {
    return this.memory.seq;
  }

  get threads(): ThreadLog {
    return this.memory.threads;
  }

  get allocator(): Allocator {
    return this.memory.allocator;
  }

  counts(): MailboxCounts {
    return this.memory.counts();
  }

  totals(): MailboxTotals {
    return this.memory.totals();
  }

  dropCaches(): void {
    this.memory.dropCaches();
  }

  get(id: string): MaybePromise<StoredMessage | undefined> {
    return this.memory.get(id);
  }

  latest(query?: Query): Promise<StoredMessage | undefined> {
    return this.memory.latest(query);
  }

  list(options: ListOptions): MessagePage {
    return this.memory.list(options);
  }

  search(query: Query, options: ListOptions): Promise<MessagePage> {
    return this.memory.search(query, options);
  }

  rows(options: ListOptions, query?: Query): Promise<RowPage> {
    return this.memory.rows(options, query);
  }

  handles(options?: ListOptions): readonly MessageHandle[] {
    return this.memory.handles(options);
  }

  handle(id: string): MessageHandle | undefined {
    return this.memory.handle(id);
  }

  find(query: Query): Promise<readonly MessageHandle[]> {
    return this.memory.find(query);
  }

  undos(): readonly Undo[] {
    return this.memory.undos();
  }

  row(message: MessageHandle): MaybePromise<MessageSummary> {
    return this.memory.row(message);
  }

  rowBefore(message: MessageHandle, deadline: number): MaybePromise<MessageSummary> {
    return this.memory.rowBefore(message, deadline);
  }

  summary(message: MessageHandle): MessageSummary {
    return this.memory.summary(message);
  }

  wait(criteria: WaitCriteria, options: { timeout: number; signal?: AbortSignal }): Promise<WaitOutcome> {
    return this.memory.wait(criteria, options);
  }

  replay(seq: number, visit: (event: StreamEvent) => boolean): Promise<boolean> {
    return this.memory.replay(seq, visit);
  }

  subscribe(listener: (events: readonly StreamEvent[]) => void): () => void {
    return this.memory.subscribe(listener);
  }
}
