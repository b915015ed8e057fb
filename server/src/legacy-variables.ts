import type { OptionName, Said } from "./options.ts";

type Setting = readonly (readonly [OptionName, string])[];

/** `0.0.0.0:1025`, `[::]:1025` or `:1025`, as MailHog and Mailpit write an address to listen on. */
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

const same =
  (name: OptionName) =>
  (text: string): Setting => [[name, text]];

const enabled =
  (name: OptionName, value: string) =>
  (text: string): Setting =>
    /^(1|true|yes|on)$/i.test(text) ? [[name, value]] : [];

const megabytes =
  (name: OptionName) =>
  (text: string): Setting => [[name, `${text}m`]];

const smtp = address("smtpHost", "smtpPort");
const http = address("httpHost", "httpPort");

/** The well-known variables of MailHog (`MH_*`) and Mailpit (`MP_*`), and what each sets here. */
export const LEGACY_VARIABLES: Readonly<Record<string, (text: string) => Setting>> = {
  MH_SMTP_BIND_ADDR: smtp,
  MH_API_BIND_ADDR: http,
  MH_UI_BIND_ADDR: http,
  MH_HOSTNAME: same("hostname"),
  MH_UI_WEB_PATH: same("basePath"),
  MH_CORS_ORIGIN: same("allowOrigin"),
  MP_SMTP_BIND_ADDR: smtp,
  MP_UI_BIND_ADDR: http,
  MP_SMTP_HOSTNAME: same("hostname"),
  MP_WEBROOT: same("basePath"),
  MP_API_CORS: same("allowOrigin"),
  MP_MAX_MESSAGES: same("maxMessages"),
  MP_MAX_MESSAGE_SIZE: megabytes("maxMessageBytes"),
  MP_SMTP_MAX_RECIPIENTS: same("maxRecipients"),
  MP_SMTP_TLS_CERT: same("tlsCert"),
  MP_SMTP_TLS_KEY: same("tlsKey"),
  MP_SMTP_REQUIRE_STARTTLS: enabled("requireTls", "true"),
  MP_SMTP_AUTH: (text) => [["auth", text.trim().replaceAll(/\s+/g, " ")]],
  MP_VERBOSE: enabled("logLevel", "debug"),
};

/** What the variables of MailHog and Mailpit say; ours come before them. */
export function legacyVariables(environment: NodeJS.ProcessEnv): Said {
  const said: Said = {};
  for (const [variable, settings] of Object.entries(LEGACY_VARIABLES)) {
    const text = environment[variable];
    if (text === undefined || text === "") continue;
    for (const [name, value] of settings(text)) said[name] = { texts: value.split(" "), where: variable };
  }
  return said;
}
