import { Command } from "commander";
import { DebuggingServer } from "../smtp/smtp.ts";
import { type HostPort, hostPort } from "./address.ts";
import { listenUntilStopped } from "./listen.ts";

/** `mailglass debug`: prints each message, and keeps none. */
export function debugCommand(): Command {
  return new Command("debug")
    .description("print each message that comes, and keep none")
    .argument("[host:port]", "where to listen", hostPort(1025), { host: "127.0.0.1", port: 1025 })
    .action((at: HostPort) => listenUntilStopped(new DebuggingServer(), at, "prints each message"));
}
