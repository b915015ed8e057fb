import { isLoopback } from "../base/host.ts";
import type { HookAnswer, HookContext, SmtpSession } from "./hooks.ts";
import { addPeerHeader } from "./peer-header.ts";
import type { EsmtpParameter, Path } from "./protocol/envelope.ts";
import { isRefusal, type Reply } from "./protocol/reply.ts";
import type { SmtpAddress } from "./server.ts";
import type { SmtpEndpoint } from "./server-options.ts";
import { type ProcessedMessage, SmtpServer, type SmtpServerClassOptions } from "./smtp-server.ts";
import { UNREACHABLE, UpstreamConnection, type UpstreamOptions } from "./upstream-connection.ts";

export interface PureProxyOptions extends SmtpServerClassOptions {
  readonly upstream: UpstreamOptions;
  /** Allowed recipients; `*` matches any characters. Without this option the proxy listens on loopback only. */
  readonly allowRecipients?: readonly string[];
}

const RECIPIENT_NOT_ALLOWED: Reply = {
  code: 550,
  enhanced: "5.7.1",
  text: "This proxy does not send to that recipient",
};

/** Whether a hook of a subclass refuses. If it accepts, the reply is that of the upstream server. */
function isRefusedBy(answer: HookAnswer | void): answer is Reply | string {
  if (typeof answer === "string") return !answer.startsWith("2");
  return answer !== undefined && isRefusal(answer);
}

/**
 * Forwards each message to another server with X-Peer added, like the class of this name in Python's smtpd. MAIL and RCPT are
 * forwarded immediately, so that the client gets the upstream server's reply for each recipient.
 */
export class PureProxy extends SmtpServer {
  readonly #options: PureProxyOptions;
  readonly #allowedRecipients: readonly RegExp[] | undefined;
  readonly #connections = new WeakMap<SmtpSession, UpstreamConnection>();

  constructor(options: PureProxyOptions) {
    // Messages are forwarded with DATA, which does not allow BINARYMIME.
    super({ ...options, hideExtensions: [...(options.hideExtensions ?? []), "BINARYMIME"] });
    this.#options = options;
    this.#allowedRecipients = options.allowRecipients?.map(compileRecipientPattern);
  }

  /** Rejects an address that other machines can reach, unless recipients are restricted: it would be an open relay. */
  override async listen(endpoint: SmtpEndpoint): Promise<SmtpAddress> {
    if (this.#allowedRecipients === undefined && !("path" in endpoint) && !isLoopback(endpoint.host ?? "127.0.0.1")) {
      throw new Error(`A proxy on ${endpoint.host} that sends to anybody is an open relay: limit allowRecipients`);
    }
    return super.listen(endpoint);
  }

  override async onMail(context: HookContext & { readonly path: Path }): Promise<HookAnswer> {
    const ownReply = await super.onMail(context);
    if (isRefusedBy(ownReply)) return ownReply;
    const upstream = await this.#connectUpstream(context.session);
    if (!(upstream instanceof UpstreamConnection)) return upstream;
    return upstream.sendCommand(
      `MAIL FROM:<${context.path.address}>${formatForwardedParameters(context.path.parameters, upstream)}`,
    );
  }

  /** Returns the session's upstream connection, ready for MAIL, or the refusal if there is none. */
  async #connectUpstream(session: SmtpSession): Promise<UpstreamConnection | Reply> {
    const existing = this.#connections.get(session);
    if (existing?.isOpen === true && (await existing.sendCommand("RSET")).code === 250) return existing;
    const upstream = await UpstreamConnection.open(this.#options.upstream);
    if (upstream instanceof UpstreamConnection) this.#connections.set(session, upstream);
    return upstream;
  }

  override async onRcpt(context: HookContext & { readonly path: Path }): Promise<HookAnswer> {
    const { address, parameters } = context.path;
    if (this.#allowedRecipients?.some((allowed) => allowed.test(address)) === false) return RECIPIENT_NOT_ALLOWED;
    const ownReply = await super.onRcpt(context);
    if (isRefusedBy(ownReply)) return ownReply;
    const upstream = this.#connections.get(context.session);
    if (upstream === undefined) return UNREACHABLE;
    return upstream.sendCommand(`RCPT TO:<${address}>${formatForwardedParameters(parameters, upstream)}`);
  }

  override async processMessage(message: ProcessedMessage): Promise<HookAnswer> {
    const ownReply = await super.processMessage(message);
    if (isRefusedBy(ownReply)) return ownReply;
    const upstream = this.#connections.get(message.session);
    if (upstream === undefined) return UNREACHABLE;
    const dataReply = await upstream.sendCommand("DATA");
    if (dataReply.code !== 354)
      return isRefusal(dataReply) ? dataReply : { code: 451, enhanced: "4.5.0", text: "Upstream is out of order" };
    return upstream.sendData(addPeerHeader(message.data, message.peer.address));
  }

  override onClose(session: SmtpSession): void {
    this.#connections.get(session)?.close();
  }
}

/** The extension of each forwarded parameter. SIZE is not forwarded, because X-Peer makes the message larger. */
const EXTENSION_BY_PARAMETER: Readonly<Record<string, string>> = {
  BODY: "8BITMIME",
  SMTPUTF8: "SMTPUTF8",
  RET: "DSN",
  ENVID: "DSN",
  NOTIFY: "DSN",
  ORCPT: "DSN",
};

function formatForwardedParameters(parameters: readonly EsmtpParameter[], upstream: UpstreamConnection): string {
  return parameters
    .filter(({ keyword }) => upstream.supports(EXTENSION_BY_PARAMETER[keyword.toUpperCase()] ?? ""))
    .map(({ keyword, value }) => (value === null ? ` ${keyword}` : ` ${keyword}=${value}`))
    .join("");
}

/** Compiles a pattern with `*`. Case is ignored. */
function compileRecipientPattern(text: string): RegExp {
  const parts = text.split("*").map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join(".*")}$`, "i");
}
