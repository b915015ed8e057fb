import { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import type { RawChunks } from "../mailbox/mailbox.ts";
import type { Upstream } from "./upstream.ts";

export interface RelayOptions {
  /** Servers that mail may be released to; the first where a request names none. */
  readonly upstreams: readonly Upstream[];
  /** Reverse-path of all that is released; without it that of the message. */
  readonly returnPath: string | null;
  /** Recipients that mail may go to, and those that it never goes to. */
  readonly allowedRecipients: RegExp | null;
  readonly blockedRecipients: RegExp | null;
  /** Our own SMTP port: mail that is released there stays here. */
  readonly ownSmtp: { readonly host: string; readonly port: number };
}

export interface ReleaseRequest {
  readonly from: string;
  readonly upstream: { readonly host: string; readonly port: number } | null;
  readonly to: readonly string[];
}

export type ReleaseOutcome =
  | { readonly type: "sent" }
  | { readonly type: "refused" | "failed"; readonly reason: string };

/** Milliseconds for each step of the conversation with a server. */
const STEP_TIMEOUT_MS = 20_000;

/**
 * Sends mail on, byte for byte, when it is told to and only to servers that the operator has named, or to ourselves.
 * Recipients are those of the request, never of the message.
 */
export function createRelay(
  options: RelayOptions,
): (source: RawChunks, request: ReleaseRequest) => Promise<ReleaseOutcome> {
  return async function release(source, { from, upstream, to }) {
    const forbidden = to.find((recipient) => !isRecipientAllowed(recipient, options));
    if (forbidden !== undefined)
      return { type: "refused", reason: `Mail may not be released to ${forbidden.slice(0, 200)}.` };
    const server = findTarget(upstream, options);
    if (server === undefined) {
      const asked = upstream === null ? "any server" : `${upstream.host.slice(0, 200)}:${upstream.port}`;
      return {
        type: "refused",
        reason: `Mail may not be released to ${asked}: --relay names the servers that are allowed.`,
      };
    }
    return sendMail(server, source, { from: options.returnPath ?? from, to: [...to] });
  };
}

/** An address that begins no other SMTP command or parameter, and that the operator lets through. */
function isRecipientAllowed(recipient: string, { allowedRecipients, blockedRecipients }: RelayOptions): boolean {
  if (!/^[^\s<>,;\p{Cc}]+@[^\s<>,;\p{Cc}]+$/u.test(recipient)) return false;
  return allowedRecipients?.test(recipient) !== false && blockedRecipients?.test(recipient) !== true;
}

type RelayTarget = Pick<Upstream, "host" | "port" | "secure" | "user" | "password"> & {
  readonly isPlaintext?: boolean;
};

function findTarget(
  requested: ReleaseRequest["upstream"],
  { upstreams, ownSmtp }: RelayOptions,
): RelayTarget | undefined {
  if (requested === null) return upstreams[0];
  const host = requested.host.toLowerCase();
  if (requested.port === ownSmtp.port && /^(?:localhost|127\.0\.0\.1|::1)$/.test(host)) {
    const isWildcard = ownSmtp.host === "0.0.0.0" || ownSmtp.host === "::";
    const own = isWildcard ? "localhost" : ownSmtp.host;
    return { host: own, port: ownSmtp.port, secure: false, user: "", password: "", isPlaintext: true };
  }
  return upstreams.find((upstream) => upstream.host === host && upstream.port === requested.port);
}

async function sendMail(
  { host, port, secure, user, password, isPlaintext = false }: RelayTarget,
  source: RawChunks,
  envelope: { from: string; to: string[] },
): Promise<ReleaseOutcome> {
  const { default: nodemailer } = await import("nodemailer");
  const transport = nodemailer.createTransport({
    host,
    port,
    secure,
    ignoreTLS: isPlaintext,
    ...(user !== "" && { auth: { user, pass: password } }),
    connectionTimeout: STEP_TIMEOUT_MS,
    greetingTimeout: STEP_TIMEOUT_MS,
    socketTimeout: STEP_TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({ envelope, raw: Readable.from(inSlices(source)) });
    return { type: "sent" };
  } catch (error) {
    return { type: "failed", reason: error instanceof Error ? error.message : String(error) };
  } finally {
    transport.close();
  }
}

/** Bytes that are given to the connection at once: to stuff the dots of so much takes less than a millisecond. */
const SLICE_BYTES = 64 * 1024;

/** The source in slices, between which the event loop serves others. */
async function* inSlices(source: RawChunks): AsyncGenerator<Buffer> {
  for (const piece of source) {
    for (let at = 0; at < piece.length; at += SLICE_BYTES) {
      const { buffer, byteOffset, byteLength } = piece.subarray(at, at + SLICE_BYTES);
      yield Buffer.from(buffer, byteOffset, byteLength);
      await setImmediate();
    }
  }
}
