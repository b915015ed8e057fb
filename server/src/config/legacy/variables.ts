import { OPTIONS, type RawOptions } from "../options.ts";
import { isSwitchedOn } from "./is-switched-on.ts";
import { MAILHOG_STORAGE_VARIABLES, readMailHogStorage } from "./mailhog-storage.ts";
import { MAILPIT_RELAY_VARIABLES, readMailpitRelay } from "./mailpit-relay.ts";
import type { OptionAssignments } from "./option-assignments.ts";
import { LEGACY_SETTINGS, type LegacySetting } from "./settings.ts";

/** Reads MailHog's and Mailpit's variables. Our own variables take precedence. */
export function readLegacyVariables(environment: NodeJS.ProcessEnv): RawOptions {
  const rawOptions: RawOptions = {};
  for (const { setting, variable, text } of presentSettings(environment)) {
    const translation = setting.translate(text, environment);
    if (typeof translation !== "string") addOptions(rawOptions, translation, variable);
  }
  const hasFile = (environment["MP_SMTP_RELAY_CONFIG"] ?? "") !== "";
  addOptions(rawOptions, readMailpitRelay(environment), `MP_SMTP_RELAY_${hasFile ? "CONFIG" : "HOST"}`);
  const storage = readMailHogStorage(environment);
  if (typeof storage !== "string") addOptions(rawOptions, storage, "MH_MAILDIR_PATH");
  return rawOptions;
}

/** Returns one line for each of their variables that Mailglass does not support. */
export function legacyVariableWarnings(environment: NodeJS.ProcessEnv): string[] {
  const known = new Set([
    ...LEGACY_SETTINGS.flatMap(({ variables }) => variables),
    ...MAILPIT_RELAY_VARIABLES,
    ...MAILHOG_STORAGE_VARIABLES,
  ]);
  const unsupported = presentSettings(environment).flatMap(({ setting, variable, text }) => {
    const translation = setting.translate(text, environment);
    return typeof translation === "string" ? [`${variable} is not supported: ${translation}.`] : [];
  });
  const storage = readMailHogStorage(environment);
  if (typeof storage === "string") unsupported.push(`MH_STORAGE is not supported here: ${storage}.`);
  const unknownNames = Object.keys(environment).filter((name) => /^M[HP]_[A-Z]/.test(name) && !known.has(name));
  return [...unsupported, ...unknownNames.map((name) => `${name} is not a known variable and is ignored.`)];
}

interface PresentSetting {
  readonly setting: LegacySetting;
  readonly variable: string;
  readonly text: string;
}

function presentSettings(environment: NodeJS.ProcessEnv): PresentSetting[] {
  return LEGACY_SETTINGS.flatMap((setting) =>
    setting.variables.flatMap((variable) => {
      const text = environment[variable] ?? "";
      return text === "" || (setting.isSwitch && !isSwitchedOn(text)) ? [] : [{ setting, variable, text }];
    }),
  );
}

/** Options that are lists collect the values of all settings; for other options the last value wins. */
function addOptions(rawOptions: RawOptions, settings: OptionAssignments, source: string): void {
  for (const [name, text] of settings) {
    const before = OPTIONS[name].type.isList ? (rawOptions[name]?.values ?? []) : [];
    rawOptions[name] = { values: [...before, text], source };
  }
}
