import { InvalidArgumentError } from "commander";

export interface HostPort {
  readonly host: string;
  readonly port: number;
}

/** `host:port`, `[::1]:port`, `host` or `:port`. Meant for commander's arguments: its error is one line. */
export function hostPort(defaultPort: number): (text: string) => HostPort {
  return (text) => {
    const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:]*))(?::(\d{1,5}))?$/.exec(text) ?? [];
    const port = digits === undefined ? defaultPort : Number(digits);
    if ((bracketed ?? plain) === undefined || port > 65_535)
      throw new InvalidArgumentError(`must be host:port, not “${text}”.`);
    return { host: bracketed ?? (plain || "localhost"), port };
  };
}
