import type { FastifyInstance } from "fastify";
import type { Listening } from "./app.ts";
import { readJson } from "./compat/json.ts";
import { mailhogFace } from "./compat/mailhog/face.ts";
import { JIM_DEFAULTS, readJimConfig } from "./compat/mailhog/jim.ts";
import { parseTriggers } from "./compat/mailpit/chaos.ts";
import { mailpitFace } from "./compat/mailpit/face.ts";
import { ConfigError } from "./config.ts";
import type { Mailbox } from "./mailbox/mailbox.ts";
import type { Config } from "./options.ts";
import { createRelay } from "./relay/relay.ts";
import { parseUpstream, type Upstream } from "./relay/upstream.ts";
import { version } from "./version.ts";

/**
 * Puts the APIs of MailHog and Mailpit beside our own, over the same mailbox and behind the same walls.
 *
 * @throws {ConfigError} where an option of theirs cannot be read
 */
export async function registerFaces(
  server: FastifyInstance,
  config: Config,
  { mailbox, smtp }: { readonly mailbox: Mailbox; readonly smtp: Listening },
): Promise<void> {
  const upstreams = config.relay.map(upstreamOf);
  const release = createRelay({
    upstreams,
    returnPath: config.relayFrom,
    allowedRecipients: expressionOf("--relay-allow", config.relayAllow),
    blockedRecipients: expressionOf("--relay-block", config.relayBlock),
    ourselves: smtp,
  });
  await mailhogFace(server, {
    mailbox,
    hostname: config.hostname,
    release,
    upstreams: upstreams.map(({ name, host, port, user, email }) => ({ name, host, port, email, username: user })),
    jimDefaults: jimOf(config.jim),
    inviteJim: config.inviteJim,
  });
  const [first] = upstreams;
  const chaosTriggers = triggersOf(config.chaos);
  await mailpitFace(server, {
    mailbox,
    version,
    maxMessageBytes: config.maxMessageBytes,
    release,
    relay: first === undefined ? null : relaySettings(first, config),
    fetchLinks: config.checkLinks,
    label: config.label,
    ...(chaosTriggers && { chaosTriggers }),
  });
}

const relaySettings = ({ host, port }: Upstream, { relayFrom, relayAllow, relayBlock }: Config) => ({
  host,
  port,
  returnPath: relayFrom ?? "",
  allowedRecipients: relayAllow ?? "",
  blockedRecipients: relayBlock ?? "",
});

function upstreamOf(text: string): Upstream {
  const upstream = parseUpstream(text);
  if (upstream === undefined)
    throw new ConfigError(
      "--relay must be smtp://HOST:PORT or smtps://HOST:PORT, with USER:PASS@ before HOST if need be.",
    );
  return upstream;
}

function expressionOf(flag: string, text: string | null): RegExp | null {
  try {
    return text === null ? null : new RegExp(text, "i");
  } catch {
    throw new ConfigError(`${flag} must be a regular expression, not “${text}”.`);
  }
}

function triggersOf(text: string | null) {
  const triggers = text === null ? undefined : parseTriggers(text);
  if (typeof triggers === "string")
    throw new ConfigError(`--chaos must be like Sender:451:5,Recipient:550:10: ${triggers}.`);
  return triggers;
}

/** `DisconnectChance=0.005` and the like. */
function jimOf(settings: readonly string[]) {
  const pairs = settings.map((setting): [string, number] => {
    const [, name = "", value = ""] = /^(\w+)=([\d.]+)$/.exec(setting) ?? [];
    const known = Object.keys(JIM_DEFAULTS).some((one) => one.toLowerCase() === name.toLowerCase());
    if (!known || Number.isNaN(Number(value)))
      throw new ConfigError(
        `--jim must be NAME=NUMBER with one of ${Object.keys(JIM_DEFAULTS).join(", ")}, not “${setting}”.`,
      );
    return [name, Number(value)];
  });
  return readJimConfig(readJson(Object.fromEntries(pairs)), JIM_DEFAULTS);
}
