import { WebSocket } from "ws";
import { EventSource } from "./event-source.ts";
import { check, SoakFailure } from "./failure.ts";
import { keyOf } from "./model.ts";

interface MailHogMessage {
  readonly ID: string;
  readonly Raw: { readonly From: string };
}

interface MailpitEvent {
  readonly Type: string;
  readonly Data?: { readonly ID?: string };
}

/** A listener of MailHog's or Mailpit's API: it must receive each message at most once, and none that does not exist. */
export class CompatListener {
  readonly name: string;
  /** Ids of the messages that it received since it was opened, in order. */
  readonly ids = new Set<string>();
  isOpen = false;
  #failure: SoakFailure | undefined;
  #close: () => void = () => {};

  constructor(name: string) {
    this.name = name;
  }

  async openSocket(port: number, path: "/api/v2/websocket" | "/api/events"): Promise<void> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { maxPayload: 0 });
    this.#close = () => socket.terminate();
    socket
      .on("error", () => {})
      .on("close", () => {
        this.isOpen = false;
      });
    const take = path === "/api/events" ? this.#mailpit : this.#mailhog;
    socket.on("message", (frame: Buffer) => this.#guarded(() => take(frame.toString())));
    await new Promise((resolve, reject) => socket.once("open", resolve).once("close", reject));
    this.isOpen = true;
  }

  async openEventSource(port: number): Promise<void> {
    const source = await EventSource.open(port, "/mailhog/api/v1/events", (data) =>
      this.#guarded(() => this.#mailhog(data)),
    );
    this.isOpen = true;
    this.#close = () => source.close();
  }

  close(): void {
    this.#close();
  }

  verify(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  #guarded(take: () => void): void {
    try {
      take();
    } catch (error) {
      this.#failure ??= error instanceof SoakFailure ? error : new SoakFailure(`${this.name}: ${String(error)}`);
    }
  }

  readonly #mailhog = (text: string): void => {
    const { ID, Raw } = JSON.parse(text) as MailHogMessage;
    check(keyOf(Raw.From) !== undefined, `${this.name}: a message from ${Raw.From}, which was never sent`);
    this.#added(ID);
  };

  readonly #mailpit = (text: string): void => {
    const { Type, Data } = JSON.parse(text) as MailpitEvent;
    if (Type === "new") this.#added(Data?.ID ?? "");
  };

  #added(id: string): void {
    check(!this.ids.has(id), `${this.name}: ${id} is added a second time`);
    this.ids.add(id);
  }
}
