import type { BinaryString } from "../bytes/octets.ts";
import type { WireFindingCode } from "../record/wire-findings.ts";

const HTTP_METHOD = /^(?:GET|HEAD|POST|PUT|DELETE|CONNECT|OPTIONS|TRACE|PATCH|PRI) /;

/** Detects another protocol by the first line of a session. Returns undefined if it may be SMTP. */
export function detectForeignProtocol(firstLine: BinaryString): WireFindingCode | undefined {
  return HTTP_METHOD.test(firstLine) ? "http-request" : undefined;
}

/** Whether the input begins with a TLS handshake record (RFC 8446 §5.1). It is not read as a line: it may not have a line end. */
export function isTlsHandshake(chunk: Uint8Array): boolean {
  return chunk[0] === 0x16;
}
