import { FaceSettingError } from "../face.ts";
import { readJson } from "../json.ts";
import { JIM_DEFAULTS, type JimConfig, readJimConfig } from "./jim.ts";

/** `DisconnectChance=0.005` and the like. */
export function jimOf(settings: readonly string[]): JimConfig {
  const pairs = settings.map((setting): [string, number] => {
    const [, name = "", value = ""] = /^(\w+)=([\d.]+)$/.exec(setting) ?? [];
    const known = Object.keys(JIM_DEFAULTS).some((one) => one.toLowerCase() === name.toLowerCase());
    if (!known || Number.isNaN(Number(value)))
      throw new FaceSettingError(
        `--jim must be NAME=NUMBER with one of ${Object.keys(JIM_DEFAULTS).join(", ")}, not “${setting}”.`,
      );
    return [name, Number(value)];
  });
  return readJimConfig(readJson(Object.fromEntries(pairs)), JIM_DEFAULTS);
}
