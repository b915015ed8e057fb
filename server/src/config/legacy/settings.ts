import type { OptionName } from "../options.ts";
import { readOutgoingServers } from "./mailhog-outgoing.ts";
import { readMailpitRelay } from "./mailpit-relay.ts";
import type { OptionAssignments } from "./option-assignments.ts";

/** A setting of MailHog or Mailpit: flags, variables, or both. */
export interface LegacySetting {
  /** Names without dashes. Several if there are short or older names. */
  readonly flags: readonly string[];
  /** Several if there are older names; the last that is set wins. */
  readonly variables: readonly string[];
  /** A switch takes no value as a flag, and true or 1 as a variable. */
  readonly isSwitch: boolean;
  /**
   * Returns the options that this sets here, possibly none, or a sentence that says what is not supported (shown as a
   * warning).
   *
   * @param environment the variables that belong to it
   */
  readonly translate: (text: string, environment: NodeJS.ProcessEnv) => OptionAssignments | string;
}

const splitNames = (names: string): string[] => names.split(" ").filter((name) => name !== "");

/** Names are separated by spaces. */
const valueSetting = (
  flags: string,
  variables: string,
  meaning: LegacySetting["translate"] | string | OptionAssignments,
): LegacySetting => ({
  flags: splitNames(flags),
  variables: splitNames(variables),
  isSwitch: false,
  translate: typeof meaning === "function" ? meaning : () => meaning,
});

const switchSetting = (flags: string, variables: string, meaning: string | OptionAssignments): LegacySetting => ({
  ...valueSetting(flags, variables, meaning),
  isSwitch: true,
});

/** Accepted without effect: Mailglass already behaves this way. */
const IGNORED: OptionAssignments = [];

const passThrough =
  (name: OptionName) =>
  (text: string): OptionAssignments => [[name, text]];

/** `0.0.0.0:1025`, `[::]:1025` or `:1025`: the address and port to listen on. */
function listenAddress(host: OptionName, port: OptionName): (text: string) => OptionAssignments {
  return (text) => {
    const [, bracketed, plain, number] = /^(?:\[([^\]]*)\]|([^:]*)):(\d+)$/.exec(text) ?? [];
    const named = bracketed ?? plain ?? "";
    return [
      // As in Go: all addresses, of IPv6 too.
      [host, named === "" ? "::" : named],
      [port, number ?? text],
    ];
  };
}

/** Returns the path of a Unix socket, which may have permissions: `unix:/run/mailpit.sock:0660`. Undefined if it is no socket. */
const readSocketPath = (text: string): string | undefined => /^unix:(.+?)(?::[0-7]{3,4})?$/.exec(text)?.[1];

/** Mailpit accepts host names as origins. Our origins include the scheme. */
const allowedOrigins = (text: string): OptionAssignments =>
  text
    .split(/[\s,]+/)
    .filter((one) => one !== "")
    .flatMap((one) => (one === "*" || one.includes("://") ? [one] : [`http://${one}`, `https://${one}`]))
    .map((origin) => ["allowOrigin", origin] as const);

/** Names separated by commas. */
const allowedHosts = (text: string): OptionAssignments =>
  text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "")
    .map((name) => ["allowHost", name] as const);

/** A file; or `sans:NAME,NAME`, for which Mailpit creates a certificate itself. */
const certificateFile =
  (name: OptionName, automatic: OptionAssignments[number]) =>
  (text: string): OptionAssignments => {
    const [, names] = /^sans:(.*)$/is.exec(text) ?? [];
    return names === undefined ? [[name, text]] : [automatic, ...allowedHosts(names)];
  };

/** `user:pass user2:pass2`. */
const userList =
  (name: OptionName) =>
  (text: string): OptionAssignments =>
    text
      .trim()
      .split(/\s+/)
      .map((pair) => [name, pair] as const);

