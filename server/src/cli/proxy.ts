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

/** `mailglass proxy`: passes each message on, with its envelope and what the upstream server answers. */
export function proxyCommand(): Command {
  return new Command("proxy")
    .description("pass each message on to another server")
    .argument("<url>", "that server: smtp://host:port, or smtps:// for TLS from the first byte", parseUpstreamUrl)
    .option("--listen <host:port>", "where to listen", parseHostPort(1025), { host: "127.0.0.1", port: 1025 })
    .option(
      "--allow-recipient <pattern>",
      "pass on to these recipients only, e.g. *@example.com; may be given several times",
      (text: string, before: string[]) => [...before, text],
      [],
    )
    .action(runProxy);
}

async function runProxy(to: UpstreamOptions, { listen, allowRecipient }: ProxyOptions): Promise<void> {
  if (allowRecipient.length === 0 && !isLoopback(listen.host))
    throw new ConfigError(
      `A proxy on ${listen.host} that sends to anybody is an open relay: say who may be sent to with --allow-recipient.`,
    );
  const server = new PureProxy({
    upstream: to,
    ...(allowRecipient.length > 0 ? { allowRecipients: allowRecipient } : {}),
  });
  await listenUntilStopped(server, listen, `passes mail on to ${to.host}:${to.port}`);
}

function parseUpstreamUrl(text: string): UpstreamOptions {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^smtps?:$/.test(url.protocol) || url.hostname === "")
    throw new ConfigError(`“${text}” is no server to pass mail on to: give a URL such as smtp://localhost:2525.`);
  const secure = url.protocol === "smtps:";
  return { host: url.hostname.replace(/^\[|\]$/g, ""), port: Number(url.port || (secure ? 465 : 25)), secure };
}
