import { Command } from "commander";
import type { HostPort } from "../app/address.ts";
import { isLoopback } from "../base/host.ts";
import { ConfigError } from "../config/config-error.ts";
import { PureProxy, type UpstreamOptions } from "../smtp/smtp.ts";
import { listenUntilStopped } from "./listen-until-stopped.ts";
import { parseHostPort } from "./parse-host-port.ts";

interface ProxyOptions {
  listen: HostPort;
  allowRecipient: string[];
}

/** `mailglass proxy`: forwards each message with its envelope, and returns the upstream server's reply. */
export function proxyCommand(): Command {
  return new Command("proxy")
    .description("forward each message to another server")
    .argument("<url>", "the other server: smtp://host:port, or smtps:// for TLS from the first byte", parseUpstreamUrl)
    .option("--listen <host:port>", "address to listen on", parseHostPort(1025), { host: "127.0.0.1", port: 1025 })
    .option(
      "--allow-recipient <pattern>",
      "forward only to recipients that match, e.g. *@example.com; may be repeated",
      (text: string, before: string[]) => [...before, text],
      [],
    )
    .action(runProxy);
}

async function runProxy(to: UpstreamOptions, { listen, allowRecipient }: ProxyOptions): Promise<void> {
  if (allowRecipient.length === 0 && !isLoopback(listen.host))
    throw new ConfigError(
      `A proxy on ${listen.host} that forwards to any recipient is an open relay: restrict it with --allow-recipient.`,
    );
  const server = new PureProxy({
    upstream: to,
    ...(allowRecipient.length > 0 ? { allowRecipients: allowRecipient } : {}),
  });
  await listenUntilStopped(server, listen, `forwards mail to ${to.host}:${to.port}`);
}

function parseUpstreamUrl(text: string): UpstreamOptions {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^smtps?:$/.test(url.protocol) || url.hostname === "")
    throw new ConfigError(`“${text}” is not an upstream server: give a URL such as smtp://localhost:2525.`);
  const secure = url.protocol === "smtps:";
  return { host: url.hostname.replace(/^\[|\]$/g, ""), port: Number(url.port || (secure ? 465 : 25)), secure };
}
