import { type ClientRequest, get } from "node:http";

/** Reads server-sent events (HTML §9.2), as far as these servers use them. */
export class EventSource {
  readonly #request: ClientRequest;

  private constructor(request: ClientRequest) {
    this.#request = request;
  }

  /** Resolves once the server has answered; calls `onData` with the data of each event. */
  static async open(port: number, path: string, onData: (data: string) => void): Promise<EventSource> {
    const request = get({ host: "127.0.0.1", port, path, headers: { accept: "text/event-stream" }, agent: false });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    request.on("error", reject);
    request.once("response", (response) => {
      resolve();
      let pieces: string[] = [];
      response.setEncoding("utf8").on("data", (text: string) => {
        pieces.push(text);
        if (!text.includes("\n\n") && !`${pieces.at(-2)?.at(-1)}${text[0]}`.includes("\n\n")) return;
        const events = pieces.join("").split("\n\n");
        pieces = [events.pop() ?? ""];
        for (const event of events) {
          const data = event.split("\n").filter((line) => line.startsWith("data: "));
          if (data.length > 0) onData(data.map((line) => line.slice("data: ".length)).join("\n"));
        }
      });
      response.on("error", () => {});
    });
    await promise;
    return new EventSource(request);
  }

  close(): void {
    this.#request.destroy();
  }
}
