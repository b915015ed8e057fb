import { expect, test } from "vitest";
import { createFileWriter } from "../../../test/support/run-program.ts";
import { defaultConfig, readConfig } from "../read-config.ts";
import { translateFlags } from "./flags.ts";
import { legacyVariableWarnings } from "./variables.ts";

const RELAY_FILE = createFileWriter()("host: mx.test\n");

/**
 * Every flag and variable of Mailpit 1.33, with a value that is not its default, and what comes of it: `sets` an option of ours,
 * `same` if we behave that way anyway, or `warns`. Variables that only work with another one are given together with it.
 */
const SETTINGS: readonly (readonly [
  flags: string,
  variable: string,
  value: string,
  effect: "sets" | "same" | "warns",
])[] = [
  ["--database -d --db-file", "MP_DATABASE", "/data/mailpit.db", "sets"],
  ["", "MP_DATA_FILE", "/data/mailpit.db", "sets"],
  ["--disable-wal", "MP_DISABLE_WAL", "true", "same"],
  ["--disable-version-check", "MP_DISABLE_VERSION_CHECK", "true", "same"],
  ["--disable-auto-vacuum", "MP_DISABLE_AUTO_VACUUM", "true", "same"],
  ["--compression", "MP_COMPRESSION", "3", "same"],
  ["--label", "MP_LABEL", "staging", "sets"],
  ["--tenant-id", "MP_TENANT_ID", "one", "warns"],
  ["--max -m", "MP_MAX_MESSAGES", "20", "sets"],
  ["--max-age", "MP_MAX_AGE", "3d", "sets"],
  ["--max-message-size", "MP_MAX_MESSAGE_SIZE", "7", "sets"],
  ["--use-message-dates", "MP_USE_MESSAGE_DATES", "true", "warns"],
  ["--ignore-duplicate-ids", "MP_IGNORE_DUPLICATE_IDS", "true", "warns"],
  ["--log-file", "MP_LOG_FILE", "mailpit.log", "warns"],
  ["--quiet -q", "MP_QUIET", "true", "sets"],
  ["--verbose -v", "MP_VERBOSE", "true", "sets"],

  ["--listen -l", "MP_UI_BIND_ADDR", "0.0.0.0:80", "sets"],
  ["--listen -l", "MP_UI_BIND_ADDR", "unix:/run/mailpit.sock", "warns"],
  ["--webroot", "MP_WEBROOT", "/mail/", "sets"],
  ["--ui-auth-file", "MP_UI_AUTH_FILE", "users", "sets"],
  ["", "MP_UI_AUTH", "u:p", "sets"],
  ["--ui-tls-cert --ui-ssl-cert", "MP_UI_TLS_CERT", "cert.pem", "sets"],
  ["--ui-tls-key --ui-ssl-key", "MP_UI_TLS_KEY", "key.pem", "sets"],
  ["", "MP_UI_SSL_CERT", "cert.pem", "sets"],
  ["", "MP_UI_SSL_KEY", "key.pem", "sets"],
  ["--api-cors", "MP_API_CORS", "a.test", "sets"],
  ["--allowed-hosts", "MP_ALLOWED_HOSTS", "mail.test", "sets"],
  ["--block-remote-css-and-fonts", "MP_BLOCK_REMOTE_CSS_AND_FONTS", "true", "same"],
  ["--allow-internal-http-requests", "MP_ALLOW_INTERNAL_HTTP_REQUESTS", "true", "warns"],
  ["--disable-link-check-rate-limit", "MP_DISABLE_LINK_CHECK_RATE_LIMIT", "true", "warns"],
  ["--enable-spamassassin", "MP_ENABLE_SPAMASSASSIN", "127.0.0.1:783", "sets"],
  ["--enable-rspamd", "MP_ENABLE_RSPAMD", "http://127.0.0.1:11334", "sets"],
  ["--allow-untrusted-tls", "MP_ALLOW_UNTRUSTED_TLS", "true", "warns"],
  ["--disable-http-compression", "MP_DISABLE_HTTP_COMPRESSION", "true", "sets"],
  ["--hide-delete-all-button", "MP_HIDE_DELETE_ALL_BUTTON", "true", "warns"],
  ["--send-api-auth-file", "MP_SEND_API_AUTH_FILE", "users", "warns"],
  ["", "MP_SEND_API_AUTH", "u:p", "warns"],
  ["--send-api-auth-accept-any", "MP_SEND_API_AUTH_ACCEPT_ANY", "true", "warns"],

  ["--smtp -s", "MP_SMTP_BIND_ADDR", "0.0.0.0:25", "sets"],
  ["--smtp -s", "MP_SMTP_BIND_ADDR", "unix:/run/mailpit.sock:0660", "sets"],
  ["--smtp-auth-file", "MP_SMTP_AUTH_FILE", "users", "sets"],
  ["", "MP_SMTP_AUTH", "u:p", "sets"],
  ["--smtp-auth-accept-any", "MP_SMTP_AUTH_ACCEPT_ANY", "true", "same"],
  ["--smtp-tls-cert --smtp-ssl-cert", "MP_SMTP_TLS_CERT", "cert.pem", "sets"],
  ["--smtp-tls-key --smtp-ssl-key", "MP_SMTP_TLS_KEY", "key.pem", "sets"],
  ["", "MP_SMTP_SSL_CERT", "cert.pem", "sets"],
  ["", "MP_SMTP_SSL_KEY", "key.pem", "sets"],
  ["--smtp-require-starttls --smtp-tls-required", "MP_SMTP_REQUIRE_STARTTLS", "true", "sets"],
  ["", "MP_SMTP_TLS_REQUIRED", "true", "sets"],
  ["--smtp-require-tls", "MP_SMTP_REQUIRE_TLS", "true", "sets"],
  ["--smtp-auth-allow-insecure", "MP_SMTP_AUTH_ALLOW_INSECURE", "true", "same"],
  ["--smtp-strict-rfc-headers", "MP_SMTP_STRICT_RFC_HEADERS", "true", "warns"],
  ["", "MP_STRICT_RFC_HEADERS", "true", "warns"],
  ["--smtp-max-recipients", "MP_SMTP_MAX_RECIPIENTS", "7", "sets"],
  ["--smtp-allowed-recipients", "MP_SMTP_ALLOWED_RECIPIENTS", "@x.test$", "warns"],
  ["--smtp-ignore-rejected-recipients", "MP_SMTP_IGNORE_REJECTED_RECIPIENTS", "true", "same"],
  ["--smtp-disable-rdns", "MP_SMTP_DISABLE_RDNS", "true", "same"],

  ["--smtp-relay-config", "MP_SMTP_RELAY_CONFIG", RELAY_FILE, "sets"],
  ["--smtp-relay-all", "MP_SMTP_RELAY_ALL", "true", "warns"],
  ["--smtp-relay-matching", "MP_SMTP_RELAY_MATCHING", "@x.test$", "warns"],
  ["", "MP_SMTP_RELAY_HOST", "mx.test", "sets"],
  ["", "MP_SMTP_RELAY_PORT", "2525", "sets"],
  ["", "MP_SMTP_RELAY_STARTTLS", "true", "sets"],
  ["", "MP_SMTP_RELAY_TLS", "true", "sets"],
  ["", "MP_SMTP_RELAY_ALLOW_INSECURE", "true", "sets"],
  ["", "MP_SMTP_RELAY_AUTH", "login", "sets"],
  ["", "MP_SMTP_RELAY_USERNAME", "u", "sets"],
  ["", "MP_SMTP_RELAY_PASSWORD", "p", "sets"],
  ["", "MP_SMTP_RELAY_SECRET", "s", "sets"],
  ["", "MP_SMTP_RELAY_RETURN_PATH", "bounces@x.test", "sets"],
  ["", "MP_SMTP_RELAY_OVERRIDE_FROM", "qa@x.test", "sets"],
  ["", "MP_SMTP_RELAY_SUBJECT_PREFIX", "[test]", "sets"],
  ["", "MP_SMTP_RELAY_ALLOWED_RECIPIENTS", "@x.test$", "sets"],
  ["", "MP_SMTP_RELAY_BLOCKED_RECIPIENTS", "@x.test$", "sets"],
  ["", "MP_SMTP_RELAY_PRESERVE_MESSAGE_IDS", "true", "same"],
  ["", "MP_SMTP_RELAY_FWD_SMTP_ERRORS", "true", "same"],

  ["--smtp-forward-config", "MP_SMTP_FORWARD_CONFIG", "forward.yaml", "warns"],
  ["", "MP_SMTP_FORWARD_HOST", "mx.test", "warns"],
  ["", "MP_SMTP_FORWARD_PORT", "2525", "warns"],
  ["", "MP_SMTP_FORWARD_STARTTLS", "true", "warns"],
  ["", "MP_SMTP_FORWARD_TLS", "true", "warns"],
  ["", "MP_SMTP_FORWARD_ALLOW_INSECURE", "true", "warns"],
  ["", "MP_SMTP_FORWARD_AUTH", "plain", "warns"],
  ["", "MP_SMTP_FORWARD_USERNAME", "u", "warns"],
  ["", "MP_SMTP_FORWARD_PASSWORD", "p", "warns"],
  ["", "MP_SMTP_FORWARD_SECRET", "s", "warns"],
  ["", "MP_SMTP_FORWARD_RETURN_PATH", "bounces@x.test", "warns"],
  ["", "MP_SMTP_FORWARD_OVERRIDE_FROM", "qa@x.test", "warns"],
  ["", "MP_SMTP_FORWARD_SUBJECT_PREFIX", "[test]", "warns"],
  ["", "MP_SMTP_FORWARD_TO", "qa@x.test", "warns"],
  ["", "MP_SMTP_FORWARD_FWD_SMTP_ERRORS", "true", "warns"],

  ["--enable-chaos", "MP_ENABLE_CHAOS", "true", "same"],
  ["--chaos-triggers", "MP_CHAOS_TRIGGERS", "Sender:451:5", "sets"],
  ["--pop3", "MP_POP3_BIND_ADDR", "0.0.0.0:110", "warns"],
  ["--pop3-auth-file", "MP_POP3_AUTH_FILE", "users", "warns"],
  ["", "MP_POP3_AUTH", "u:p", "warns"],
  ["--pop3-tls-cert", "MP_POP3_TLS_CERT", "cert.pem", "warns"],
  ["--pop3-tls-key", "MP_POP3_TLS_KEY", "key.pem", "warns"],
  ["--tag -t", "MP_TAG", "x=y", "warns"],
  ["--tags-config", "MP_TAGS_CONFIG", "tags.yaml", "warns"],
  ["--tags-title-case", "MP_TAGS_TITLE_CASE", "true", "warns"],
  ["--tags-disable", "MP_TAGS_DISABLE", "x-tags", "warns"],
  ["--tags-username", "MP_TAGS_USERNAME", "true", "warns"],
  ["--enable-prometheus", "MP_ENABLE_PROMETHEUS", "true", "same"],
  ["--webhook-url", "MP_WEBHOOK_URL", "http://x.test/", "warns"],
  ["--webhook-limit", "MP_WEBHOOK_LIMIT", "5", "warns"],
  ["--webhook-delay", "MP_WEBHOOK_DELAY", "5", "warns"],
  ["", "MP_DEMO_MODE", "true", "warns"],
  ["--disable-html-check", "MP_DISABLE_HTML_CHECK", "true", "warns"],
  ["", "MP_SENDMAIL_SMTP_ADDR", "localhost:1025", "same"],
  ["", "MP_SENDMAIL_FROM", "me@x.test", "same"],
];

