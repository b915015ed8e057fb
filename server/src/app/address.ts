import { isWildcard } from "../base/host.ts";

/** A TCP address to listen on or connect to. */
export interface HostPort {
  readonly host: string;
  readonly port: number;
}

/** The URL of a page that listens on this address, for programs of this machine. `basePath` ends with a slash. */
export function urlOf({ host, port }: HostPort, basePath: string, scheme: "http" | "https" = "http"): string {
  const hostName = isWildcard(host) ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return `${scheme}://${hostName}:${port}${basePath}`;
}
