import { CompatSettingError } from "../compat-api.ts";
import { JIM_DEFAULTS, type JimConfig } from "./jim.ts";

const JIM_SETTING_NAMES = Object.keys(JIM_DEFAULTS);

/** Parses settings such as `DisconnectChance=0.005`, with names in any case. */
export function parseJimSettings(settings: readonly string[]): JimConfig {
  const pairs = settings.map((setting) => {
    const [, written = "", value = ""] = /^(\w+)=([\d.]+)$/.exec(setting) ?? [];
    const name = JIM_SETTING_NAMES.find((one) => one.toLowerCase() === written.toLowerCase());
    if (name === undefined || Number.isNaN(Number(value)))
      throw new CompatSettingError(
        `--jim must be NAME=NUMBER with one of ${JIM_SETTING_NAMES.join(", ")}, not “${setting}”.`,
      );
    return [name, Number(value)] as const;
  });
  return { ...JIM_DEFAULTS, ...Object.fromEntries(pairs) };
}
