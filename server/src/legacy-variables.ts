import { smtpUrl } from "./legacy-outgoing.ts";
import { LEGACY_SETTINGS, type LegacySetting, type Setting } from "./legacy-settings.ts";
import type { Said } from "./options.ts";

const isOn = (text: string) => /^(1|true|yes|on)$/i.test(text);

/** What the variables of MailHog and Mailpit say; ours come before them. */
export function legacyVariables(environment: NodeJS.ProcessEnv): Said {
  const said: Said = {};
  for (const [setting, text] of given(environment)) {
    const meaning = setting.meaning(text);
    if (typeof meaning !== "string") note(said, meaning, setting.variable);
  }
  note(said, relay(environment), "MP_SMTP_RELAY_HOST");
  return said;
}

/** A line for each variable of theirs that asks for what is not there. */
export function legacyWarnings(environment: NodeJS.ProcessEnv): string[] {
  const known = new Set([...LEGACY_SETTINGS.map(({ variable }) => variable), ...RELAY]);
  const absent = given(environment).flatMap(([setting, text]) => {
    const meaning = setting.meaning(text);
    return typeof meaning === "string" ? [`${setting.variable} is not followed: ${meaning}.`] : [];
  });
  const strange = Object.keys(environment).filter((name) => /^M[HP]_[A-Z]/.test(name) && !known.has(name));
  return [...absent, ...strange.map((name) => `${name} is not known here, and not followed.`)];
}

function given(environment: NodeJS.ProcessEnv): (readonly [LegacySetting, string])[] {
  return LEGACY_SETTINGS.flatMap((setting) => {
    const text = environment[setting.variable] ?? "";
    return text === "" || (setting.isSwitch && !isOn(text)) ? [] : [[setting, text] as const];
  });
}

/** A list grows with each setting that names it; of anything else the last counts. */
function note(said: Said, settings: Setting, where: string): void {
  for (const [name, text] of settings) {
    const grows = name === "allowOrigin" || name === "webAuth" || name === "auth" || name === "jim" || name === "relay";
    const before = grows ? (said[name]?.texts ?? []) : [];
    said[name] = { texts: [...before, text], where };
  }
}

const RELAY = [
  "MP_SMTP_RELAY_HOST",
  "MP_SMTP_RELAY_PORT",
  "MP_SMTP_RELAY_TLS",
  "MP_SMTP_RELAY_STARTTLS",
  "MP_SMTP_RELAY_AUTH",
  "MP_SMTP_RELAY_USERNAME",
  "MP_SMTP_RELAY_PASSWORD",
];

/** Mailpit's relay, one server in several variables. STARTTLS is used wherever it is offered. */
function relay(environment: NodeJS.ProcessEnv): Setting {
  const host = environment["MP_SMTP_RELAY_HOST"] ?? "";
  if (host === "") return [];
  const url = smtpUrl({
    host,
    port: environment["MP_SMTP_RELAY_PORT"] || "25",
    user: environment["MP_SMTP_RELAY_USERNAME"] ?? "",
    password: environment["MP_SMTP_RELAY_PASSWORD"] ?? "",
    secure: isOn(environment["MP_SMTP_RELAY_TLS"] ?? ""),
  });
  return [["relay", url]];
}
