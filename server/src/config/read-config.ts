import { readFileSync } from "node:fs";
import { readErrorCode } from "../base/error-message.ts";
import { ConfigError } from "./config-error.ts";
import type { Option } from "./define-option.ts";
import { readLegacyVariables } from "./legacy/variables.ts";
import { isFileStore, OptionError } from "./option-types.ts";
import { type Config, OPTIONS, type OptionName, type RawOptions, variableName } from "./options.ts";

const optionNames = Object.keys(OPTIONS) as OptionName[];

/** Returns every option with its default value. */
export function defaultConfig(): Config {
  return Object.fromEntries(optionNames.map((name) => [name, OPTIONS[name].default])) as Config;
}

/**
 * Merges flags, variables and the config file, in this order of precedence.
 *
 * @throws {ConfigError} that names the option, where it was given, and what would be valid
 */
export function readConfig(flags: RawOptions, environment: NodeJS.ProcessEnv): Config {
  const variables = { ...readLegacyVariables(environment), ...readVariables(environment) };
  const path = flags.config ?? variables.config;
  const rawOptions: RawOptions = { ...(path ? readConfigFile(path.values[0] ?? "") : {}), ...variables, ...flags };
  const read = optionNames.flatMap((name) => {
    const one = rawOptions[name];
    return one && one.values.length > 0 ? [[name, parseOption(OPTIONS[name], one)] as const] : [];
  });
  const config: Config = { ...defaultConfig(), ...Object.fromEntries(read) };
  checkConsistency(config);
  return config;
}

/** Variables with this prefix that are not options of the server: for tests, and for `mailglass sendmail`. */
const OTHER_VARIABLES = /^MAILGLASS_(URL|VERSION|SENDMAIL_\w+)$/;

/** Returns a warning for each `MAILGLASS_*` variable that sets no option: it may be misspelled. */
export function unknownVariableWarnings(environment: NodeJS.ProcessEnv): string[] {
  const known = new Set(optionNames.map((name) => variableName(OPTIONS[name].flag)));
  return Object.keys(environment)
    .filter((variable) => variable.startsWith("MAILGLASS_") && !known.has(variable) && !OTHER_VARIABLES.test(variable))
    .map((variable) => `${variable} is not an option and is ignored. mailglass --help lists all options.`);
}

function parseOption(
  option: Option<unknown>,
  { values, source }: { values: readonly string[]; source: string },
): unknown {
  try {
    if (option.type.isList) return values.flatMap((text) => option.type.parse(text) as string[]);
    return option.type.parse(values.at(-1) ?? "");
  } catch (error) {
    if (error instanceof OptionError)
      throw new ConfigError(`${source} ${error.message}${option.type.isSecret ? "" : `, not “${values.at(-1)}”`}.`);
    throw error;
  }
}

function readVariables(environment: NodeJS.ProcessEnv): RawOptions {
  const rawOptions: RawOptions = {};
  for (const name of optionNames) {
    const variable = variableName(OPTIONS[name].flag);
    const text = environment[variable];
    if (text === undefined || text === "") continue;
    rawOptions[name] = { values: OPTIONS[name].type.isList ? splitList(text) : [text], source: variable };
  }
  return rawOptions;
}

/**
 * A variable separates the values of a list with commas. A flag is repeated instead, so that its values may contain
 * commas.
 */
const splitList = (text: string): string[] =>
  text
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");

function readConfigFile(path: string): RawOptions {
  const content = parseJsonObject(path);
  const rawOptions: RawOptions = {};
  for (const [key, value] of Object.entries(content)) {
    if (!isOptionName(key))
      throw new ConfigError(
        `${path}: there is no option “${key}”. mailglass --help lists all options; the config file writes them in camel case.`,
      );
    const values = Array.isArray(value) ? value.map(String) : [value === null ? "off" : String(value)];
    rawOptions[key] = { values, source: `${path}: ${key}` };
  }
  return rawOptions;
}

function parseJsonObject(path: string): object {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new ConfigError(`The config file ${path} cannot be read (${readErrorCode(error)}).`);
  }
  try {
    const content: unknown = JSON.parse(text);
    if (typeof content === "object" && content !== null && !Array.isArray(content)) return content;
  } catch (error) {
    throw new ConfigError(`The config file ${path} is not JSON: ${(error as Error).message}`);
  }
  throw new ConfigError(`The config file ${path} must hold one JSON object, such as {"smtpPort": 2525}.`);
}

const isOptionName = (key: string): key is OptionName => Object.hasOwn(OPTIONS, key);

/** Checks conditions that involve several options. */
function checkConsistency(config: Config): void {
  if ((config.tlsCert === null) !== (config.tlsKey === null))
    throw new ConfigError("--tls-cert and --tls-key must be given together.");
  const tls = config.tls === "auto" || config.tlsCert !== null;
  if (!tls && config.requireTls)
    throw new ConfigError("--require-tls needs a certificate: add --tls auto, or --tls-cert and --tls-key.");
  if (!tls && config.authRequiresTls)
    throw new ConfigError("--auth-requires-tls needs a certificate: add --tls auto, or --tls-cert and --tls-key.");
  if (!tls && config.smtpTls !== null)
    throw new ConfigError(
      `--smtp-tls ${config.smtpTls} needs a certificate: add --tls auto, or --tls-cert and --tls-key.`,
    );
  if (
    config.httpsCert === null ? config.httpsKey !== null : (config.httpsCert === "auto") !== (config.httpsKey === null)
  )
    throw new ConfigError("--https-cert and --https-key must be given together.");
  if (!tls && config.smtpsPort !== null)
    throw new ConfigError("--smtps-port needs a certificate: add --tls auto, or --tls-cert and --tls-key.");
  for (const pair of config.auth)
    if (!pair.includes(":")) throw new ConfigError(`--auth must be USER:PASS, not “${pair}”.`);
  for (const pair of config.webAuth) if (!pair.includes(":")) throw new ConfigError("--web-auth must be USER:PASS.");
  if (config.memoryCache !== null && !isFileStore(config.store))
    throw new ConfigError("--memory-cache needs --store FILE: otherwise all messages are in memory.");
  if (config.maxMessageBytes !== null && config.maxBytes !== null && config.maxMessageBytes > config.maxBytes)
    throw new ConfigError(
      "--max-message-bytes must not be larger than --max-bytes: such a message could not be stored.",
    );
}
