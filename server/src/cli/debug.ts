import { Command } from "commander";
import type { HostPort } from "../app/address.ts";
import { DebuggingServer } from "../smtp/smtp.ts";
import { listenUntilStopped } from "./listen-until-stopped.ts";
import { parseHostPort } from "./parse-host-port.ts";

interface DebugOptions {
  /** Undefined unless one of the flags was given. */
  explain?: boolean;
}

/** `mailglass debug`: prints each message and stores none. */
export function debugCommand(): Command {
  return new Command("debug")
    .description("print each received message, and store none")
    .argument("[host:port]", "address to listen on", parseHostPort(1025), { host: "127.0.0.1", port: 1025 })
    .option("--explain", "also print envelopes, findings and failed sessions (default on a terminal)")
    .option("--no-explain", "print messages only, as Python's DebuggingServer")
    .action(async (at: HostPort, { explain = process.stdout.isTTY }: DebugOptions) =>
      listenUntilStopped(explain ? await createExplainingServer() : new DebuggingServer(), at, "prints each message"),
    );
}

/** Loads the code of all findings, which no other start needs. */
async function createExplainingServer(): Promise<DebuggingServer> {
  const { ExplainingServer } = await import("./explaining-server.ts");
  return new ExplainingServer();
}
