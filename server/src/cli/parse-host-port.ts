import type { HostPort } from "../app/address.ts";
import { ConfigError } from "../config/config-error.ts";

/**
 * Parses `host:port`, `[::1]:port`, `host` or `:port`. Meant for commander's arguments.
 *
 * @throws {ConfigError} if the text has none of these forms
 */
export function parseHostPort(defaultPort: number): (text: string) => HostPort {
  return (text) => {
    const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:]*))(?::(\d{1,5}))?$/.exec(text) ?? [];
    const port = digits === undefined ? defaultPort : Number(digits);
    if ((bracketed ?? plain) === undefined || port > 65_535)
      throw new ConfigError(`“${text}” is not an address: give host:port, such as localhost:1025.`);
    return { host: bracketed ?? (plain || "localhost"), port };
  };
}
