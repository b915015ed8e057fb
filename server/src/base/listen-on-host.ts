import { readErrorCode } from "./error-message.ts";

/** A listener that accepts connections. */
export interface OpenListener {
  readonly host: string;
  readonly port: number;
  close(): Promise<unknown>;
}

export type OpenFunction<Listener extends OpenListener> = (address: string, port: number) => Promise<Listener>;

/** How often another port is tried, if the system chooses it and it is not free on all addresses. */
const MAX_ATTEMPTS = 20;

/**
 * Opens listeners on all addresses that a host stands for: on both loopback addresses for `localhost`, on 0.0.0.0 for `::` where
 * the system has no IPv6. Clients try ::1 or 127.0.0.1 first, depending on the system.
 *
 * @param port 0 lets the system choose; all listeners have the same port
 * @returns at least one listener
 * @throws the error of `open`, after all listeners were closed
 */
export async function listenOnHost<Listener extends OpenListener>(
  host: string,
  port: number,
  open: OpenFunction<Listener>,
): Promise<[Listener, ...Listener[]]> {
  switch (host) {
    case "localhost":
      return listenOnLoopback(port, open);
    case "::":
      return [(await openIfPresent("::", port, open)) ?? (await open("0.0.0.0", port))];
    default:
      return [await open(host, port)];
  }
}

async function listenOnLoopback<Listener extends OpenListener>(
  port: number,
  open: OpenFunction<Listener>,
): Promise<[Listener, ...Listener[]]> {
  for (let attempt = 1; ; attempt++) {
    const ipv6 = await openIfPresent("::1", port, open);
    if (ipv6 === undefined) return [await open("127.0.0.1", port)];
    try {
      const ipv4 = await openIfPresent("127.0.0.1", ipv6.port, open);
      return ipv4 === undefined ? [ipv6] : [ipv4, ipv6];
    } catch (error) {
      await ipv6.close();
      if (port !== 0 || attempt === MAX_ATTEMPTS || readErrorCode(error) !== "EADDRINUSE") throw error;
    }
  }
}

/** Opens a listener; returns undefined if the system does not have the address. */
async function openIfPresent<Listener>(
  address: string,
  port: number,
  open: (address: string, port: number) => Promise<Listener>,
): Promise<Listener | undefined> {
  try {
    return await open(address, port);
  } catch (error) {
    if (["EADDRNOTAVAIL", "EAFNOSUPPORT"].includes(readErrorCode(error) ?? "")) return undefined;
    throw error;
  }
}
