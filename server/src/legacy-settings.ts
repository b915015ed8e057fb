import { outgoingServers } from "./legacy-outgoing.ts";
import type { OptionName } from "./options.ts";

/** Options of ours with their texts. */
export type Setting = readonly (readonly [OptionName, string])[];

/** A setting of MailHog or Mailpit: a flag, a variable, or both. */
export interface LegacySetting {
  /** Without dashes; several where there are short or older names. */
  readonly flags: readonly string[];
  readonly variable: string;
  /** A switch takes no value as a flag, and true or 1 as a variable. */
  readonly isSwitch: boolean;
  /** What it sets here, which may be nothing; a text says what is not there, and is told as a warning. */
  readonly meaning: (text: string) => Setting | string;
}

const setting = (
  flags: string,
  variable: string,
  meaning: LegacySetting["meaning"] | string | Setting,
): LegacySetting => ({
  flags: flags.split(" ").filter((flag) => flag !== ""),
  variable,
  isSwitch: false,
  meaning: typeof meaning === "function" ? meaning : () => meaning,
});

const turn = (flags: string, variable: string, meaning: string | Setting): LegacySetting => ({
  ...setting(flags, variable, meaning),
  isSwitch: true,
});

/** What needs nothing here: it is so anyway. */
const NOTHING: Setting = [];

const same =
  (name: OptionName) =>
  (text: string): Setting => [[name, text]];

/** `0.0.0.0:1025`, `[::]:1025` or `:1025`: an address to listen on, and its port. */
function address(host: OptionName, port: OptionName): (text: string) => Setting {
  return (text) => {
    const [, bracketed, plain, number] = /^(?:\[([^\]]*)\]|([^:]*)):(\d+)$/.exec(text) ?? [];
    const named = bracketed ?? plain ?? "";
    return [
      [host, named === "" ? "0.0.0.0" : named],
      [port, number ?? text],
    ];
  };
}

/** Mailpit takes names of hosts for origins; here an origin has its scheme. */
const origins = (text: string): Setting =>
  text
    .split(/[\s,]+/)
    .filter((one) => one !== "")
    .flatMap((one) => (one === "*" || one.includes("://") ? [one] : [`http://${one}`, `https://${one}`]))
    .map((origin) => ["allowOrigin", origin] as const);

/** `user:pass user2:pass2`. */
const users =
  (name: OptionName) =>
  (text: string): Setting =>
    text
      .trim()
      .split(/\s+/)
      .map((pair) => [name, pair] as const);

/** A limit, where 0 means none. */
const limit =
  (name: OptionName, unit: string, most: string) =>
  (text: string): Setting => [[name, /^0+$/.test(text) ? most : `${text}${unit}`]];

const jim =
  (name: string) =>
  (text: string): Setting => [["jim", `${name}=${text}`]];

const STORE = "mail is kept in memory only";
const MONGO = "there is no MongoDB storage; mail is kept in memory only";
const HTTPS = "the page and the API have no TLS; put a proxy before them";
const POP3 = "there is no POP3";
const AUTO_RELAY = "mail is never relayed by itself, only when it is released";
const WEBHOOK = "there are no webhooks; GET /api/stream tells what comes";
const TAGS = "messages are tagged by X-Tags, plus-addresses and the API only";