/** Mailpit refuses mail before a login once it knows users. */
const smtpUsers =
  (translate: (text: string) => OptionAssignments) =>
  (text: string): OptionAssignments => [...translate(text), ["requireAuth", "true"]];

/** A limit for which 0 means unlimited. */
const limitOrUnlimited =
  (name: OptionName, unit: string, unlimitedValue: string) =>
  (text: string): OptionAssignments => [[name, /^0+$/.test(text) ? unlimitedValue : `${text}${unit}`]];

/** Mailpit also accepts the URL of an rqlite server. */
const mailpitDatabase = (text: string): OptionAssignments | string =>
  /^https?:/i.test(text) ? "there is no rqlite storage; give a file" : [["store", text]];

const jimParameter =
  (name: string) =>
  (text: string): OptionAssignments => [["jim", `${name}=${text}`]];

/** Mailpit also accepts a Unix socket, and Postmark's public service. */
const spamAssassinServer = (text: string): OptionAssignments | string => {
  if (text === "postmark") return "mail is never sent to Postmark's public service; give the address of a spamd";
  if (text.startsWith("unix:")) return "spamd is reached by TCP only; give its HOST:PORT";
  return [["spamassassin", text]];
};

const NO_MONGO = "there is no MongoDB storage; --store keeps mail in a file";
const NO_POP3 = "there is no POP3";
const NO_AUTO_RELAY = "mail is never relayed automatically, only when it is released";
const NO_WEBHOOKS = "there are no webhooks; GET /api/stream reports new messages";
const NO_TAG_RULES = "tags come from X-Tags, plus-addresses and the API only";

/** The variables of Mailpit's forwarding, separated by spaces. */
function listForwardVariables(): string {
  const server = [
    "CONFIG",
    "HOST",
    "PORT",
    "STARTTLS",
    "TLS",
    "ALLOW_INSECURE",
    "AUTH",
    "USERNAME",
    "PASSWORD",
    "SECRET",
  ];
  const mail = ["TO", "RETURN_PATH", "OVERRIDE_FROM", "SUBJECT_PREFIX", "FWD_SMTP_ERRORS"];
  return [...server, ...mail].map((name) => `MP_SMTP_FORWARD_${name}`).join(" ");
}

/** MailHog's settings. */
const MAILHOG_SETTINGS: readonly LegacySetting[] = [
  valueSetting("smtp-bind-addr", "MH_SMTP_BIND_ADDR", listenAddress("smtpHost", "smtpPort")),
  valueSetting("api-bind-addr", "MH_API_BIND_ADDR", listenAddress("httpHost", "httpPort")),
  valueSetting("ui-bind-addr", "MH_UI_BIND_ADDR", listenAddress("httpHost", "httpPort")),
  valueSetting("api-host", "MH_API_HOST", IGNORED),
  valueSetting("hostname", "MH_HOSTNAME", passThrough("hostname")),
  valueSetting("ui-web-path", "MH_UI_WEB_PATH", passThrough("basePath")),
  valueSetting("cors-origin", "MH_CORS_ORIGIN", allowedOrigins),
  valueSetting("auth-file", "MH_AUTH_FILE", passThrough("webAuthFile")),
  valueSetting("outgoing-smtp", "MH_OUTGOING_SMTP", readOutgoingServers),
  // The variables MH_STORAGE and MH_MAILDIR_PATH belong together: see `mailhog-storage.ts`.
  valueSetting("storage", "", (text) => (text === "memory" ? IGNORED : "give a file with --store")),
  valueSetting("maildir-path", "", IGNORED),
  valueSetting("mongo-uri", "MH_MONGO_URI", NO_MONGO),
  valueSetting("mongo-db", "MH_MONGO_DB", NO_MONGO),
  valueSetting("mongo-coll", "MH_MONGO_COLLECTION", NO_MONGO),
  switchSetting("invite-jim", "MH_INVITE_JIM", [["inviteJim", "true"]]),
  valueSetting("jim-disconnect", "MH_JIM_DISCONNECT", jimParameter("DisconnectChance")),
  valueSetting("jim-accept", "MH_JIM_ACCEPT", jimParameter("AcceptChance")),
  valueSetting("jim-linkspeed-affect", "MH_JIM_LINKSPEED_AFFECT", jimParameter("LinkSpeedAffect")),
  valueSetting("jim-linkspeed-min", "MH_JIM_LINKSPEED_MIN", jimParameter("LinkSpeedMin")),
  valueSetting("jim-linkspeed-max", "MH_JIM_LINKSPEED_MAX", jimParameter("LinkSpeedMax")),
  valueSetting("jim-reject-sender", "MH_JIM_REJECT_SENDER", jimParameter("RejectSenderChance")),
  valueSetting("jim-reject-recipient", "MH_JIM_REJECT_RECIPIENT", jimParameter("RejectRecipientChance")),
  valueSetting("jim-reject-auth", "MH_JIM_REJECT_AUTH", jimParameter("RejectAuthChance")),
];

