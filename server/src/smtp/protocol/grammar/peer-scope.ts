/** How far away a peer is: the same machine, a private network (RFC 1918, RFC 4193, link-local), or the Internet. */
export type PeerScope = "loopback" | "private" | "public";

const IPV4_PRIVATE = /^(?:10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.)/;
const IPV6_PRIVATE = /^f(?:[cd][0-9a-f]{2}|e[89ab][0-9a-f]):/i;

/** Returns the scope of an IP address. The path of a Unix socket is on the same machine. */
export function scopeOfPeer(address: string): PeerScope {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "");
  if (plain.includes("/") || plain === "::1" || plain.startsWith("127.")) return "loopback";
  return IPV4_PRIVATE.test(plain) || IPV6_PRIVATE.test(plain) ? "private" : "public";
}
