import { isIPv4 } from "node:net";

/** Returns whether only this machine can reach a server that listens on `host`. */
export const isLoopback = (host: string): boolean =>
  isIPv4(host) ? host.startsWith("127.") : host === "::1" || host.toLowerCase() === "localhost";