/** Variables that this one needs before it means anything. */
function findContext(variable: string): NodeJS.ProcessEnv {
  const [, of] = /^MP_(UI|SMTP)_(?:TLS|SSL)_CERT$/.exec(variable) ?? [];
  if (of !== undefined) return { [`MP_${of}_TLS_KEY`]: "key.pem" };
  const [, to] = /^MP_(UI|SMTP)_(?:TLS|SSL)_KEY$/.exec(variable) ?? [];
  if (to !== undefined) return { [`MP_${to}_TLS_CERT`]: "cert.pem" };
  if (/_REQUIRE_(STARTTLS|TLS)$|_TLS_REQUIRED$/.test(variable)) return { MP_SMTP_TLS_CERT: "sans:localhost" };
  if (/_RELAY_(PORT|STARTTLS|TLS|ALLOW_INSECURE|USERNAME)$/.test(variable)) return { MP_SMTP_RELAY_HOST: "mx.test" };
  if (/_RELAY_(AUTH|PASSWORD)$/.test(variable))
    return { MP_SMTP_RELAY_HOST: "mx.test", MP_SMTP_RELAY_USERNAME: "someone" };
  if (variable === "MP_SMTP_RELAY_SECRET")
    return { MP_SMTP_RELAY_HOST: "mx.test", MP_SMTP_RELAY_USERNAME: "someone", MP_SMTP_RELAY_AUTH: "cram-md5" };
  return {};
}

