import { type Command, Option as Flag } from "commander";
import type { Option } from "../config/define-option.ts";
import { OPTIONS, type OptionName, type RawOptions, variableName } from "../config/options.ts";

/** Adds the options of the server. */
export function addServerOptions(program: Command): Command {
  for (const name of Object.keys(OPTIONS) as OptionName[]) program.addOption(toCommanderOption(OPTIONS[name]));
  return program;
}

function toCommanderOption(option: Option<unknown>): Flag {
  const { placeholder, isValueOptional = false } = option.type;
  const value = placeholder === "" ? "" : isValueOptional ? ` [${placeholder}]` : ` <${placeholder}>`;
  const shown = `(default: ${option.type.format(option.default)}; ${variableName(option.flag)})`;
  const flag = new Flag(`--${option.flag}${value}`, `${option.help} ${shown}`).helpGroup(`${option.group}:`);
  return option.type.isList
    ? flag.argParser((text: string, before: string[] | undefined) => [...(before ?? []), text])
    : flag;
}

/** Returns the options that the command line has. */
export function readFlagValues(command: Command): RawOptions {
  const rawOptions: RawOptions = {};
  for (const name of Object.keys(OPTIONS) as OptionName[]) {
    if (command.getOptionValueSource(name) !== "cli") continue;
    const value: unknown = command.getOptionValue(name);
    rawOptions[name] = {
      values: (Array.isArray(value) ? value : [value]).map(String),
      source: `--${OPTIONS[name].flag}`,
    };
  }
  return rawOptions;
}
