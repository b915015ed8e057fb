import { CHECK_OPTIONS } from "./check-options.ts";
import { DISABLED, defineOption, type Option } from "./define-option.ts";
import { KEPT_OPTIONS } from "./kept-options.ts";
import * as types from "./option-types.ts";
import { PROVIDER_OPTIONS } from "./provider-options.ts";
import { RELAY_OPTIONS } from "./relay-options.ts";
import { TLS_OPTIONS } from "./tls-options.ts";

/**
 * All options of the server. `--help`, the docs, and the parsing of variables and the config file are derived from
 * this table.
 */
export const OPTIONS = {
  smtpHost: defineOption(
    "smtp-host",
    types.text("ADDRESS"),
    "localhost",
    "SMTP",
    "address to listen on for SMTP; localhost means 127.0.0.1 and ::1",
  ),
  smtpPort: defineOption(
    "smtp-port",
    types.ports,
    [1025],
    "SMTP",
    "SMTP port; 0 lets the system choose; may be repeated",
  ),
  smtpsPort: defineOption(
    "smtps-port",
    types.portOrOff,
    DISABLED,
    "SMTP",
    "port for SMTP over TLS from the first byte",
  ),
  lmtpPort: defineOption("lmtp-port", types.portOrOff, DISABLED, "SMTP", "port for LMTP (RFC 2033)"),
  smtpSocket: defineOption(
    "smtp-socket",
    types.optional(types.text("PATH")),
    DISABLED,
    "SMTP",
    "Unix socket to listen on for SMTP as well",
  ),
  hostname: defineOption("hostname", types.hostName, "mailglass.localhost", "SMTP", "host name in the SMTP greeting"),

  httpHost: defineOption(
    "http-host",
    types.text("ADDRESS"),
    "localhost",
    "Page and API",
    "address to listen on for the page and the API; localhost means 127.0.0.1 and ::1",
  ),
  httpPort: defineOption(
    "http-port",
    types.port,
    8025,
    "Page and API",
    "port for the page and the API; 0 lets the system choose",
  ),
  httpsPort: defineOption(
    "https-port",
    types.portOrOff,
    DISABLED,
    "Page and API",
    "port for the page and the API over HTTPS, in addition to --http-port",
  ),
  httpsCert: defineOption(
    "https-cert",
    types.optional(types.text("FILE|auto")),
    DISABLED,
    "Page and API",
    "certificate for HTTPS (PEM); auto, the default of --https-port: signed by the local CA; without --https-port, --http-port itself uses HTTPS",
  ),
  httpsKey: defineOption(
    "https-key",
    types.optional(types.file),
    DISABLED,
    "Page and API",
    "private key of the certificate (PEM)",
  ),
  basePath: defineOption("base-path", types.basePath, "/", "Page and API", "URL path of the page and the API"),
  allowHost: defineOption(
    "allow-host",
    types.hostNames,
    [],
    "Page and API",
    "host name under which the page may be opened, in addition to localhost; .test means test and all names below it",
  ),
  strictHost: defineOption(
    "strict-host",
    types.flag,
    false,
    "Page and API",
    "refuse names such as mailglass and *.svc.cluster.local, which are accepted where the page listens on more than loopback",
  ),
  trustProxy: defineOption(
    "trust-proxy",
    types.networks,
    [],
    "Page and API",
    "network of a reverse proxy, e.g. 127.0.0.1 or 10.0.0.0/8, whose Forwarded, X-Forwarded-Proto and X-Forwarded-Prefix are used",
  ),
  disableHttpCompression: defineOption(
    "disable-http-compression",
    types.flag,
    false,
    "Page and API",
    "do not compress responses of Mailpit's API with gzip",
  ),
  allowOrigin: defineOption(
    "allow-origin",
    types.origins,
    [],
    "Page and API",
    "origin of another page that may call the API, e.g. http://localhost:3000",
  ),

  webAuth: defineOption(
    "web-auth",
    types.list("USER:PASS"),
    [],
    "Page and API",
    "require this login for the page and the API",
  ),
  webAuthFile: defineOption(
    "web-auth-file",
    types.optional(types.file),
    null,
    "Page and API",
    "the same, from a file written by htpasswd -B",
  ),
  label: defineOption(
    "label",
    types.text("NAME"),
    "",
    "Page and API",
    "name of this instance, as reported by Mailpit's API",
  ),

  ...RELAY_OPTIONS,
  ...CHECK_OPTIONS,
  ...PROVIDER_OPTIONS,

  ...KEPT_OPTIONS,

  maxMessageBytes: defineOption(
    "max-message-bytes",
    types.automatic(types.bytes, "64m, less where memory is small"),
    null,
    "Limits",
    "maximum size of a message; larger ones are refused with 552",
  ),
  maxRecipients: defineOption(
    "max-recipients",
    types.integer("N", 1, 1_000_000),
    10_000,
    "Limits",
    "maximum recipients of one message; more are refused with 452",
  ),
  maxConnections: defineOption(
    "max-connections",
    types.automatic(types.integer("N", 1, 100_000), "20000, less where memory or file descriptors are few"),
    null,
    "Limits",
    "maximum simultaneous SMTP connections; more are refused with 421",
  ),
  maxConnectionsPerAddress: defineOption(
    "max-connections-per-address",
    types.integer("N", 1, 100_000),
    20_000,
    "Limits",
    "maximum simultaneous SMTP connections from one address",
  ),
  maxErrors: defineOption(
    "max-errors",
    types.integer("N", 1, 1_000_000),
    1000,
    "Limits",
    "refused commands allowed in one session before 421",
  ),
  maxSessions: defineOption(
    "max-sessions",
    types.integer("N", 1, 1_000_000),
    1000,
    "Limits",
    "number of closed SMTP sessions kept with their transcripts",
  ),
  idleTimeout: defineOption(
    "idle-timeout",
    types.seconds,
    300_000,
    "Limits",
    "idle time after which a client gets 421",
  ),
  dataTimeout: defineOption(
    "data-timeout",
    types.seconds,
    600_000,
    "Limits",
    "idle time within a message after which a client gets 421; the whole message may take six times as long",
  ),

  ...TLS_OPTIONS,

  auth: defineOption(
    "auth",
    types.list("USER:PASS"),
    [],
    "SMTP login",
    "accept only these credentials; by default any are accepted",
  ),
  authFile: defineOption(
    "auth-file",
    types.optional(types.file),
    null,
    "SMTP login",
    "the same, from a file with one USER:PASS per line",
  ),
  requireAuth: defineOption("require-auth", types.flag, false, "SMTP login", "refuse mail before AUTH with 530"),
  authRequiresTls: defineOption("auth-requires-tls", types.flag, false, "SMTP login", "offer AUTH only after STARTTLS"),

  strict: defineOption(
    "strict",
    types.strictGroups,
    [],
    "Debugging",
    "refuse what a strict server would refuse, instead of only reporting it; with groups, only what has findings of these groups",
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
    "fail a share of the commands, like Mailpit's chaos: Sender:451:5,Recipient:550:10",
  ),
  inviteJim: defineOption("invite-jim", types.flag, false, "Debugging", "start with Jim, MailHog's chaos monkey"),
  jim: defineOption(
    "jim",
    types.list("NAME=NUMBER"),
    [],
    "Debugging",
    "set one of Jim's parameters, e.g. DisconnectChance=0.005",
  ),

  config: defineOption("config", types.optional(types.file), null, "General", "read options from this JSON file"),
  stateDir: defineOption(
    "state-dir",
    types.optional(types.text("DIR")),
    DISABLED,
    "General",
    "directory for data that is kept between starts: the local CA; by default mailglass in $XDG_STATE_HOME, which is ~/.local/state",
  ),
  logLevel: defineOption(
    "log-level",
    types.oneOf("error", "warn", "info", "debug"),
    "info",
    "General",
    "least severe level that is logged",
  ),
  logFormat: defineOption(
    "log-format",
    types.oneOf("auto", "text", "json"),
    "auto",
    "General",
    "auto: text on a terminal, JSON lines elsewhere",
  ),
} as const;

export type OptionName = keyof typeof OPTIONS;

/** The value of every option. Times are in milliseconds, sizes in bytes. */
export type Config = { readonly [Name in OptionName]: (typeof OPTIONS)[Name] extends Option<infer T> ? T : never };

export const variableName = (flag: string): string => `MAILGLASS_${flag.toUpperCase().replaceAll("-", "_")}`;

/** The text of each option that was given, and where it was given (for error messages). */
export type RawOptions = Partial<Record<OptionName, { readonly values: readonly string[]; readonly source: string }>>;
