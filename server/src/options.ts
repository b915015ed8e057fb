import * as kind from "./option-kinds.ts";

/** One option: by flag, by `MAILGLASS_*` variable, or by its camel-case name in the config file. */
export interface Option<T> {
  /** Kebab case, without dashes; the variable's name is made from it. */
  readonly flag: string;
  readonly kind: kind.Kind<T>;
  readonly default: T;
  readonly help: string;
  readonly group: "Mail in" | "Page and API" | "Limits" | "TLS" | "Logging in" | "Debugging" | "Relay" | "Program";
}

const option = <T>(
  flag: string,
  kind: kind.Kind<T>,
  fallback: NoInfer<T>,
  group: Option<T>["group"],
  help: string,
): Option<T> => ({
  flag,
  kind,
  default: fallback,
  help,
  group,
});

const off = null;

/** Every option of the server. `--help`, the docs, the reading of variables and of the config file all come from here. */
export const OPTIONS = {
  smtpHost: option("smtp-host", kind.text("ADDRESS"), "127.0.0.1", "Mail in", "address that SMTP listens on"),
  smtpPort: option("smtp-port", kind.port, 1025, "Mail in", "port of SMTP; 0 lets the system choose"),
  smtpsPort: option("smtps-port", kind.portOrOff, off, "Mail in", "port of SMTP over TLS from the first byte"),
  lmtpPort: option("lmtp-port", kind.portOrOff, off, "Mail in", "port of LMTP (RFC 2033)"),
  smtpSocket: option(
    "smtp-socket",
    kind.maybe(kind.text("PATH")),
    off,
    "Mail in",
    "unix socket on which SMTP listens too",
  ),
  hostname: option("hostname", kind.text("NAME"), "mailglass.localhost", "Mail in", "name that SMTP greets with"),

  httpHost: option(
    "http-host",
    kind.text("ADDRESS"),
    "127.0.0.1",
    "Page and API",
    "address that the page and the API listen on",
  ),
  httpPort: option(
    "http-port",
    kind.port,
    8025,
    "Page and API",
    "port of the page and the API; 0 lets the system choose",
  ),
  basePath: option("base-path", kind.basePath, "/", "Page and API", "path below which the page and the API stand"),
  allowHost: option(
    "allow-host",
    kind.list("NAME"),
    [],
    "Page and API",
    "name under which the page may be asked for, besides localhost",
  ),
  allowOrigin: option(
    "allow-origin",
    kind.origins,
    [],
    "Page and API",
    "origin of another page that may use the API, e.g. http://localhost:3000",
  ),

  webAuth: option("web-auth", kind.list("USER:PASS"), [], "Page and API", "who may see the page and use the API"),
  webAuthFile: option(
    "web-auth-file",
    kind.maybe(kind.file),
    null,
    "Page and API",
    "the same from a file as htpasswd -B writes it",
  ),
  label: option("label", kind.text("NAME"), "", "Page and API", "name of this instance, for Mailpit's clients"),
  checkLinks: option(
    "check-links",
    kind.flag,
    false,
    "Page and API",
    "let Mailpit's link check call the servers that a message names",
  ),

  relay: option(
    "relay",
    kind.list("URL"),
    [],
    "Relay",
    "server that mail may be released to: smtp://user:pass@host:587",
  ),
  relayFrom: option("relay-from", kind.maybe(kind.text("ADDRESS")), null, "Relay", "reverse-path of released mail"),
  relayAllow: option("relay-allow", kind.maybe(kind.text("REGEX")), null, "Relay", "release only to such recipients"),
  relayBlock: option("relay-block", kind.maybe(kind.text("REGEX")), null, "Relay", "never release to such recipients"),

  maxMessages: option(
    "max-messages",
    kind.integer("N", 1, 10_000_000),
    1000,
    "Limits",
    "messages kept; the oldest make room",
  ),
  maxBytes: option(
    "max-bytes",
    kind.automatic(kind.bytes, "256m, less where memory is small"),
    null,
    "Limits",
    "bytes of messages kept in all; the oldest are evicted",
  ),
  maxMessageBytes: option(
    "max-message-bytes",
    kind.automatic(kind.bytes, "64m, less where memory is small"),
    null,
    "Limits",
    "a larger message is refused with 552",
  ),
  maxRecipients: option(
    "max-recipients",
    kind.integer("N", 1, 1_000_000),
    10_000,
    "Limits",
    "recipients of one message; more get 452",
  ),
  maxConnections: option(
    "max-connections",
    kind.automatic(kind.integer("N", 1, 100_000), "20000, less where memory or file descriptors are few"),
    null,
    "Limits",
    "SMTP connections at once; more get 421",
  ),
  maxConnectionsPerAddress: option(
    "max-connections-per-address",
    kind.integer("N", 1, 100_000),
    20_000,
    "Limits",
    "of these, from one address",
  ),
  maxErrors: option(
    "max-errors",
    kind.integer("N", 1, 1_000_000),
    1000,
    "Limits",
    "refused commands in one session; then 421",
  ),
  maxSessions: option(
    "max-sessions",
    kind.integer("N", 1, 1_000_000),
    1000,
    "Limits",
    "closed SMTP sessions whose conversation is kept",
  ),
  idleTimeout: option(
    "idle-timeout",
    kind.seconds,
    300_000,
    "Limits",
    "a client that completes no command for so long gets 421",
  ),
  dataTimeout: option(
    "data-timeout",
    kind.seconds,
    600_000,
    "Limits",
    "a client that stops within a message for so long gets 421; all of a message may take six times as long",
  ),

  tls: option(
    "tls",
    kind.oneOf("auto", "off"),
    "off",
    "TLS",
    "auto: offer STARTTLS with a certificate made at the start",
  ),
  tlsCert: option("tls-cert", kind.maybe(kind.file), null, "TLS", "offer STARTTLS with this certificate (PEM)"),
  tlsKey: option("tls-key", kind.maybe(kind.file), null, "TLS", "and its key (PEM)"),
  requireTls: option("require-tls", kind.flag, false, "TLS", "refuse mail before STARTTLS with 530"),

  auth: option(
    "auth",
    kind.list("USER:PASS"),
    [],
    "Logging in",
    "accept only these credentials; without it any are accepted",
  ),
  authFile: option(
    "auth-file",
    kind.maybe(kind.file),
    null,
    "Logging in",
    "the same from a file, one USER:PASS a line",
  ),
  requireAuth: option("require-auth", kind.flag, false, "Logging in", "refuse mail before AUTH with 530"),
  authRequiresTls: option("auth-requires-tls", kind.flag, false, "Logging in", "offer AUTH only after STARTTLS"),

  strict: option(
    "strict",
    kind.flag,
    false,
    "Debugging",
    "refuse what a strict server would refuse, instead of telling it",
  ),
  hideExtension: option(
    "hide-extension",
    kind.list("NAME"),
    [],
    "Debugging",
    "do not offer this SMTP extension, e.g. PIPELINING",
  ),
  chaos: option(
    "chaos",
    kind.maybe(kind.text("TRIGGERS")),
    null,
    "Debugging",
    "fail some of the commands, as Mailpit's chaos does: Sender:451:5,Recipient:550:10",
  ),
  inviteJim: option("invite-jim", kind.flag, false, "Debugging", "start with Jim, MailHog's chaos monkey"),
  jim: option("jim", kind.list("NAME=NUMBER"), [], "Debugging", "what Jim does, e.g. DisconnectChance=0.005"),

  config: option("config", kind.maybe(kind.file), null, "Program", "read options from this JSON file"),
  logLevel: option("log-level", kind.oneOf("error", "warn", "info", "debug"), "info", "Program", "how much is told"),
  logFormat: option(
    "log-format",
    kind.oneOf("auto", "text", "json"),
    "auto",
    "Program",
    "auto: text on a terminal, JSON lines elsewhere",
  ),
} as const;

export type OptionName = keyof typeof OPTIONS;

/** The value of every option. Times are milliseconds, sizes are bytes. */
export type Config = { readonly [Name in OptionName]: (typeof OPTIONS)[Name] extends Option<infer T> ? T : never };

export const variableOf = (flag: string): string => `MAILGLASS_${flag.toUpperCase().replaceAll("-", "_")}`;

/** Texts by option, and where each was said, for messages. */
export type Said = Partial<Record<OptionName, { readonly texts: readonly string[]; readonly where: string }>>;
