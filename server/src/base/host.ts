import { isIPv4 } from "node:net";

/** Whether only this machine can reach what listens there. */
export const isLoopback = (host: string): boolean =>
  isIPv4(host) ? host.startsWith("127.") : host === "::1" || host.toLowerCase() === "localhost";
