import { hostname } from "node:os";

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

/** Returns whether a rule of `--allow-host` matches this name: `mail.test`, `.test` with all names below it, `*.test` with these only. */
export function matchesHostRule(name: string, rule: string): boolean {
  if (rule === "*") return true;
  const wanted = rule.toLowerCase();
  if (wanted.startsWith("*.")) return name.endsWith(wanted.slice(1));
  return wanted.startsWith(".") ? name.endsWith(wanted) || name === wanted.slice(1) : name === parseHostname(wanted);
}

/**
 * Returns whether a name means a host of a private network in practice: no public site can have it. Compose and Kubernetes call their
 * services by such names. A hostile search domain or resolver of the network can answer a name of one label.
 *
 * @param name lower case, without port
 */
export function isPrivateName(name: string): boolean {
  const isSingleLabel = /^[a-z0-9_-]{1,63}$/.test(name) && /[a-z]/.test(name);
  return (
    isSingleLabel || name.endsWith(".svc.cluster.local") || name === "host.docker.internal" || name === MACHINE_NAME
  );
}

const MACHINE_NAME = hostname().toLowerCase();
