import { OPTIONS } from "../options.ts";
import { LEGACY_SETTINGS, type LegacySetting, type OptionAssignments } from "./settings.ts";

export interface TranslatedFlags {
  /** Arguments in our own words. */
  readonly argv: readonly string[];
  /** A line for each flag of theirs that asks for what is not there. */
  readonly warnings: readonly string[];
}

/**
 * Says in our words what MailHog's and Mailpit's flags say: `-smtp-bind-addr :2525`, `--listen=0.0.0.0:80`, `-m 100`.
 * Both take one dash or two, and a value after a blank or an equals sign. What is ours already stays as it is.
 *
 * @param argv what follows the program's name; a command ends it, since what follows is the command's
 */
export function translateFlags(argv: readonly string[]): TranslatedFlags {
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
    const translation = setting.translate(text);
    if (typeof translation === "string") warnings.push(`${dashes}${flag} is not followed: ${translation}.`);
    else translated.push(...formatFlags(translation));
  }
  return { argv: translated, warnings };
}

const SETTING_BY_FLAG = new Map(
  LEGACY_SETTINGS.flatMap((setting) => setting.flags.map((flag): [string, LegacySetting] => [flag, setting])),
);

const TAKES_VALUE_BY_FLAG = new Map<string, boolean>(
  Object.values(OPTIONS).map((option) => [option.flag, option.type.placeholder !== ""]),
);

/** With two dashes a name that both have is ours. With one, only MailHog and Mailpit have long names. */
const isOwnFlag = (dashes: string, flag: string) => dashes === "--" && TAKES_VALUE_BY_FLAG.has(flag);

const takesValue = (flag: string) => TAKES_VALUE_BY_FLAG.get(flag) === true;

function formatFlags(settings: OptionAssignments): string[] {
  return settings.flatMap(([name, text]) => {
    const { flag, type } = OPTIONS[name];
    return type.placeholder === "" ? [`--${flag}`] : [`--${flag}=${text}`];
  });
}
