import type { WireFindingCode } from "./protocol/record/wire-findings.ts";
import type { TlsFailure } from "./protocol/session.ts";

/** Alerts that a client sends if it does not accept the certificate (RFC 8446 §6.2). */
const CERTIFICATE_ALERTS: Readonly<Record<number, string>> = {
  42: "the certificate is corrupt or has a bad signature",
  43: "certificates of this type are not supported",
  44: "the certificate was revoked",
  45: "the certificate has expired or is not valid yet",
  46: "the certificate is not acceptable",
  48: "the certificate is not signed by an authority that the client trusts",
};
/** Alerts for a version of TLS that one side does not support. 86 prevents a downgrade (RFC 7507). */
const VERSION_ALERTS: Readonly<Record<number, string>> = {
  70: "the client does not support the versions of this server",
  86: "the client fell back to a version that is older than necessary",
};

/** Errors of OpenSSL while it reads the first message of a client that speaks an old version. */
const VERSION_ERRORS = /^ERR_SSL_(?:UNSUPPORTED_PROTOCOL|VERSION_TOO_LOW|WRONG_SSL_VERSION|INAPPROPRIATE_FALLBACK)$/;
/** Errors of OpenSSL if the first bytes are not TLS. */
const PLAIN_TEXT_ERRORS =
  /^ERR_SSL_(?:WRONG_VERSION_NUMBER|HTTP_REQUEST|HTTPS_PROXY_REQUEST|PACKET_LENGTH_TOO_LONG|UNKNOWN_PROTOCOL|RECORD_LAYER_FAILURE|BAD_RECORD_TYPE)$/;

/**
 * Explains why a TLS handshake failed.
 *
 * @param error as the socket reports it: `code` is that of Node.js, `message` names the number of an alert
 */
export function classifyTlsFailure(error: NodeJS.ErrnoException): TlsFailure {
  const alert = Number(/SSL alert number (\d+)/.exec(error.message)?.[1] ?? Number.NaN);
  const byAlert = (code: WireFindingCode, reason: string): TlsFailure => ({
    code,
    reason: `${reason} (alert ${alert})`,
  });
  const certificateReason = CERTIFICATE_ALERTS[alert];
  if (certificateReason !== undefined) return byAlert("tls-certificate-refused", certificateReason);
  const versionReason = VERSION_ALERTS[alert];
  if (versionReason !== undefined) return byAlert("tls-version-refused", versionReason);
  const code = error.code ?? "";
  if (VERSION_ERRORS.test(code)) return { code: "tls-version-refused", reason: "the client offers old versions only" };
  if (PLAIN_TEXT_ERRORS.test(code)) return { code: "plain-text-on-tls-port", reason: "it received plaintext" };
  return { code: "tls-handshake-failed", reason: summarizeError(error) };
}

/** OpenSSL's messages name its source files: only the reason is of interest. */
function summarizeError(error: NodeJS.ErrnoException & { reason?: string }): string {
  return error.reason ?? (error.code === "ECONNRESET" ? "the client closed the connection" : error.message);
}