/** MailHog's settings. */
const MAILHOG: readonly LegacySetting[] = [
  setting("smtp-bind-addr", "MH_SMTP_BIND_ADDR", address("smtpHost", "smtpPort")),
  setting("api-bind-addr", "MH_API_BIND_ADDR", address("httpHost", "httpPort")),
  setting("ui-bind-addr", "MH_UI_BIND_ADDR", address("httpHost", "httpPort")),
  setting("api-host", "MH_API_HOST", NOTHING),
  setting("hostname", "MH_HOSTNAME", same("hostname")),
  setting("ui-web-path", "MH_UI_WEB_PATH", same("basePath")),
  setting("cors-origin", "MH_CORS_ORIGIN", origins),
  setting("auth-file", "MH_AUTH_FILE", same("webAuthFile")),
  setting("outgoing-smtp", "MH_OUTGOING_SMTP", outgoingServers),
  setting("storage", "MH_STORAGE", (text) => (text === "memory" ? NOTHING : STORE)),
  setting("maildir-path", "MH_MAILDIR_PATH", STORE),
  setting("mongo-uri", "MH_MONGO_URI", MONGO),
  setting("mongo-db", "MH_MONGO_DB", MONGO),
  setting("mongo-coll", "MH_MONGO_COLLECTION", MONGO),
  turn("invite-jim", "MH_INVITE_JIM", [["inviteJim", "true"]]),
  setting("jim-disconnect", "MH_JIM_DISCONNECT", jim("DisconnectChance")),
  setting("jim-accept", "MH_JIM_ACCEPT", jim("AcceptChance")),
  setting("jim-linkspeed-affect", "MH_JIM_LINKSPEED_AFFECT", jim("LinkSpeedAffect")),
  setting("jim-linkspeed-min", "MH_JIM_LINKSPEED_MIN", jim("LinkSpeedMin")),
  setting("jim-linkspeed-max", "MH_JIM_LINKSPEED_MAX", jim("LinkSpeedMax")),
  setting("jim-reject-sender", "MH_JIM_REJECT_SENDER", jim("RejectSenderChance")),
  setting("jim-reject-recipient", "MH_JIM_REJECT_RECIPIENT", jim("RejectRecipientChance")),
  setting("jim-reject-auth", "MH_JIM_REJECT_AUTH", jim("RejectAuthChance")),
];

