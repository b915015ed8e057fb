import { isWildcard } from "../base/host.ts";
import type { Config } from "../config/options.ts";

/** A TCP address to listen on or connect to. */
export interface HostPort {
  readonly host: string;
  readonly port: number;
}

/** The protocol of --http-port. Without a port of its own, HTTPS is what the only port speaks. */
export const protocolOf = ({ httpsPort, httpsCert }: Pick<Config, "httpsPort" | "httpsCert">): "http" | "https" =>
  httpsPort === null && httpsCert !== null ? "https" : "http";

/** The URL of a page that listens on this address, for programs of this machine. `basePath` ends with a slash. */
export function urlOf({ host, port }: HostPort, basePath: string, scheme: "http" | "https" = "http"): string {
  const hostName = isWildcard(host) ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return `${scheme}://${hostName}:${port}${basePath}`;
}
