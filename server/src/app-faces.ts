import type { FastifyInstance } from "fastify";
import type { Listening } from "./app.ts";
import { type Face, type FaceDeps, FaceSettingError } from "./compat/face.ts";
import { isMissing, PRODUCTS } from "./compat-products.ts";
import { ConfigError } from "./config.ts";
import type { Log } from "./log.ts";
import type { MailWorker } from "./mail/worker/mail-worker.ts";
import type { Mailbox } from "./mailbox/mailbox.ts";
import type { Config } from "./options.ts";
import { createRelay } from "./relay/relay.ts";
import { parseUpstream, type Upstream } from "./relay/upstream.ts";
import { version } from "./version.ts";

interface Given {
  readonly mailbox: Mailbox;
  readonly worker: MailWorker;
  readonly smtp: Listening;
  readonly log: Log;
  readonly maxMessageBytes: number;
}

/**
 * Puts the APIs of MailHog and Mailpit beside our own, over the same mailbox and behind the same walls.
 *
 * @throws {ConfigError} where an option of theirs cannot be read
 */
export async function registerFaces(
  server: FastifyInstance,
  config: Config,
  { mailbox, worker, smtp, log, maxMessageBytes }: Given,
): Promise<void> {
  const upstreams = config.relay.map(upstreamOf);
  const release = createRelay({
    upstreams,
    returnPath: config.relayFrom,
    allowedRecipients: expressionOf("--relay-allow", config.relayAllow),
    blockedRecipients: expressionOf("--relay-block", config.relayBlock),
    ourselves: smtp,
  });
  const [first] = upstreams;
  const deps: FaceDeps = {
    mailbox,
    log,
    worker,
    version,
    hostname: config.hostname,
    label: config.label,
    maxMessageBytes,
    release,
    upstreams: upstreams.map(({ name, host, port, user, email }) => ({ name, host, port, email, username: user })),
    relay: first === undefined ? null : relaySettings(first, config),
    fetchLinks: config.checkLinks,
    chaos: config.chaos,
    jim: config.jim,
    inviteJim: config.inviteJim,
  };
  for (const product of PRODUCTS) {
    const face = await faceOf(product);
    await face?.(server, deps).catch(misconfigured);
  }
}

function misconfigured(error: unknown): never {
  throw error instanceof FaceSettingError ? new ConfigError(error.message) : error;
}

/** The face in a product's folder; undefined where the folder has been taken out. */
async function faceOf(product: string): Promise<Face | undefined> {
  try {
    const { face } = (await import(`./compat/${product}/face.ts`)) as { face: Face };
    return face;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
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
