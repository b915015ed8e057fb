import { randomBytes } from "node:crypto";
import { createServer, type ListenOptions, type Server, type Socket } from "node:net";
import { hostname as systemHostname } from "node:os";
import { performance } from "node:perf_hooks";
import type { SecureContext } from "node:tls";
import { unmapIpv4Address } from "../base/host.ts";
import { listenOnHost } from "../base/listen-on-host.ts";
import { getBoundTcpAddress, startListening } from "../base/tcp-listener.ts";
import { createAccounts } from "./accounts.ts";
import { Connection } from "./connection.ts";
import type { SmtpHooks } from "./hooks.ts";
import { nodeAllocator, nodeByteOps, nodeSaslCrypto } from "./node-platform.ts";
import { type Budgets, NO_BUDGETS } from "./protocol/budget.ts";
import type { ListenerKind, Peer } from "./protocol/envelope.ts";
import { type Extension, findExtension } from "./protocol/grammar/extension.ts";
import { DEFAULT_LIMITS, type SmtpLimits } from "./protocol/limits.ts";
import type { Policy } from "./protocol/policy.ts";
import { SessionRecord } from "./protocol/record/session-record.ts";
import { WIRE_GROUPS } from "./protocol/record/wire-finding-definition.ts";
import { REPLIES } from "./protocol/replies.ts";
import type { SmtpEndpoint, SmtpServerOptions } from "./server-options.ts";
import { createTlsContext, type TlsContext } from "./tls.ts";
import { TurnQueue } from "./turn-queue.ts";

/** The address of a listener: host and port, or the path of a unix socket. */
export type SmtpAddress = { readonly host: string; readonly port: number } | { readonly path: string };

/** What all connections of a listener share. */
interface ListenerContext {
  readonly policy: Policy;
  readonly kind: ListenerKind;
  readonly secureContext: SecureContext | undefined;
  /** Recorded as the peer's address if the socket has none. */
  readonly unknownPeerAddress: string;
}

/** An SMTP server: its listeners, their connections, and the limits that they share. */
export class SmtpListeners {
  readonly #options: SmtpServerOptions;
  readonly #hooks: SmtpHooks;
  readonly #limits: SmtpLimits;
  readonly #budgets: Budgets;
  readonly #connections = new Set<Connection>();
  readonly #connectionsByAddress = new Map<string, number>();
  readonly #servers: Server[] = [];
  readonly #turns = new TurnQueue();
  readonly #idPrefix = randomBytes(3).toString("hex");
  #sessionCount = 0;
  #tlsContext: Promise<TlsContext | undefined> | undefined;
  #timeoutTimer: NodeJS.Timeout | undefined;

  constructor(options: SmtpServerOptions) {
    this.#options = options;
    this.#hooks = options.hooks ?? {};
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#budgets = { ...NO_BUDGETS, ...options.budgets };
  }

  /**
   * Opens a listener; on both loopback addresses for the host `localhost`. Resolves with its first address once it accepts
   * connections; rejects if the port is in use.
   */
  async listen(endpoint: SmtpEndpoint): Promise<SmtpAddress> {
    this.#tlsContext ??= createTlsContext(this.#options.tls);
    const { secureContext, certificateNames = [] } = (await this.#tlsContext) ?? {};
    const kind = endpoint.kind ?? "smtp";
    if (kind === "smtps" && secureContext === undefined) throw new Error("An smtps listener needs the tls option");
    const policy = this.#createPolicy(kind, secureContext !== undefined, certificateNames);
    // The socket has no address if the client reset the connection immediately.
    const unknownPeerAddress = "path" in endpoint ? endpoint.path : "unknown";
    const accept = (socket: Socket) => this.#accept(socket, { policy, kind, secureContext, unknownPeerAddress });
    const open = async (target: ListenOptions) => {
      const server = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true }, accept);
      await startListening(server, { ...target, backlog: 1024 });
      this.#servers.push(server);
      return server;
    };
    this.#startTimeoutTimer();
    if ("path" in endpoint) return getBoundAddress(await open({ path: endpoint.path }));
    const [{ host, port }] = await listenOnHost(
      endpoint.host ?? "127.0.0.1",
      endpoint.port,
      async (address, number) => {
        const server = await open({ host: address, port: number });
        return { ...getBoundTcpAddress(server), close: () => this.#closeServer(server) };
      },
    );
    return { host, port };
  }

