import { splitCredentials } from "../base/credentials.ts";
import { isWildcard } from "../base/host.ts";
import type { Config } from "../config/options.ts";
import type { OwnPort } from "../relay/submit-mail.ts";
import { type OwnSmtp, readCredentials } from "./start-smtp.ts";

/** Any login is accepted where the options name none. */
const ANY_LOGIN = { user: "mailglass", password: "mailglass" };

/** Describes how our own SMTP port is reached with these options. */
export async function describeOwnPort(config: Config, { host, port, tls }: OwnSmtp): Promise<OwnPort> {
  const [pair] = config.requireAuth ? await readCredentials(config) : [];
  return {
    host: isWildcard(host) ? "localhost" : host,
    port,
    tls: tls === "implicit" ? "implicit" : startsTls(config) ? "starttls" : "none",
    login: config.requireAuth ? (pair !== undefined && splitCredentials(pair)) || ANY_LOGIN : null,
  };
}

/** Whether a client must start TLS before it may send. */
function startsTls({ requireTls, requireAuth, authRequiresTls }: Config): boolean {
  return requireTls || (requireAuth && authRequiresTls);
}
