/** Returns the lower-case host name or address of a Host header field, without port and brackets; "" if it is neither. */
export function parseHostname(host: string): string {
  const [, address, name = address ?? ""] = /^(?:\[([^\]]*)\]|([^[\]]*?))(?::\d*)?$/.exec(host) ?? [];
  return name.toLowerCase().replace(/\.$/, "");
}

/** Splits a request target in absolute form (RFC 9112 §3.2.2) into its authority and the rest. */
export function splitRequestTarget(target: string): {
  readonly authority: string | undefined;
  readonly origin: string;
} {
  const [scheme, authority] = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(target) ?? [];
  if (scheme === undefined) return { authority: undefined, origin: target };
  const rest = target.slice(scheme.length);
  return { authority, origin: rest.startsWith("/") ? rest : `/${rest}` };
}

/** Returns whether a rule of `--allow-host` matches this name. */
export function matchesHostRule(name: string, rule: string): boolean {
  if (rule === "*") return true;
  const wanted = rule.toLowerCase();
  return wanted.startsWith(".") ? name.endsWith(wanted) || name === wanted.slice(1) : name === parseHostname(wanted);
}

/** Returns the local address of a connection; a mapped IPv4 address in its IPv4 form. */
export function unmapIpv4Address(address: string | undefined): string {
  return (address ?? "").replace(/^::ffff:(?=\d+\.)/, "");
}
