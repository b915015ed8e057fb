import { once } from "node:events";
import { WebSocket } from "ws";
import { openCrowd } from "../load/crowd.ts";

/** What a kind of request needs in order to run. */
export interface Surroundings {
  readonly port: number;
  /** Sends the message by SMTP. */
  deliver(): Promise<void>;
  /** Sends the message and returns its id, before anything is computed from the message. */
  deliveredId(): Promise<string>;
  /** Requests a path and reads the whole response. */
  call(path: string, init?: RequestInit): Promise<Response>;
  /** Starts the measurement. */
  start(): Promise<void>;
}

export interface RequestClass {
  readonly name: string;
  readonly group: "receive" | "list" | "search" | "open" | "Mailpit" | "MailHog";
  /** Returns the outcome in one word. */
  readonly run: (surroundings: Surroundings) => Promise<string>;
}

/** `:id` stands for the id of the message. */
function get(group: RequestClass["group"], name: string, path: string): RequestClass {
  return {
    name,
    group,
    async run({ deliveredId, call, start }) {
      const id = await deliveredId();
      await start();
      return String((await call(path.replace(":id", id))).status);
    },
  };
}

/** Receives the message while a WebSocket at `path` listens, until `marker` is the last text received. */
function listening(name: string, path: string): RequestClass {
  return {
    name,
    group: "receive",
    async run({ port, deliver, call, start }) {
      const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { maxPayload: 0 });
      await once(socket, "open");
      await start();
      await deliver();
      // Events are sent after the reply; a request that is answered later than they are sent ends the measurement.
      for (let turn = 0; turn < 20; turn++) await call("/healthz");
      socket.terminate();
      return "received";
    },
  };
}

/** Connections that listen at once, of every kind. */
const CROWD = 360;

/** Receives the message three times while many listen. In the second round all of them pause, then read at the same time. */
const crowded: RequestClass = {
  name: `receive, ${CROWD} listeners`,
  group: "receive",
  async run({ port, deliver, start }) {
    const crowd = await openCrowd(port, CROWD);
    await start();
    await deliver();
    await crowd.quiet();
    crowd.pause();
    await deliver();
    await crowd.quiet();
    crowd.resume();
    await deliver();
    const bytes = await crowd.quiet();
    crowd.close();
    return `received ${Math.round(bytes / 1e6)} MB`;
  },
};

export const REQUESTS: readonly RequestClass[] = [
  {
    name: "receive, nobody listening",
    group: "receive",
    async run({ deliver, call, start }) {
      await start();
      await deliver();
      for (let turn = 0; turn < 20; turn++) await call("/healthz");
      return "received";
    },
  },
  listening("receive, stream", "/api/stream"),
  listening("receive, Mailpit's events", "/api/events"),
  listening("receive, MailHog's events", "/api/v2/websocket"),
  crowded,
  get("list", "list", "/api/messages?limit=50"),
  get("list", "Mailpit list", "/api/v1/messages"),
  get("search", "?q=zzz", "/api/messages?q=zzz"),
  get("search", "has:findings", "/api/messages?q=has:findings"),
  get("search", "Mailpit search", "/api/v1/search?query=zzz"),
  get("search", "MailHog search", "/api/v2/search?kind=containing&query=zzz"),
  get("open", "detail", "/api/messages/:id"),
  get("open", "raw", "/api/messages/:id/raw"),
  get("open", "text", "/api/messages/:id/text"),
  get("open", "html", "/api/messages/:id/html"),
  get("open", "headers", "/api/messages/:id/headers"),
  get("open", "parts", "/api/messages/:id/parts"),
  get("open", "part", "/api/messages/:id/parts/1"),
  get("open", "findings", "/api/messages/:id/findings"),
  get("open", "links", "/api/messages/:id/links"),
  get("open", "preview", "/api/messages/:id/preview"),
  get("open", "preview info", "/api/messages/:id/preview/info"),
  get("Mailpit", "message", "/api/v1/message/:id"),
  get("Mailpit", "headers", "/api/v1/message/:id/headers"),
  get("Mailpit", "html-check", "/api/v1/message/:id/html-check"),
  get("Mailpit", "link-check", "/api/v1/message/:id/link-check"),
  get("Mailpit", "thumbnail", "/api/v1/message/:id/part/2/thumb"),
  get("Mailpit", "part", "/api/v1/message/:id/part/1"),
  get("Mailpit", "view.html", "/view/:id.html"),
  get("Mailpit", "view.txt", "/view/:id.txt"),
  get("MailHog", "messages", "/api/v2/messages"),
  get("MailHog", "message", "/mailhog/api/v1/messages/:id"),
  get("MailHog", "part", "/mailhog/api/v1/messages/:id/mime/part/0/download"),
];
