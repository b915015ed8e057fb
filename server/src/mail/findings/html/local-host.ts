import { isIPv4 } from "node:net";

/** Names that exist only on one machine or in one network (RFC 6761, RFC 6762, RFC 8375). */
const LOCAL_NAMES = /(?:^|\.)(?:localhost|localdomain|local|lan|internal|test|home\.arpa)$/i;
/** Public names of 127.0.0.1, which development tools use. */
const LOOPBACK_NAMES =
  /(?:^|\.)(?:ddev\.site|lndo\.site|localtest\.me|lvh\.me|127[.-]0[.-]0[.-]1\.(?:nip|sslip)\.io)$/i;
/** Loopback, and networks for private use (RFC 1918, RFC 3927). */
const LOCAL_IPV4 = /^(?:0\.|10\.|127\.|169\.254\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/;
/** Loopback, link-local and unique local addresses (RFC 4291, RFC 4193). */
const LOCAL_IPV6 = /^\[(?:::1?|fe[89ab][0-9a-f]:.*|f[cd][0-9a-f]{2}:.*)\]$/i;

/** Whether recipients elsewhere cannot reach a host, as `URL.hostname` writes it. */
export function isLocalHost(hostname: string): boolean {
  if (isIPv4(hostname)) return LOCAL_IPV4.test(hostname);
  if (hostname.startsWith("[")) return LOCAL_IPV6.test(hostname);
  // A name without a dot is that of a container or a machine nearby, unless a scheme was written twice: `http://http://`.
  return LOCAL_NAMES.test(hostname) || LOOPBACK_NAMES.test(hostname) || !/\.|^https?$/.test(hostname);
}
