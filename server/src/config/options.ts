import * as types from "./option-types.ts";

/** One option: by flag, by `MAILGLASS_*` variable, or by its camel-case name in the config file. */
export interface Option<T> {
  /** Kebab case, without dashes; the variable's name is made from it. */
  readonly flag: string;
  readonly type: types.OptionType<T>;
  readonly default: T;
  readonly help: string;
  readonly group: "Mail in" | "Page and API" | "Limits" | "TLS" | "Logging in" | "Debugging" | "Relay" | "Program";
}

const defineOption = <T>(
  flag: string,
  kind: types.OptionType<T>,
  fallback: NoInfer<T>,
  group: Option<T>["group"],
  help: string,
): Option<T> => ({
  flag,
  type: kind,
  default: fallback,
  help,
  group,
});

const DISABLED = null;

/** Every option of the server. `--help`, the docs, the reading of variables and of the config file all come from here. */
export const OPTIONS = {
  smtpHost: defineOption("smtp-host", types.text("ADDRESS"), "127.0.0.1", "Mail in", "address that SMTP listens on"),
  smtpPort: defineOption("smtp-port", types.port, 1025, "Mail in", "port of SMTP; 0 lets the system choose"),
  smtpsPort: defineOption(
    "smtps-port",
    types.portOrOff,
    DISABLED,
    "Mail in",
    "port of SMTP over TLS from the first byte",
  ),
  lmtpPort: defineOption("lmtp-port", types.portOrOff, DISABLED, "Mail in", "port of LMTP (RFC 2033)"),
  smtpSocket: defineOption(
    "smtp-socket",
    types.optional(types.text("PATH")),
    DISABLED,
    "Mail in",
    "unix socket on which SMTP listens too",
  ),
  hostname: defineOption(
    "hostname",
    types.text("NAME"),
    "mailglass.localhost",
    "Mail in",
    "name that SMTP greets with",
  ),

  httpHost: defineOption(
    "http-host",
    types.text("ADDRESS"),
    "127.0.0.1",
    "Page and API",
    "address that the page and the API listen on",
  ),
  httpPort: defineOption(
    "http-port",
    types.port,
    8025,
    "Page and API",
    "port of the page and the API; 0 lets the system choose",
  ),
  basePath: defineOption(
    "base-path",
    types.basePath,
    "/",
    "Page and API",
    "path below which the page and the API stand",
  ),
  allowHost: defineOption(
    "allow-host",
    types.list("NAME"),
    [],
    "Page and API",
    "name under which the page may be asked for, besides localhost",
  ),
  allowOrigin: defineOption(
    "allow-origin",
    types.origins,
    [],
    "Page and API",
    "origin of another page that may use the API, e.g. http://localhost:3000",
  ),

  webAuth: defineOption(
    "web-auth",
    types.list("USER:PASS"),
    [],
    "Page and API",
    "who may see the page and use the API",
  ),
  webAuthFile: defineOption(
    "web-auth-file",
    types.optional(types.file),
    null,
    "Page and API",
    "the same from a file as htpasswd -B writes it",
  ),
  label: defineOption("label", types.text("NAME"), "", "Page and API", "name of this instance, for Mailpit's clients"),
  checkLinks: defineOption(
    "check-links",
    types.flag,
    false,
    "Page and API",
    "let Mailpit's link check call the servers that a message names",
  ),

  relay: defineOption(
    "relay",
    types.list("URL"),
    [],
    "Relay",
    "server that mail may be released to: smtp://user:pass@host:587",
  ),
  relayFrom: defineOption(
    "relay-from",
    types.optional(types.text("ADDRESS")),
    null,
    "Relay",
    "reverse-path of released mail",
  ),
  relayAllow: defineOption(
    "relay-allow",
    types.optional(types.text("REGEX")),
    null,
    "Relay",
    "release only to such recipients",
  ),
  relayBlock: defineOption(
    "relay-block",
    types.optional(types.text("REGEX")),
    null,
    "Relay",
    "never release to such recipients",
  ),

  maxMessages: defineOption(
    "max-messages",
    types.integer("N", 1, 10_000_000),
    1000,
    "Limits",
    "messages kept; the oldest make room",
  ),
  maxBytes: defineOption(
    "max-bytes",
    types.automatic(types.bytes, "256m, less where memory is small"),
    null,
    "Limits",
    "bytes of messages kept in all; the oldest are evicted",
  ),
  maxMessageBytes: defineOption(
    "max-message-bytes",
    types.automatic(types.bytes, "64m, less where memory is small"),
    null,
    "Limits",
    "a larger message is refused with 552",
  ),
  maxRecipients: defineOption(
    "max-recipients",
    types.integer("N", 1, 1_000_000),
    10_000,
    "Limits",
    "recipients of one message; more get 452",
  ),
  maxConnections: defineOption(
    "max-connections",
    types.automatic(types.integer("N", 1, 100_000), "20000, less where memory or file descriptors are few"),
    null,
    "Limits",
    "SMTP connections at once; more get 421",
  ),
  maxConnectionsPerAddress: defineOption(
    "max-connections-per-address",
    types.integer("N", 1, 100_000),
    20_000,
    "Limits",
    "of these, from one address",
  ),
  maxErrors: defineOption(
    "max-errors",
    types.integer("N", 1, 1_000_000),
    1000,
    "Limits",
    "refused commands in one session; then 421",
  ),
  maxSessions: defineOption(
    "max-sessions",
    types.integer("N", 1, 1_000_000),
    1000,
    "Limits",
    "closed SMTP sessions whose conversation is kept",
  ),
  idleTimeout: defineOption(
    "idle-timeout",
    types.seconds,
    300_000,
    "Limits",
    "a client that completes no command for so long gets 421",
  ),
  dataTimeout: defineOption(
    "data-timeout",
    types.seconds,
    600_000,
    "Limits",
    "a client that stops within a message for so long gets 421; all of a message may take six times as long",
  ),

  tls: defineOption(
    "tls",
    types.oneOf("auto", "off"),
    "off",
    "TLS",
    "auto: offer STARTTLS with a certificate made at the start",
  ),
  tlsCert: defineOption(
    "tls-cert",
    types.optional(types.file),
    null,
    "TLS",
    "offer STARTTLS with this certificate (PEM)",
  ),
  tlsKey: defineOption("tls-key", types.optional(types.file), null, "TLS", "and its key (PEM)"),
  requireTls: defineOption("require-tls", types.flag, false, "TLS", "refuse mail before STARTTLS with 530"),

  auth: defineOption(
    "auth",
    types.list("USER:PASS"),
    [],
    "Logging in",
    "accept only these credentials; without it any are accepted",
  ),
  authFile: defineOption(
    "auth-file",
    types.optional(types.file),
    null,
    "Logging in",
    "the same from a file, one USER:PASS a line",
  ),
  requireAuth: defineOption("require-auth", types.flag, false, "Logging in", "refuse mail before AUTH with 530"),
  authRequiresTls: defineOption("auth-requires-tls", types.flag, false, "Logging in", "offer AUTH only after STARTTLS"),

  strict: defineOption(
    "strict",
    types.flag,
    false,
    "Debugging",
    "refuse what a strict server would refuse, instead of telling it",
  ),
  hideExtension: defineOption(
    "hide-extension",
    types.list("NAME"),
    [],
    "Debugging",
    "do not offer this SMTP extension, e.g. PIPELINING",
  ),
  chaos: defineOption(
    "chaos",
    types.optional(types.text("TRIGGERS")),
    null,
    "Debugging",
    "fail some of the commands, as Mailpit's chaos does: Sender:451:5,Recipient:550:10",
  ),
  inviteJim: defineOption("invite-jim", types.flag, false, "Debugging", "start with Jim, MailHog's chaos monkey"),
  jim: defineOption("jim", types.list("NAME=NUMBER"), [], "Debugging", "what Jim does, e.g. DisconnectChance=0.005"),

  config: defineOption("config", types.optional(types.file), null, "Program", "read options from this JSON file"),
  logLevel: defineOption(
    "log-level",
    types.oneOf("error", "warn", "info", "debug"),
    "info",
    "Program",
    "how much is told",
  ),
  logFormat: defineOption(
    "log-format",
    types.oneOf("auto", "text", "json"),
    "auto",
    "Program",
    "auto: text on a terminal, JSON lines elsewhere",
  ),
} as const;

export type OptionName = keyof typeof OPTIONS;

/** The value of every option. Times are milliseconds, sizes are bytes. */
export type Config = { readonly [Name in OptionName]: (typeof OPTIONS)[Name] extends Option<infer T> ? T : never };

export const variableName = (flag: string): string => `MAILGLASS_${flag.toUpperCase().replaceAll("-", "_")}`;

/** Texts by option, and where each was said, for messages. */
export type RawOptions = Partial<Record<OptionName, { readonly values: readonly string[]; readonly source: string }>>;
