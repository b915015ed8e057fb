import { readFileSync } from "node:fs";
import { ConfigError } from "../config-error.ts";

/** A server in MailHog's `-outgoing-smtp` file, which is an object of these by name. */
interface OutgoingServer {
  readonly Host?: unknown;
  readonly Port?: unknown;
  readonly Email?: unknown;
  readonly Username?: unknown;
  readonly Password?: unknown;
}

/** Reads MailHog's list of servers for released mail. Returns them as values of --relay. */
export function readOutgoingServers(path: string): (readonly ["relay", string])[] {
  return Object.entries(parseServerFile(path)).map(([name, server]) => ["relay", toRelayUrl(name, server)] as const);
}

function parseServerFile(path: string): Record<string, OutgoingServer> {
  try {
    const content: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (typeof content === "object" && content !== null && !Array.isArray(content)) {
      return content as Record<string, OutgoingServer>;
    }
  } catch (error) {
    throw new ConfigError(`The list of outgoing servers ${path} cannot be read: ${(error as Error).message}`);
  }
  throw new ConfigError(`The list of outgoing servers ${path} must hold one JSON object.`);
}

function toRelayUrl(name: string, { Host, Port, Email, Username, Password }: OutgoingServer): string {
  const text = (value: unknown) => (typeof value === "string" || typeof value === "number" ? String(value) : "");
  return formatRelayUrl({
    host: text(Host),
    port: text(Port) || "25",
    user: text(Username),
    password: text(Password),
    secure: false,
    query: new URLSearchParams({ name, email: text(Email) }),
  });
}

/** Builds a value of --relay. */
export function formatRelayUrl(server: {
  readonly host: string;
  readonly port: string;
  readonly user: string;
  readonly password: string;
  readonly secure: boolean;
  readonly query?: URLSearchParams;
}): string {
  const credentials =
    server.user === "" ? "" : `${encodeURIComponent(server.user)}:${encodeURIComponent(server.password)}@`;
  const query = server.query === undefined || server.query.size === 0 ? "" : `?${server.query.toString()}`;
  return `smtp${server.secure ? "s" : ""}://${credentials}${server.host}:${server.port}${query}`;
}
