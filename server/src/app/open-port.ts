import { readErrorCode } from "../base/error-message.ts";
import { ConfigError } from "../config/config-error.ts";

export interface PortRequest {
  readonly host: string;
  readonly port: number;
  /** The flag that chooses another port; undefined if the port is an argument. */
  readonly flag?: string;
}

/**
 * Opens a port and returns its actual address (port 0 lets the system choose).
 *
 * @throws {ConfigError} that says why the port cannot be opened, and what to do
 */
export async function openPort(
  request: PortRequest,
  open: () => Promise<object>,
): Promise<{ host: string; port: number }> {
  try {
    const opened = await open();
    // `localhost` stands for several addresses. Other names are kept, because links use them.
    const host = request.host === "localhost" && "host" in opened ? String(opened.host) : request.host;
    return { host, port: "port" in opened ? Number(opened.port) : request.port };
  } catch (error) {
    throw explainListenError(request, error);
  }
}

function explainListenError({ host, port, flag }: PortRequest, error: unknown): unknown {
  const advice = flag === undefined ? "choose another" : `choose another with ${flag}`;
  switch (readErrorCode(error)) {
    case "EADDRINUSE":
      return new ConfigError(`Port ${port} on ${host} is in use: stop what listens there, or ${advice}.`);
    case "EACCES":
      return new ConfigError(`Port ${port} on ${host} may not be opened by this user: ${advice} (above 1023).`);
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN": // no answer from the DNS server, or no network
      return new ConfigError(`${host} is not an address of this machine: ${advice.replace("-port", "-host")}.`);
    default:
      return error;
  }
}
