import { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { readErrorMessage } from "../base/error-message.ts";
import { isLoopback, isWildcard } from "../base/host.ts";
import type { RawChunks } from "../mailbox/mailbox.ts";
import type { ReleaseMail, ReleaseOutcome, ReleaseRequest } from "../mailbox/release.ts";
import { createSmtpTransport } from "./smtp-transport.ts";
import type { Upstream } from "./upstream.ts";

export interface RelayOptions {
  /** Servers that mail may be released to. The first is used if a request names none. */
  readonly upstreams: readonly Upstream[];
  /** Reverse-path of all released mail; null keeps the message's own. */
  readonly returnPath: string | null;
  /** Patterns of recipients that mail may be released to, and of those that it must never be released to. */
  readonly allowedRecipients: RegExp | null;
  readonly blockedRecipients: RegExp | null;
  /** Our own SMTP port: mail released there stays in this mailbox. */
  readonly ownSmtp: {
    readonly host: string;
    readonly port: number;
    readonly tls: "none" | "starttls" | "implicit";
  };
}

/** Timeout in milliseconds for each step of the conversation with a server. */
const STEP_TIMEOUT_MS = 20_000;

/**
 * Sends mail on request, byte for byte, and only to servers that the operator has configured, or to ourselves. The
 * recipients are those of the request, never those of the message.
 */
export function createRelay(options: RelayOptions): ReleaseMail {
  return async function release(source, { from, upstream, to }) {
    const forbidden = to.find((recipient) => !isRecipientAllowed(recipient, options));
    if (forbidden !== undefined)
      return { type: "refused", reason: `Mail may not be released to ${forbidden.slice(0, 200)}.` };
    const server = findTarget(upstream, options);
    if (server === undefined) {
      const asked = upstream === null ? "any server" : `${upstream.host.slice(0, 200)}:${upstream.port}`;
      return {
        type: "refused",
        reason: `Mail may not be released to ${asked}: --relay lists the allowed servers.`,
      };
    }
    return sendMail(server, source, { from: options.returnPath ?? from, to: [...to] });
  };
}

/** Returns whether a recipient is allowed by the operator and contains no further SMTP command or parameter. */
function isRecipientAllowed(recipient: string, { allowedRecipients, blockedRecipients }: RelayOptions): boolean {
  if (!/^[^\s<>,;\p{Cc}]+@[^\s<>,;\p{Cc}]+$/u.test(recipient)) return false;
  return allowedRecipients?.test(recipient) !== false && blockedRecipients?.test(recipient) !== true;
}

/** Characters of a server's reply that are reported. */
const MAX_REASON_LENGTH = 1_000;

const createFailure = (reason: string): ReleaseOutcome => ({
  type: "failed",
  reason: reason.length > MAX_REASON_LENGTH ? `${reason.slice(0, MAX_REASON_LENGTH)}…` : reason,
});

type RelayTarget = Omit<Upstream, "name" | "email">;

function findTarget(
  requested: ReleaseRequest["upstream"],
  { upstreams, ownSmtp }: RelayOptions,
): RelayTarget | undefined {
  if (requested === null) return upstreams[0];
  const host = requested.host.toLowerCase();
  if (requested.port === ownSmtp.port && isLoopback(host)) {
    const own = isWildcard(ownSmtp.host) ? "localhost" : ownSmtp.host;
    const secure = ownSmtp.tls === "implicit";
    const login = { user: "", password: "", mechanism: null };
    return { host: own, port: ownSmtp.port, secure, requireStartTls: false, verify: false, ...login };
  }
  return upstreams.find((upstream) => upstream.host === host && upstream.port === requested.port);
}

async function sendMail(
  { host, port, secure, requireStartTls, verify, user, password, mechanism }: RelayTarget,
  source: RawChunks,
  envelope: { from: string; to: string[] },
): Promise<ReleaseOutcome> {
  const transport = await createSmtpTransport({
    host,
    port,
    secure,
    requireTLS: requireStartTls,
    ...(!verify && { tls: { rejectUnauthorized: false } }),
    ...(user !== "" && { auth: { user, pass: password } }),
    ...(mechanism !== null && { authMethod: mechanism }),
    connectionTimeout: STEP_TIMEOUT_MS,
    greetingTimeout: STEP_TIMEOUT_MS,
    socketTimeout: STEP_TIMEOUT_MS,
  });
  try {
    const { rejectedErrors = [] } = await transport.sendMail({ envelope, raw: Readable.from(inSlices(source)) });
    const [first] = rejectedErrors;
    return first === undefined ? { type: "sent" } : createFailure(`Not sent to all: ${first.message}`);
  } catch (error) {
    return createFailure(readErrorMessage(error));
  } finally {
    transport.close();
  }
}

/** Bytes written to the connection at a time; dot-stuffing this many takes less than a millisecond. */
const SLICE_BYTES = 64 * 1024;

/** Yields the source in slices, so that the event loop can handle other work in between. */
async function* inSlices(source: RawChunks): AsyncGenerator<Buffer> {
  for (const piece of source) {
    for (let at = 0; at < piece.length; at += SLICE_BYTES) {
      const { buffer, byteOffset, byteLength } = piece.subarray(at, at + SLICE_BYTES);
      yield Buffer.from(buffer, byteOffset, byteLength);
      await setImmediate();
    }
  }
}