test.each(SETTINGS)("Mailpit's %s %s=%s %s", (flags, variable, value, effect) => {
  const context = findContext(variable);
  // Half of a pair is not valid alone.
  const before = /^MP_(UI|SMTP)_\w+_(CERT|KEY)$/.test(variable) ? null : readConfig({}, context);
  const after = readConfig({}, { ...context, [variable]: value });
  const seen = {
    isChanged: JSON.stringify(after) !== JSON.stringify(before),
    warnings: legacyVariableWarnings({ ...context, [variable]: value }).length,
  };
  expect(seen).toEqual({ isChanged: effect === "sets", warnings: effect === "warns" ? 1 : 0 });
  expect(legacyVariableWarnings({ [variable]: value }).join()).not.toContain("not a known variable");

  for (const flag of flags.split(" ").filter((one) => one !== "")) {
    const { argv, warnings } = translateFlags(value === "true" ? [flag] : [flag, value]);
    const isOurs = argv.length > 0 && argv[0] === flag;
    expect([flag, isOurs || argv.length > 0, warnings.length]).toEqual([
      flag,
      effect === "sets",
      effect === "warns" ? 1 : 0,
    ]);
  }
});

test("a variable of sendmail that nobody knows is named", () => {
  expect(legacyVariableWarnings({ MP_SENDMAIL_SMTP_ADR: "x:25" })).toEqual([
    "MP_SENDMAIL_SMTP_ADR is not a known variable and is ignored.",
  ]);
  expect(readConfig({}, {})).toEqual(defaultConfig());
});
