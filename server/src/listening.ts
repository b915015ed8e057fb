import { ConfigError } from "./config.ts";

export interface Wanted {
  readonly host: string;
  readonly port: number;
  /** The flag that chooses another port; without one it is an argument. */
  readonly flag?: string;
}

/**
 * Opens a port, and gives what it is in the end (port 0 is the system's choice).
 *
 * @throws {ConfigError} that says why it cannot be had, and what to do
 */
export async function listening(wanted: Wanted, open: () => Promise<object>): Promise<{ host: string; port: number }> {
  try {
    const opened = await open();
    return { host: wanted.host, port: "port" in opened ? Number(opened.port) : wanted.port };
  } catch (error) {
    throw why(wanted, error);
  }
}

function why({ host, port, flag }: Wanted, error: unknown): unknown {
  const chooser = flag === undefined ? "choose another" : `choose another with ${flag}`;
  switch ((error as NodeJS.ErrnoException).code) {
    case "EADDRINUSE":
      return new ConfigError(`Port ${port} on ${host} is in use: stop what listens there, or ${chooser}.`);
    case "EACCES":
      return new ConfigError(`Port ${port} on ${host} may not be opened by this user: ${chooser} (above 1023).`);
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN": // no answer from the name server, or no network
      return new ConfigError(`${host} is no address of this machine: ${chooser.replace("-port", "-host")}.`);
    default:
      return error;
  }
}
