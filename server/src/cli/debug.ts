import { Command } from "commander";
import type { HostPort } from "../app/address.ts";
import { DebuggingServer } from "../smtp/smtp.ts";
import { listenUntilStopped } from "./listen-until-stopped.ts";
import { parseHostPort } from "./parse-host-port.ts";

/** `mailglass debug`: prints each message and stores none. */
export function debugCommand(): Command {
  return new Command("debug")
    .description("print each received message, and store none")
    .argument("[host:port]", "address to listen on", parseHostPort(1025), { host: "127.0.0.1", port: 1025 })
    .action((at: HostPort) => listenUntilStopped(new DebuggingServer(), at, "prints each message"));
}
