import type { Fault, FaultRule } from "../fault.ts";
import type { Info } from "../info.ts";
import type { StreamEvent } from "../stream-event.ts";
import { type Client, type ClientOptions, createClient } from "./client.ts";
import { explainConnectError, parseServerUrl } from "./explain-connect-error.ts";
import { createInbox, type Inbox } from "./inbox.ts";

/** A mail catcher as tests use it, wherever it runs. */
export interface Mailglass extends Inbox, AsyncDisposable {
  /** All routes of the API. */
  readonly client: Client;
  readonly url: URL;
  /** Environment variables that make programs send their mail here: pass them to the program under test. */
  readonly env: Readonly<Record<"SMTP_HOST" | "SMTP_PORT" | "SMTP_URL" | "MAILGLASS_URL", string>>;
  /** Returns a unique address: tests that each use their own never see each other's mail. */
  address(name?: string): string;
  /** Injects a failure, until `remove()` is called; `await using` calls it at the end of its block. */
  fail(rule: FaultRule): Promise<InjectedFault>;
  /** Yields events from now on, until the loop ends or the catcher is closed. */
  stream(): AsyncIterable<StreamEvent>;
  /** Closes immediately; waits in progress are rejected. */
  close(): Promise<void>;
}

/** An active fault. */
export interface InjectedFault extends AsyncDisposable {
  readonly id: string;
  /** Returns how many attempts have matched and how many were failed so far. */
  counts(): Promise<Pick<Fault, "seen" | "hits">>;
  remove(): Promise<void>;
}

export interface ConnectOptions extends Omit<ClientOptions, "url"> {
  /** Default timeout of waits in milliseconds; 4,000 if omitted. */
  readonly timeout?: number;
}

/** Connects to a running catcher, e.g. at `http://localhost:8025`. Rejects if there is none, with an error that says what to do. */
export async function connect(url: string | URL, options: ConnectOptions = {}): Promise<Mailglass> {
  const { timeout = 4_000, ...clientOptions } = options;
  const client = createClient({ ...clientOptions, url: parseServerUrl(url) });
  const info = await client.getInfo().catch((error: unknown) => {
    throw explainConnectError(client.url, error);
  });
  const closing = new AbortController();
  const close = async () => closing.abort(new Error("The connection to Mailglass was closed."));
  return {
    ...createInbox({ client, timeout, closing: closing.signal }),
    client,
    url: client.url,
    env: createEnvironment(info, client.url),
    address: uniqueAddress,
    fail: async (rule) => createInjectedFault(client, await client.addFault({ body: rule })),
    stream: () => iterateEvents(client, closing.signal),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function createEnvironment({ smtp, listeners }: Info, url: URL): Mailglass["env"] {
  // A server that listens on all addresses is reached at the host of its API.
  const host = smtp === null || /^(0\.0\.0\.0|::)$/.test(smtp.host) ? url.hostname : smtp.host;
  const port = String(smtp?.port ?? "");
  const isImplicitTls = listeners.some((one) => one.protocol === "smtps" && one.port === smtp?.port);
  return {
    SMTP_HOST: host,
    SMTP_PORT: port,
    SMTP_URL: `${isImplicitTls ? "smtps" : "smtp"}://${host.includes(":") && !host.startsWith("[") ? `[${host}]` : host}:${port}`,
    MAILGLASS_URL: url.href,
  };
}

/** Uses a domain that can never exist (RFC 2606 §2). */
function uniqueAddress(name = "test"): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  const unique = [...bytes].map((byte) => byte.toString(36).padStart(2, "0")).join("");
  return `${name}.${unique}@mailglass.test`;
}

function createInjectedFault(client: Client, { id }: Fault): InjectedFault {
  const remove = async () => {
    await client.deleteFault({ params: { id } }).catch((error: unknown) => {
      // It may already have been removed.
      if (!(error instanceof Error && "status" in error && error.status === 404)) throw error;
    });
  };
  return {
    id,
    counts: async () => {
      const { seen, hits } = await client.getFault({ params: { id } });
      return { seen, hits };
    },
    remove,
    [Symbol.asyncDispose]: remove,
  };
}

/** Subscribes immediately; events are queued until the loop reads them. */
function iterateEvents(client: Client, closing: AbortSignal): AsyncIterable<StreamEvent> {
  const queue: StreamEvent[] = [];
  let wake = () => {};
  const stream = client.openStream({
    onEvents: (iterate) => {
      for (const event of iterate) queue.push(event);
      wake();
    },
  });
  const end = () => {
    stream.close();
    wake();
  };
  closing.addEventListener("abort", end, { once: true });
  return (async function* events() {
    try {
      while (!closing.aborted) {
        yield* queue.splice(0);
        if (queue.length > 0) continue;
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (closing.aborted) resolve();
        });
      }
    } finally {
      closing.removeEventListener("abort", end);
      end();
    }
  })();
}
