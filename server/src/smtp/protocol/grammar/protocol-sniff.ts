import type { BinaryString } from "../bytes/octets.ts";
import type { WireFindingCode } from "../record/wire-findings.ts";

const HTTP_METHOD = /^(?:GET|HEAD|POST|PUT|DELETE|CONNECT|OPTIONS|TRACE|PATCH|PRI) /;

/** What other protocol the first line of a session is of; undefined where it may be SMTP. */
export function detectForeignProtocol(firstLine: BinaryString): WireFindingCode | undefined {
  return HTTP_METHOD.test(firstLine) ? "http-request" : undefined;
}

/** The first octet of a TLS handshake (RFC 8446 §5.1), which no command begins with. What follows may never have a line end. */
export function isTlsHandshake(chunk: Uint8Array): boolean {
  return chunk[0] === 0x16;
}