/** Mailpit's settings. `MP_SMTP_RELAY_HOST` and what goes with it are in `legacy-variables.ts`. */
const MAILPIT: readonly LegacySetting[] = [
  setting("smtp s", "MP_SMTP_BIND_ADDR", address("smtpHost", "smtpPort")),
  setting("listen l", "MP_UI_BIND_ADDR", address("httpHost", "httpPort")),
  setting("", "MP_SMTP_HOSTNAME", same("hostname")),
  setting("webroot", "MP_WEBROOT", same("basePath")),
  setting("api-cors", "MP_API_CORS", origins),
  setting("max m", "MP_MAX_MESSAGES", limit("maxMessages", "", "10000000")),
  setting("max-message-size", "MP_MAX_MESSAGE_SIZE", limit("maxMessageBytes", "m", "256m")),
  setting("smtp-max-recipients", "MP_SMTP_MAX_RECIPIENTS", same("maxRecipients")),
  setting("label", "MP_LABEL", same("label")),
  setting("ui-auth-file", "MP_UI_AUTH_FILE", same("webAuthFile")),
  setting("", "MP_UI_AUTH", users("webAuth")),
  setting("smtp-auth-file", "MP_SMTP_AUTH_FILE", same("authFile")),
  setting("", "MP_SMTP_AUTH", users("auth")),
  setting("smtp-tls-cert smtp-ssl-cert", "MP_SMTP_TLS_CERT", same("tlsCert")),
  setting("smtp-tls-key smtp-ssl-key", "MP_SMTP_TLS_KEY", same("tlsKey")),
  turn("smtp-require-starttls smtp-tls-required", "MP_SMTP_REQUIRE_STARTTLS", [["requireTls", "true"]]),
  setting("chaos-triggers", "MP_CHAOS_TRIGGERS", same("chaos")),
  setting("", "MP_SMTP_RELAY_RETURN_PATH", same("relayFrom")),
  setting("", "MP_SMTP_RELAY_ALLOWED_RECIPIENTS", same("relayAllow")),
  setting("", "MP_SMTP_RELAY_BLOCKED_RECIPIENTS", same("relayBlock")),
  turn("verbose v", "MP_VERBOSE", [["logLevel", "debug"]]),
  turn("quiet q", "MP_QUIET", [["logLevel", "error"]]),

  turn("enable-chaos", "MP_ENABLE_CHAOS", NOTHING),
  turn("smtp-auth-accept-any", "MP_SMTP_AUTH_ACCEPT_ANY", NOTHING),
  turn("smtp-auth-allow-insecure", "MP_SMTP_AUTH_ALLOW_INSECURE", NOTHING),
  turn("smtp-disable-rdns", "MP_SMTP_DISABLE_RDNS", NOTHING),
  turn("disable-version-check", "MP_DISABLE_VERSION_CHECK", NOTHING),
  turn("block-remote-css-and-fonts", "MP_BLOCK_REMOTE_CSS_AND_FONTS", NOTHING),
  turn("disable-http-compression", "MP_DISABLE_HTTP_COMPRESSION", NOTHING),
  turn("disable-wal", "MP_DISABLE_WAL", NOTHING),
  turn("disable-auto-vacuum", "MP_DISABLE_AUTO_VACUUM", NOTHING),
  setting("compression", "MP_COMPRESSION", NOTHING),
  setting("enable-prometheus", "MP_ENABLE_PROMETHEUS", NOTHING),

  setting("database d db-file", "MP_DATABASE", STORE),
  setting("tenant-id", "MP_TENANT_ID", STORE),
  setting("max-age", "MP_MAX_AGE", "mail is not deleted by its age; the oldest make room when a limit is reached"),
  turn("use-message-dates", "MP_USE_MESSAGE_DATES", "messages stand in the order in which they came"),
  turn("ignore-duplicate-ids", "MP_IGNORE_DUPLICATE_IDS", "duplicates are kept: they are what one looks for"),
  setting("log-file", "MP_LOG_FILE", "the log goes to standard output"),
  setting("ui-tls-cert ui-ssl-cert", "MP_UI_TLS_CERT", HTTPS),
  setting("ui-tls-key ui-ssl-key", "MP_UI_TLS_KEY", HTTPS),
  setting("send-api-auth-file", "MP_SEND_API_AUTH_FILE", "sending has the same password as the rest of the API"),
  setting("", "MP_SEND_API_AUTH", "sending has the same password as the rest of the API"),
  turn("smtp-require-tls", "MP_SMTP_REQUIRE_TLS", "use --smtps-port for TLS from the first byte"),
  setting(
    "smtp-allowed-recipients",
    "MP_SMTP_ALLOWED_RECIPIENTS",
    "mail is taken for everybody; script refusals as faults",
  ),
  setting("smtp-relay-config", "MP_SMTP_RELAY_CONFIG", "name the server by --relay"),
  turn("smtp-relay-all", "MP_SMTP_RELAY_ALL", AUTO_RELAY),
  setting("smtp-relay-matching", "MP_SMTP_RELAY_MATCHING", AUTO_RELAY),
  setting("smtp-forward-config", "MP_SMTP_FORWARD_CONFIG", AUTO_RELAY),
  setting("enable-spamassassin", "MP_ENABLE_SPAMASSASSIN", "there is no SpamAssassin check"),
  turn("hide-delete-all-button", "MP_HIDE_DELETE_ALL_BUTTON", "the page always shows it"),
  setting("pop3", "MP_POP3_BIND_ADDR", POP3),
  setting("pop3-auth-file", "MP_POP3_AUTH_FILE", POP3),
  setting("", "MP_POP3_AUTH", POP3),
  setting("pop3-tls-cert", "MP_POP3_TLS_CERT", POP3),
  setting("pop3-tls-key", "MP_POP3_TLS_KEY", POP3),
  setting("webhook-url", "MP_WEBHOOK_URL", WEBHOOK),
  setting("webhook-limit", "MP_WEBHOOK_LIMIT", WEBHOOK),
  setting("webhook-delay", "MP_WEBHOOK_DELAY", WEBHOOK),
  setting("tag t", "MP_TAG", TAGS),
  setting("tags-config", "MP_TAGS_CONFIG", TAGS),
  setting("tags-disable", "MP_TAGS_DISABLE", TAGS),
  turn("tags-title-case", "MP_TAGS_TITLE_CASE", TAGS),
  turn("tags-username", "MP_TAGS_USERNAME", TAGS),
];

/** Every flag and variable of theirs that is known, with what it means here. */
export const LEGACY_SETTINGS: readonly LegacySetting[] = [...MAILHOG, ...MAILPIT];
