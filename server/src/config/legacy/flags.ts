import type { OptionType } from "../option-types.ts";
import { OPTIONS } from "../options.ts";
import type { OptionAssignments } from "./option-assignments.ts";
import { LEGACY_SETTINGS, type LegacySetting } from "./settings.ts";

export interface TranslatedFlags {
  /** The translated arguments, as Mailglass options. */
  readonly argv: readonly string[];
  /** One line for each flag that Mailglass does not support. */
  readonly warnings: readonly string[];
}

/**
 * Translates MailHog's and Mailpit's flags into ours: `-smtp-bind-addr :2525`, `--listen=0.0.0.0:80`, `-m 100`. Both
 * products accept one dash or two, and a value after a space or an equals sign. Our own flags are left unchanged.
 *
 * @param argv the arguments after the program's name; translation stops at a command, because the rest belongs to it
 * @param environment the variables, which complete some flags
 * @throws {ConfigError} if a flag names a file that is not valid
 */
export function translateFlags(argv: readonly string[], environment: NodeJS.ProcessEnv = {}): TranslatedFlags {
  const translated: string[] = [];
  const warnings: string[] = [];
  for (let at = 0; at < argv.length; at++) {
    const argument = argv[at] ?? "";
    const [, dashes = "", flag = "", value] = /^(--?)([a-z][a-z0-9-]*)(?:=(.*))?$/s.exec(argument) ?? [];
    const setting = dashes === "" || isOwnFlag(dashes, flag) ? undefined : SETTING_BY_FLAG.get(flag);
    if (setting === undefined) {
      if (!argument.startsWith("-")) return { argv: [...translated, ...argv.slice(at)], warnings };
      translated.push(argument);
      if (takesValue(flag) && value === undefined) translated.push(...argv.slice(++at, at + 1));
      continue;
    }
    const text = value ?? (setting.isSwitch ? "true" : (argv[++at] ?? ""));
    if (setting.isSwitch && /^(false|0)$/i.test(text)) continue;
    const translation = setting.translate(text, environment);
    if (typeof translation === "string") warnings.push(`${dashes}${flag} is not supported: ${translation}.`);
    else translated.push(...formatFlags(translation));
  }
  return { argv: translated, warnings };
}

const SETTING_BY_FLAG = new Map(
  LEGACY_SETTINGS.flatMap((setting) => setting.flags.map((flag): [string, LegacySetting] => [flag, setting])),
);

const TAKES_VALUE_BY_FLAG = new Map<string, boolean>(
  Object.values(OPTIONS).map((option) => [option.flag, takesNextArgument(option.type)]),
);

function takesNextArgument({ placeholder, isValueOptional = false }: OptionType<unknown>): boolean {
  return placeholder !== "" && !isValueOptional;
}

/** With two dashes, a name that both products use is ours. With one dash, only MailHog and Mailpit have long names. */
const isOwnFlag = (dashes: string, flag: string) => dashes === "--" && TAKES_VALUE_BY_FLAG.has(flag);

const takesValue = (flag: string) => TAKES_VALUE_BY_FLAG.get(flag) === true;

function formatFlags(settings: OptionAssignments): string[] {
  return settings.flatMap(([name, text]) => {
    const { flag, type } = OPTIONS[name];
    return type.placeholder === "" ? [`--${flag}`] : [`--${flag}=${text}`];
  });
}
