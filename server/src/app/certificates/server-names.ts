import { isIP } from "node:net";
import { hostname } from "node:os";
import { domainToASCII } from "node:url";
import { isWildcard } from "../../base/host.ts";
import type { Config } from "../../config/options.ts";

/** The names for which the certificates of a server have to be valid: DNS names in lower case, `*.example.com`, and IP addresses. */
export interface ServerNames {
  /** Every server is reached by these. The name of the machine may change. */
  readonly common: readonly string[];
  /** Names that an option gives. */
  readonly configured: readonly string[];
}

export function listServerNames(config: Config): ServerNames {
  const { hostname: greetingName, allowHost, smtpHost, httpHost } = config;
  const listening = [smtpHost, httpHost].filter((host) => !isWildcard(host));
  const common = ["localhost", "127.0.0.1", "::1", ...toName(hostname())];
  const configured = [greetingName, ...allowHost, ...listening].flatMap(toName);
  return { common, configured: [...new Set(configured)].filter((name) => !common.includes(name)) };
}

/** Returns the names that a rule of `--allow-host` means; none if a certificate cannot list them. */
function toName(rule: string): string[] {
  const text = rule.replace(/^\[(.*)\](?::\d+)?$/, "$1");
  if (isIP(text) !== 0) return [text];
  const name = domainToASCII(text.replace(/:\d+$/, "").replace(/^\*?\./, ""));
  if (!/^[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/.test(name)) return [];
  return /^\*?\./.test(text) ? [name, `*.${name}`] : [name];
}