  #closeServer(server: Server): Promise<unknown> {
    this.#servers.splice(this.#servers.indexOf(server), 1);
    return new Promise((resolve) => server.close(resolve));
  }

  #createPolicy(kind: ListenerKind, tls: boolean, certificateNames: readonly string[]): Policy {
    const { auth = {}, hideExtensions = [], strict = false, requireTls = false } = this.#options;
    return {
      hostname: this.#options.hostname ?? systemHostname(),
      lmtp: kind === "lmtp",
      strict: new Set(strict === true ? WIRE_GROUPS : strict === false ? [] : strict),
      limits: this.#limits,
      hiddenExtensions: new Set(hideExtensions.map(requireExtension)),
      hasCertificate: tls,
      certificateNames,
      requireTls,
      auth: {
        accounts: auth.users === undefined ? undefined : createAccounts(auth.users),
        mechanisms: auth.mechanisms?.map((name) => name.toUpperCase()),
        required: auth.required ?? false,
        requiresTls: auth.requiresTls ?? false,
      },
      byteOps: nodeByteOps,
      allocator: this.#options.allocator ?? nodeAllocator,
      budgets: this.#budgets,
      crypto: nodeSaslCrypto,
      now: () => performance.now(),
    };
  }

  #accept(socket: Socket, { policy, kind, secureContext, unknownPeerAddress }: ListenerContext): void {
    const peer: Peer = {
      address: unmapIpv4Address(socket.remoteAddress ?? unknownPeerAddress),
      port: socket.remotePort ?? null,
    };
    const fromAddress = (this.#connectionsByAddress.get(peer.address) ?? 0) + 1;
    const isOverLimit =
      this.#connections.size >= this.#limits.connections || fromAddress > this.#limits.connectionsPerAddress;
    this.#connectionsByAddress.set(peer.address, fromAddress);
    this.#sessionCount += 1;
    const record = new SessionRecord({
      id: `${this.#idPrefix}${this.#sessionCount.toString(36).padStart(4, "0")}`,
      number: this.#sessionCount,
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
      refusal: isOverLimit ? REPLIES.tooManyConnections : undefined,
      turns: this.#turns,
      onClose: (closed) => this.#onConnectionClose(closed),
    });
    this.#connections.add(connection);
  }

  #onConnectionClose(connection: Connection): void {
    const { address } = connection.record.peer;
    const remaining = (this.#connectionsByAddress.get(address) ?? 1) - 1;
    if (remaining === 0) this.#connectionsByAddress.delete(address);
    else this.#connectionsByAddress.set(address, remaining);
    this.#connections.delete(connection);
    this.#hooks.onSessionClose?.(connection.record);
  }

  /** One timer for the timeouts of all connections. */
  #startTimeoutTimer(): void {
    const shortestMs = Math.min(this.#limits.idleTimeout, this.#limits.dataTimeout);
    const intervalMs = Math.min(1000, Math.max(10, Math.trunc(shortestMs / 4)));
    this.#timeoutTimer ??= setInterval(() => {
      for (const connection of this.#connections) connection.checkTimeouts(intervalMs);
    }, intervalMs).unref();
  }

  /** The address of the first listener; undefined before `listen`. */
  address(): SmtpAddress | undefined {
    return this.#servers[0] === undefined ? undefined : getBoundAddress(this.#servers[0]);
  }

  /** Number of open connections. */
  get connectionCount(): number {
    return this.#connections.size;
  }

  /** Closes all listeners and connections immediately. */
  async close(): Promise<void> {
    clearInterval(this.#timeoutTimer);
    this.#timeoutTimer = undefined;
    const closed = this.#servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve)));
    for (const connection of this.#connections) connection.destroy();
    await Promise.all(closed);
  }
}

function requireExtension(name: string): Extension {
  const extension = findExtension(name);
  if (extension === undefined) throw new RangeError(`There is no extension called ${name}`);
  return extension;
}

function getBoundAddress(server: Server): SmtpAddress {
  const address = server.address();
  return typeof address === "string" ? { path: address } : getBoundTcpAddress(server);
}
