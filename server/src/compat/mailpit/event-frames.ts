import type { StreamEvent } from "@mailglass/shared";
import { type SummaryContext, summarizeNow } from "./message-summary.ts";

/** Maximum number of deleted messages that are reported individually; for more, clients are asked to reload. */
const MAX_NAMED_MESSAGES = 200;

/** Creates Mailpit's frames for our events, in order. */
export class EventFrames {
  readonly #context: SummaryContext;
  /**
   * The marks of each message as last sent, to find out which of them changed. For a message that is not here,
   * because it arrived before the first listener, both are sent.
   */
  readonly #sentMarks = new Map<string, { readonly read: boolean; readonly tags: string }>();

  /** Token of the undo whose messages were restored last. */
  #lastUndo = "";

  constructor(context: SummaryContext) {
    this.#context = context;
  }

  build(event: StreamEvent): string[] {
    switch (event.type) {
      case "message.added":
        return this.#buildNew(event.message.id);
      case "message.changed":
        return this.#buildUpdate(event);
      case "message.removed":
        for (const id of event.ids) this.#sentMarks.delete(id);
        if (event.reason === "evicted" || event.ids.length > MAX_NAMED_MESSAGES) return [formatFrame("prune", null)];
        return event.ids.map((ID) => formatFrame("delete", { ID }));
      case "message.restored":
        // Mailpit restores nothing. "new" would show an old message as new; "prune" makes its clients read the list again.
        if (event.undo === this.#lastUndo) return [];
        this.#lastUndo = event.undo;
        return [formatFrame("prune", null)];
      case "mailbox.cleared":
        this.#sentMarks.clear();
        return [formatFrame("truncate", null)];
      case "session.closed":
        return buildRefusal(event.session);
      case "resync":
        for (const id of this.#sentMarks.keys())
          if (this.#context.mailbox.handle(id) === undefined) this.#sentMarks.delete(id);
        return [formatFrame("prune", null)]; // makes Mailpit's clients reload the list
      case "faults.changed":
      case "session.opened":
      case "hello":
        return [];
    }
    return [];
  }

  #buildNew(id: string): string[] {
    const { mailbox } = this.#context;
    const message = mailbox.handle(id);
    if (message === undefined) return [];
    this.#remember(message);
    return [formatFrame("new", summarizeNow(this.#context, message))];
  }

  #buildUpdate({ id: ID, read, tags }: Extract<StreamEvent, { type: "message.changed" }>): string[] {
    const before = this.#sentMarks.get(ID);
    this.#remember({ id: ID, read, tags });
    return [
      ...(before?.read === read ? [] : [formatFrame("update", { ID, Read: read })]),
      ...(before?.tags === tags.join() ? [] : [formatFrame("update", { ID, Tags: tags })]),
    ];
  }

  #remember({ id, read, tags }: { id: string; read: boolean; tags: readonly string[] }): void {
    this.#sentMarks.set(id, { read, tags: tags.join() });
  }
}

/**
 * Builds a frame for a refusal. Mailpit reports each refusal immediately; we report a session's last refusal when it
 * closes.
 */
function buildRefusal({ lastRefusal, peer }: Extract<StreamEvent, { type: "session.closed" }>["session"]): string[] {
  if (lastRefusal === "") return [];
  const Level = lastRefusal.startsWith("5") ? "error" : "warning";
  return [formatFrame("error", { Level, Type: "smtpd", IP: peer.address, Message: lastRefusal })];
}

export const formatFrame = (Type: string, Data: unknown): string => JSON.stringify({ Type, Data });
