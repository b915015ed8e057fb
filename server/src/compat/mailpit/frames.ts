import type { StreamEvent } from "@mailglass/shared";
import { summaryOf } from "./message.ts";
import type { World } from "./search.ts";

/** Deleted messages that are named one by one; of more it is only told that there are changes. */
const MAX_NAMED = 200;

/** Makes Mailpit's frames of our events, in their order. */
export class Frames {
  readonly #world: World;
  /**
   * Marks of each message as they were sent last: what changed is only known by comparing. Of a message that is not
   * here, because it came before the first listener, both are sent.
   */
  readonly #told = new Map<string, { readonly read: boolean; readonly tags: string }>();

  constructor(world: World) {
    this.#world = world;
  }

  of(event: StreamEvent): string[] {
    switch (event.type) {
      case "message.added":
        return this.#added(event.message.id);
      case "message.changed":
        return this.#changed(event);
      case "message.removed":
        for (const id of event.ids) this.#told.delete(id);
        if (event.reason === "evicted" || event.ids.length > MAX_NAMED) return [frame("prune", null)];
        return event.ids.map((ID) => frame("delete", { ID }));
      case "mailbox.cleared":
        this.#told.clear();
        return [frame("truncate", null)];
      case "session.closed":
        return refusalsOf(event.session);
      case "resync":
        for (const id of this.#told.keys()) if (this.#world.mailbox.handle(id) === undefined) this.#told.delete(id);
        return [frame("prune", null)]; // what Mailpit's clients read the list anew for
      case "session.opened":
      case "hello":
        return [];
    }
    return [];
  }

  #added(id: string): string[] {
    const { mailbox, tags } = this.#world;
    const message = mailbox.handle(id);
    if (message === undefined) return [];
    this.#remember(message);
    return [frame("new", summaryOf(mailbox, tags, message))];
  }

  #changed({ id: ID, read, tags }: Extract<StreamEvent, { type: "message.changed" }>): string[] {
    const before = this.#told.get(ID);
    this.#remember({ id: ID, read, tags });
    return [
      ...(before?.read === read ? [] : [frame("update", { ID, Read: read })]),
      ...(before?.tags === tags.join() ? [] : [frame("update", { ID, Tags: tags })]),
    ];
  }

  #remember({ id, read, tags }: { id: string; read: boolean; tags: readonly string[] }): void {
    this.#told.set(id, { read, tags: tags.join() });
  }
}

/** Mailpit tells each refusal as it happens; here a session tells its last one when it is over. */
function refusalsOf({ lastRefusal, peer }: Extract<StreamEvent, { type: "session.closed" }>["session"]): string[] {
  if (lastRefusal === "") return [];
  const Level = lastRefusal.startsWith("5") ? "error" : "warning";
  return [frame("error", { Level, Type: "smtpd", IP: peer.address, Message: lastRefusal })];
}

export const frame = (Type: string, Data: unknown): string => JSON.stringify({ Type, Data });
