import { randomBytes } from "node:crypto";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { hostname as systemHostname } from "node:os";
import { performance } from "node:perf_hooks";
import type { SecureContext } from "node:tls";
import { accountsOf } from "./accounts.ts";
import { Bag } from "./bag.ts";
import { Connection } from "./connection.ts";
import type { SmtpHooks } from "./hooks.ts";
import { nativeCrypto, nativeMemory, nativeOctets } from "./native.ts";
import type { SmtpEndpoint, SmtpServerOptions } from "./options.ts";
import { type Budgets, NO_BUDGETS } from "./protocol/budget.ts";
import type { ListenerKind, Peer } from "./protocol/envelope.ts";
import { type Extension, extensionNamed } from "./protocol/extension.ts";
import { DEFAULT_LIMITS, type SmtpLimits } from "./protocol/limits.ts";
import type { Policy } from "./protocol/policy.ts";
import { SessionRecord } from "./protocol/record.ts";
import { REPLIES } from "./protocol/replies.ts";
import { secureContextOf } from "./tls.ts";

/** Where a listener can be reached: port and address, or the path of a unix socket. */
export type SmtpAddress = { readonly host: string; readonly port: number } | { readonly path: string };

/** What all connections of a listener have in common. */
interface Listener {
  readonly policy: Policy;
  readonly kind: ListenerKind;
  readonly secureContext: SecureContext | undefined;
  /** Address of a client that has none. */
  readonly nowhere: string;
}

/** An SMTP server: listeners, their connections, and the limits that these share. */
export class SmtpListeners {
  readonly #options: SmtpServerOptions;
  readonly #hooks: SmtpHooks;
  readonly #limits: SmtpLimits;
  readonly #budgets: Budgets;
  readonly #connections = new Bag<Connection>();
  readonly #perAddress = new Map<string, number>();
  readonly #servers: Server[] = [];
  readonly #idPrefix = randomBytes(3).toString("hex");
  #sessions = 0;
  #secureContext: Promise<SecureContext | undefined> | undefined;
  #sweep: NodeJS.Timeout | undefined;

  constructor(options: SmtpServerOptions) {
    this.#options = options;
    this.#hooks = options.hooks ?? {};
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#budgets = { ...NO_BUDGETS, ...options.budgets };
  }

  /** Opens a listener; resolves once it takes connections. Rejects where the port is taken. */
  async listen(endpoint: SmtpEndpoint): Promise<SmtpAddress> {
    this.#secureContext ??= secureContextOf(this.#options.tls);
    const secureContext = await this.#secureContext;
    const kind = endpoint.kind ?? "smtp";
    if (kind === "smtps" && secureContext === undefined) throw new Error("An smtps listener needs the tls option");
    const policy = this.#policy(kind, secureContext !== undefined);
    // A client that reset the connection at once has no address any more.
    const nowhere = "path" in endpoint ? endpoint.path : "unknown";
    const accept = (socket: Socket) => this.#accept(socket, { policy, kind, secureContext, nowhere });
    const server = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true }, accept);
    await listening(server, endpoint);
    this.#servers.push(server);
    this.#startSweep();
    return addressOf(server);
  }

  #policy(kind: ListenerKind, tls: boolean): Policy {
    const { auth = {}, hideExtensions = [], strict = false, requireTls = false } = this.#options;
    return {
      hostname: this.#options.hostname ?? systemHostname(),
      lmtp: kind === "lmtp",
      strict,
      limits: this.#limits,
      hidden: new Set(hideExtensions.map(knownExtension)),
      tls,
      requireTls,
      auth: {
        accounts: auth.users === undefined ? undefined : accountsOf(auth.users),
        mechanisms: auth.mechanisms?.map((name) => name.toUpperCase()),
        required: auth.required ?? false,
        needsTls: auth.requiresTls ?? false,
      },
      octets: nativeOctets,
      memory: this.#options.memory ?? nativeMemory,
      budgets: this.#budgets,
      crypto: nativeCrypto,
      now: () => performance.now(),
    };
  }

  #accept(socket: Socket, { policy, kind, secureContext, nowhere }: Listener): void {
    const peer: Peer = { address: socket.remoteAddress ?? nowhere, port: socket.remotePort ?? null };
    const fromAddress = (this.#perAddress.get(peer.address) ?? 0) + 1;
    const tooMany =
      this.#connections.size >= this.#limits.connections || fromAddress > this.#limits.connectionsPerAddress;
    this.#perAddress.set(peer.address, fromAddress);
    this.#sessions += 1;
    const record = new SessionRecord({
      id: `${this.#idPrefix}${this.#sessions.toString(36).padStart(4, "0")}`,
      number: this.#sessions,
      listener: kind,
      peer,
      openedAt: Date.now(),
      transcriptLines: this.#limits.transcriptLines,
      budget: this.#budgets.records,
    });
    this.#hooks.onSessionOpen?.(record);
    const connection = new Connection(socket, {
      policy,
      hooks: this.#hooks,
      record,
      secureContext,
      implicitTls: kind === "smtps",
      refusal: tooMany ? REPLIES.tooManyConnections : undefined,
      onClosed: (closed) => this.#closed(closed),
    });
    this.#connections.add(connection);
  }

  #closed(connection: Connection): void {
    const { address } = connection.record.peer;
    const left = (this.#perAddress.get(address) ?? 1) - 1;
    if (left === 0) this.#perAddress.delete(address);
    else this.#perAddress.set(address, left);
    this.#connections.remove(connection);
    this.#hooks.onSessionClose?.(connection.record);
  }

  /** One timer for the timeouts of all connections. */
  #startSweep(): void {
    const shortest = Math.min(this.#limits.idleTimeout, this.#limits.dataTimeout);
    const every = Math.min(1000, Math.max(10, Math.trunc(shortest / 4)));
    this.#sweep ??= setInterval(() => {
      for (const connection of this.#connections) connection.sweep(every);
    }, every).unref();
  }

  /** Where the first listener can be reached; undefined before `listen`. */
  address(): SmtpAddress | undefined {
    return this.#servers[0] === undefined ? undefined : addressOf(this.#servers[0]);
  }

  /** Connections that are open. */
  get connections(): number {
    return this.#connections.size;
  }

  /** Closes all listeners and hangs up on all clients, at once. */
  async close(): Promise<void> {
    clearInterval(this.#sweep);
    this.#sweep = undefined;
    const closed = this.#servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve)));
    for (const connection of this.#connections) connection.destroy();
    await Promise.all(closed);
  }
}

function knownExtension(name: string): Extension {
  const extension = extensionNamed(name);
  if (extension === undefined) throw new RangeError(`There is no extension called ${name}`);
  return extension;
}

async function listening(server: Server, endpoint: SmtpEndpoint): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject);
  const where =
    "path" in endpoint ? { path: endpoint.path } : { host: endpoint.host ?? "127.0.0.1", port: endpoint.port };
  server.listen({ ...where, backlog: 1024 }, resolve);
  await promise;
  server.off("error", reject);
}

function addressOf(server: Server): SmtpAddress {
  const address: AddressInfo | string | null = server.address();
  if (address === null) throw new Error("The listener is closed");
  return typeof address === "string" ? { path: address } : { host: address.address, port: address.port };
}