/** Mailpit's settings. `MP_SMTP_RELAY_HOST`, `MP_SMTP_RELAY_CONFIG` and the variables that belong to them are in `mailpit-relay.ts`. */
const MAILPIT_SETTINGS: readonly LegacySetting[] = [
  valueSetting("smtp s", "MP_SMTP_BIND_ADDR", (text) => {
    const path = readSocketPath(text);
    return path === undefined ? listenAddress("smtpHost", "smtpPort")(text) : [["smtpSocket", path]];
  }),
  valueSetting("listen l", "MP_UI_BIND_ADDR", (text) =>
    readSocketPath(text) === undefined
      ? listenAddress("httpHost", "httpPort")(text)
      : "the page has no Unix socket; it is at --http-port",
  ),
  valueSetting("", "MP_SMTP_HOSTNAME", passThrough("hostname")),
  valueSetting("webroot", "MP_WEBROOT", passThrough("basePath")),
  valueSetting("api-cors", "MP_API_CORS", allowedOrigins),
  valueSetting("allowed-hosts", "MP_ALLOWED_HOSTS", allowedHosts),
  valueSetting("max m", "MP_MAX_MESSAGES", limitOrUnlimited("maxMessages", "", "10000000")),
  valueSetting("max-message-size", "MP_MAX_MESSAGE_SIZE", limitOrUnlimited("maxMessageBytes", "m", "256m")),
  valueSetting("smtp-max-recipients", "MP_SMTP_MAX_RECIPIENTS", passThrough("maxRecipients")),
  valueSetting("label", "MP_LABEL", passThrough("label")),
  valueSetting("ui-auth-file", "MP_UI_AUTH_FILE", passThrough("webAuthFile")),
  valueSetting("", "MP_UI_AUTH", userList("webAuth")),
  valueSetting("smtp-auth-file", "MP_SMTP_AUTH_FILE", smtpUsers(passThrough("authFile"))),
  valueSetting("", "MP_SMTP_AUTH", smtpUsers(userList("auth"))),
  valueSetting(
    "ui-tls-cert ui-ssl-cert",
    "MP_UI_TLS_CERT MP_UI_SSL_CERT",
    certificateFile("httpsCert", ["httpsCert", "auto"]),
  ),
  valueSetting("ui-tls-key ui-ssl-key", "MP_UI_TLS_KEY MP_UI_SSL_KEY", passThrough("httpsKey")),
  valueSetting(
    "smtp-tls-cert smtp-ssl-cert",
    "MP_SMTP_TLS_CERT MP_SMTP_SSL_CERT",
    certificateFile("tlsCert", ["tls", "auto"]),
  ),
  valueSetting("smtp-tls-key smtp-ssl-key", "MP_SMTP_TLS_KEY MP_SMTP_SSL_KEY", passThrough("tlsKey")),
  switchSetting("smtp-require-tls", "MP_SMTP_REQUIRE_TLS", [["smtpTls", "implicit"]]),
  switchSetting("smtp-require-starttls smtp-tls-required", "MP_SMTP_REQUIRE_STARTTLS MP_SMTP_TLS_REQUIRED", [
    ["requireTls", "true"],
  ]),
  valueSetting("chaos-triggers", "MP_CHAOS_TRIGGERS", passThrough("chaos")),
  valueSetting("", "MP_SMTP_RELAY_RETURN_PATH", passThrough("relayFrom")),
  valueSetting("", "MP_SMTP_RELAY_OVERRIDE_FROM", passThrough("relayHeaderFrom")),
  valueSetting("", "MP_SMTP_RELAY_SUBJECT_PREFIX", passThrough("relaySubjectPrefix")),
  valueSetting("", "MP_SMTP_RELAY_ALLOWED_RECIPIENTS", passThrough("relayAllow")),
  valueSetting("", "MP_SMTP_RELAY_BLOCKED_RECIPIENTS", passThrough("relayBlock")),
  switchSetting("verbose v", "MP_VERBOSE", [["logLevel", "debug"]]),
  switchSetting("quiet q", "MP_QUIET", [["logLevel", "error"]]),

  switchSetting("enable-chaos", "MP_ENABLE_CHAOS", IGNORED),
  // A released message keeps its Message-ID, and a refusal of the server is always reported.
  switchSetting("", "MP_SMTP_RELAY_PRESERVE_MESSAGE_IDS", IGNORED),
  switchSetting("", "MP_SMTP_RELAY_FWD_SMTP_ERRORS", IGNORED),
  // Those of `mailglass sendmail`.
  valueSetting("", "MP_SENDMAIL_SMTP_ADDR MP_SENDMAIL_FROM", IGNORED),
  valueSetting("", "MH_SENDMAIL_SMTP_ADDR MH_SENDMAIL_FROM", IGNORED),
  switchSetting("smtp-auth-accept-any", "MP_SMTP_AUTH_ACCEPT_ANY", IGNORED),
  switchSetting("smtp-auth-allow-insecure", "MP_SMTP_AUTH_ALLOW_INSECURE", IGNORED),
  switchSetting("smtp-disable-rdns", "MP_SMTP_DISABLE_RDNS", IGNORED),
  switchSetting("smtp-ignore-rejected-recipients", "MP_SMTP_IGNORE_REJECTED_RECIPIENTS", IGNORED),
  switchSetting("disable-version-check", "MP_DISABLE_VERSION_CHECK", IGNORED),
  switchSetting("block-remote-css-and-fonts", "MP_BLOCK_REMOTE_CSS_AND_FONTS", IGNORED),
  switchSetting("disable-http-compression", "MP_DISABLE_HTTP_COMPRESSION", [["disableHttpCompression", "true"]]),
  switchSetting("disable-wal", "MP_DISABLE_WAL", IGNORED),
  switchSetting("disable-auto-vacuum", "MP_DISABLE_AUTO_VACUUM", IGNORED),
  valueSetting("compression", "MP_COMPRESSION", IGNORED),
  valueSetting("enable-prometheus", "MP_ENABLE_PROMETHEUS", IGNORED),

  valueSetting("database d db-file", "MP_DATA_FILE MP_DATABASE", mailpitDatabase),
  valueSetting("tenant-id", "MP_TENANT_ID", "a store has one inbox; give each its own file"),
  valueSetting("max-age", "MP_MAX_AGE", passThrough("maxAge")),
  switchSetting("use-message-dates", "MP_USE_MESSAGE_DATES", "messages are listed in the order in which they arrived"),
  switchSetting("ignore-duplicate-ids", "MP_IGNORE_DUPLICATE_IDS", "duplicates are kept, so that they can be found"),
  valueSetting("log-file", "MP_LOG_FILE", "the log goes to standard output"),
  valueSetting("send-api-auth-file", "MP_SEND_API_AUTH_FILE", "sending uses the same password as the rest of the API"),
  switchSetting(
    "send-api-auth-accept-any",
    "MP_SEND_API_AUTH_ACCEPT_ANY",
    "sending uses the same password as the rest of the API",
  ),
  switchSetting("", "MP_DEMO_MODE", "there is no demo mode"),
  switchSetting(
    "smtp-strict-rfc-headers",
    "MP_SMTP_STRICT_RFC_HEADERS MP_STRICT_RFC_HEADERS",
    "such mail is accepted, with a finding",
  ),
  switchSetting("disable-html-check", "MP_DISABLE_HTML_CHECK", "the HTML check is always there"),
  switchSetting(
    "allow-internal-http-requests",
    "MP_ALLOW_INTERNAL_HTTP_REQUESTS",
    "nothing is requested from private addresses",
  ),
  switchSetting("allow-untrusted-tls", "MP_ALLOW_UNTRUSTED_TLS", "the certificates of links are verified"),
  switchSetting(
    "disable-link-check-rate-limit",
    "MP_DISABLE_LINK_CHECK_RATE_LIMIT",
    "links are checked five at a time",
  ),
  valueSetting("", "MP_SEND_API_AUTH", "sending uses the same password as the rest of the API"),
  valueSetting(
    "smtp-allowed-recipients",
    "MP_SMTP_ALLOWED_RECIPIENTS",
    "mail is accepted for all recipients; use faults to refuse some",
  ),
  valueSetting("smtp-relay-config", "", (text, environment) =>
    readMailpitRelay({ ...environment, MP_SMTP_RELAY_CONFIG: text }),
  ),
  switchSetting("smtp-relay-all", "MP_SMTP_RELAY_ALL", NO_AUTO_RELAY),
  valueSetting("smtp-relay-matching", "MP_SMTP_RELAY_MATCHING", NO_AUTO_RELAY),
  valueSetting("smtp-forward-config", listForwardVariables(), NO_AUTO_RELAY),
  valueSetting("enable-spamassassin", "MP_ENABLE_SPAMASSASSIN", spamAssassinServer),
  valueSetting("enable-rspamd", "MP_ENABLE_RSPAMD", passThrough("rspamd")),
  switchSetting("hide-delete-all-button", "MP_HIDE_DELETE_ALL_BUTTON", "the page always shows it"),
  valueSetting("pop3", "MP_POP3_BIND_ADDR", NO_POP3),
  valueSetting("pop3-auth-file", "MP_POP3_AUTH_FILE", NO_POP3),
  valueSetting("", "MP_POP3_AUTH", NO_POP3),
  valueSetting("pop3-tls-cert", "MP_POP3_TLS_CERT", NO_POP3),
  valueSetting("pop3-tls-key", "MP_POP3_TLS_KEY", NO_POP3),
  valueSetting("webhook-url", "MP_WEBHOOK_URL", NO_WEBHOOKS),
  valueSetting("webhook-limit", "MP_WEBHOOK_LIMIT", NO_WEBHOOKS),
  valueSetting("webhook-delay", "MP_WEBHOOK_DELAY", NO_WEBHOOKS),
  valueSetting("tag t", "MP_TAG", NO_TAG_RULES),
  valueSetting("tags-config", "MP_TAGS_CONFIG", NO_TAG_RULES),
  valueSetting("tags-disable", "MP_TAGS_DISABLE", NO_TAG_RULES),
  switchSetting("tags-title-case", "MP_TAGS_TITLE_CASE", NO_TAG_RULES),
  switchSetting("tags-username", "MP_TAGS_USERNAME", NO_TAG_RULES),
];

/** All supported flags and variables of MailHog and Mailpit, with their meaning here. */
export const LEGACY_SETTINGS: readonly LegacySetting[] = [...MAILHOG_SETTINGS, ...MAILPIT_SETTINGS];
