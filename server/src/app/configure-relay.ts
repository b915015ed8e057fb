import type { RelayInfo } from "@mailglass/shared";
import { ConfigError } from "../config/config-error.ts";
import type { Config } from "../config/options.ts";
import type { ReleaseMail } from "../mailbox/release.ts";
import { createRelay } from "../relay/relay.ts";
import { parseUpstream, type Upstream } from "../relay/upstream.ts";
import type { OwnSmtp } from "./start-smtp.ts";

/** The relay as the options configure it. */
export interface ConfiguredRelay {
  readonly release: ReleaseMail;
  /** Servers that mail may be released to. The first is the default. */
  readonly upstreams: readonly Upstream[];
  /** Describes the default server; null if there is none. */
  readonly info: RelayInfo | null;
}

/**
 * Reads the options of the relay.
 *
 * @throws {ConfigError} if one of them is not valid
 */
export function configureRelay(config: Config, ownSmtp: OwnSmtp): ConfiguredRelay {
  const upstreams = config.relay.map(parseRelayOption);
  const release = createRelay({
    upstreams,
    returnPath: config.relayHeaderFrom ?? config.relayFrom,
    allowedRecipients: parseRegexOption("--relay-allow", config.relayAllow),
    blockedRecipients: parseRegexOption("--relay-block", config.relayBlock),
    ownSmtp,
  });
  const [first] = upstreams;
  return { release, upstreams, info: first === undefined ? null : describeRelay(first, config) };
}

const describeRelay = ({ host, port, email }: Upstream, config: Config): RelayInfo => ({
  host,
  port,
  returnPath: config.relayFrom,
  allowedRecipients: config.relayAllow,
  blockedRecipients: config.relayBlock,
  subjectPrefix: config.relaySubjectPrefix?.trim() || null,
  headerFrom: parseHeaderFrom(config.relayHeaderFrom),
  suggestedRecipient: email === "" ? null : email,
});

function parseRelayOption(text: string): Upstream {
  const upstream = parseUpstream(text);
  if (upstream === undefined)
    throw new ConfigError(
      "--relay must be HOST:PORT, smtp://HOST:PORT or smtps://HOST:PORT, with USER:PASS@ before HOST if a login is needed. After it may follow ?starttls=required, ?verify=no, and ?auth=plain, login or cram-md5.",
    );
  return upstream;
}

/** The address becomes part of a header field and of a command. */
function parseHeaderFrom(text: string | null): string | null {
  if (text !== null && !/^[^\s<>,;\p{Cc}]+@[^\s<>,;\p{Cc}]+$/u.test(text))
    throw new ConfigError(`--relay-header-from must be an address such as qa@example.com, not “${text}”.`);
  return text;
}

/** Ignores case. Settings of Mailpit may say so by `(?i)`, which Go reads and JavaScript does not. */
function parseRegexOption(flag: string, text: string | null): RegExp | null {
  try {
    return text === null ? null : new RegExp(text.replace(/^\(\?i\)/, ""), "i");
  } catch {
    throw new ConfigError(`${flag} must be a regular expression, not “${text}”.`);
  }
}
