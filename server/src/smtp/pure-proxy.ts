import { BlockList, isIP } from "node:net";
import type { HookAnswer, HookContext, SmtpSession } from "./hooks.ts";
import type { SmtpEndpoint } from "./options.ts";
import { withPeerHeader } from "./peer-header.ts";
import type { EsmtpParameter, Path } from "./protocol/envelope.ts";
import { isRefusal, type Reply } from "./protocol/reply.ts";
import type { SmtpAddress } from "./server.ts";
import { type ProcessedMessage, SmtpServer, type SmtpServerClassOptions } from "./smtp-server.ts";
import { Upstream, type UpstreamOptions } from "./upstream.ts";

export interface PureProxyOptions extends SmtpServerClassOptions {
  readonly upstream: UpstreamOptions;
  /** Recipients that may be sent to; `*` stands for any run of characters. Without it only loopback is listened on. */
  readonly allowRecipients?: readonly string[];
}

const NOT_ALLOWED: Reply = { code: 550, enhanced: "5.7.1", text: "This proxy does not send to that recipient" };

/**
 * Hands each message on to another server, as the class of this name in Python's smtpd did, with X-Peer added. Commands are
 * passed on as they come, so that the client gets what upstream answers to each recipient.
 */
export class PureProxy extends SmtpServer {
  readonly #options: PureProxyOptions;
  readonly #allowed: readonly RegExp[] | undefined;
  readonly #upstreams = new WeakMap<SmtpSession, Upstream>();

  constructor(options: PureProxyOptions) {
    // Upstream is sent DATA, which cannot carry BINARYMIME.
    super({ ...options, hideExtensions: [...(options.hideExtensions ?? []), "BINARYMIME"] });
    this.#options = options;
    this.#allowed = options.allowRecipients?.map(pattern);
  }

  /** Rejects an address that others can reach, unless recipients are limited: it would be an open relay. */
  override async listen(endpoint: SmtpEndpoint): Promise<SmtpAddress> {
    if (this.#allowed === undefined && !("path" in endpoint) && !isLoopback(endpoint.host ?? "127.0.0.1")) {
      throw new Error(`A proxy on ${endpoint.host} that sends to anybody is an open relay: limit allowRecipients`);
    }
    return super.listen(endpoint);
  }

  override async onMail(context: HookContext & { readonly path: Path }): Promise<HookAnswer> {
    const own = await super.onMail(context);
    if (own) return own;
    const upstream = await this.#upstreamOf(context.session);
    if (!(upstream instanceof Upstream)) return upstream;
    return upstream.say(`MAIL FROM:<${context.path.address}>${passedOn(context.path.parameters, upstream)}`);
  }

  /** The session's connection to upstream, ready for MAIL; or why there is none. */
  async #upstreamOf(session: SmtpSession): Promise<Upstream | Reply> {
    const known = this.#upstreams.get(session);
    if (known?.isOpen === true && (await known.say("RSET")).code === 250) return known;
    const upstream = await Upstream.open(this.#options.upstream);
    if (upstream instanceof Upstream) this.#upstreams.set(session, upstream);
    return upstream;
  }

  override async onRcpt(context: HookContext & { readonly path: Path }): Promise<HookAnswer> {
    const { address, parameters } = context.path;
    if (this.#allowed?.some((allowed) => allowed.test(address)) === false) return NOT_ALLOWED;
    const own = await super.onRcpt(context);
    const upstream = this.#upstreams.get(context.session);
    if (own || upstream === undefined) return own ?? undefined;
    return upstream.say(`RCPT TO:<${address}>${passedOn(parameters, upstream)}`);
  }

  override async processMessage(message: ProcessedMessage): Promise<HookAnswer> {
    const own = await super.processMessage(message);
    const upstream = this.#upstreams.get(message.session);
    if (own || upstream === undefined) return own ?? undefined;
    const go = await upstream.say("DATA");
    if (go.code !== 354) return isRefusal(go) ? go : { code: 451, enhanced: "4.5.0", text: "Upstream is out of order" };
    return upstream.send(withPeerHeader(message.data, message.peer.address));
  }

  override onClose(session: SmtpSession): void {
    this.#upstreams.get(session)?.close();
  }
}

/** Which extension a parameter belongs to; SIZE is left out, since X-Peer makes the message larger. */
const EXTENSION_OF: Readonly<Record<string, string>> = {
  BODY: "8BITMIME",
  SMTPUTF8: "SMTPUTF8",
  RET: "DSN",
  ENVID: "DSN",
  NOTIFY: "DSN",
  ORCPT: "DSN",
};

function passedOn(parameters: readonly EsmtpParameter[], upstream: Upstream): string {
  return parameters
    .filter(({ keyword }) => upstream.offers(EXTENSION_OF[keyword.toUpperCase()] ?? ""))
    .map(({ keyword, value }) => (value === null ? ` ${keyword}` : ` ${keyword}=${value}`))
    .join("");
}

/** A pattern with `*`, in any case. */
function pattern(text: string): RegExp {
  const parts = text.split("*").map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join(".*")}$`, "i");
}

function isLoopback(host: string): boolean {
  const loopback = new BlockList();
  loopback.addSubnet("127.0.0.0", 8);
  loopback.addAddress("::1", "ipv6");
  const family = isIP(host);
  return family === 0 ? host.toLowerCase() === "localhost" : loopback.check(host, family === 4 ? "ipv4" : "ipv6");
}
