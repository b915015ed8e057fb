import { isIP } from "node:net";

/** A host name or address as the Host header field has it, without port and brackets, in lower case; "" for what is neither. */
export function hostnameOf(host: string): string {
  const [, address, name = address ?? ""] = /^(?:\[([^\]]*)\]|([^[\]]*?))(?::\d*)?$/.exec(host) ?? [];
  return name.toLowerCase().replace(/\.$/, "");
}

export function isLoopback(name: string): boolean {
  if (name === "localhost" || name.endsWith(".localhost")) return true;
  return isIP(name) === 4 ? name.startsWith("127.") : name === "::1" || name.startsWith("::ffff:127.");
}

/** Whether a rule of `--allow-host` means this name. */
export function isAllowedHost(name: string, rule: string): boolean {
  if (rule === "*") return true;
  const wanted = rule.toLowerCase();
  return wanted.startsWith(".") ? name.endsWith(wanted) || name === wanted.slice(1) : name === hostnameOf(wanted);
}

/** The address that a connection came in on; IPv4 in its own form. */
export function plainAddress(address: string | undefined): string {
  return (address ?? "").replace(/^::ffff:(?=\d+\.)/, "");
}
