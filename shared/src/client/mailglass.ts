import type { Fault, FaultRule } from "../fault.ts";
import type { Info } from "../info.ts";
import type { StreamEvent } from "../stream-event.ts";
import { type Client, type ClientOptions, createClient } from "./client.ts";
import { createInbox, type Inbox } from "./inbox.ts";

/** A mail catcher as tests use it, wherever it runs. */
export interface Mailglass extends Inbox, AsyncDisposable {
  /** Every route of the API. */
  readonly client: Client;
  readonly url: URL;
  /** Where programs send their mail, as environment variables: pass them to the program under test. */
  readonly env: Readonly<Record<"SMTP_HOST" | "SMTP_PORT" | "SMTP_URL" | "MAILGLASS_URL", string>>;
  /** An address that nobody else has: tests that each use their own never see each other's mail. */
  address(name?: string): string;
  /** Scripts a failure; `await using` ends it with the test. */
  fail(rule: FaultRule): Promise<InjectedFault>;
  /** What happens from now on, until the loop is left or the catcher is closed. */
  stream(): AsyncIterable<StreamEvent>;
  /** At once; waits that are under way are rejected. */
  close(): Promise<void>;
}

/** A scripted failure at work. */
export interface InjectedFault extends AsyncDisposable {
  readonly id: string;
  /** How often it was looked up and how often it hit, so far. */
  counts(): Promise<Pick<Fault, "seen" | "hits">>;
  remove(): Promise<void>;
}

export interface ConnectOptions extends Omit<ClientOptions, "url"> {
  /** Milliseconds that a wait takes at most where it does not say otherwise; 4,000 where it is not given. */
  readonly timeout?: number;
}

/** Connects to a catcher that runs at this address, e.g. `http://localhost:8025`. Rejects where there is none. */
export async function connect(url: string | URL, options: ConnectOptions = {}): Promise<Mailglass> {
  const { timeout = 4_000, ...clientOptions } = options;
  const client = createClient({ ...clientOptions, url });
  const info = await client.getInfo();
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

function createEnvironment({ smtp }: Info, url: URL): Mailglass["env"] {
  // One that listens everywhere is reached where its API is.
  const host = smtp === null || /^(0\.0\.0\.0|::)$/.test(smtp.host) ? url.hostname : smtp.host;
  const port = String(smtp?.port ?? "");
  return {
    SMTP_HOST: host,
    SMTP_PORT: port,
    SMTP_URL: `smtp://${host.includes(":") && !host.startsWith("[") ? `[${host}]` : host}:${port}`,
    MAILGLASS_URL: url.href,
  };
}

/** Below a domain that can never exist (RFC 2606 §2). */
function uniqueAddress(name = "test"): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  const unique = [...bytes].map((byte) => byte.toString(36).padStart(2, "0")).join("");
  return `${name}.${unique}@mailglass.test`;
}

function createInjectedFault(client: Client, { id }: Fault): InjectedFault {
  const remove = async () => {
    await client.deleteFault({ params: { id } }).catch((error: unknown) => {
      // It may be gone already: cleared by somebody, or removed before.
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

/** Listens from the call on; what comes before the loop takes it is kept. */
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
