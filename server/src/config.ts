import { readFileSync } from "node:fs";
import { ConfigError } from "./config-error.ts";
import { legacyVariables } from "./legacy-variables.ts";
import { OptionError } from "./option-kinds.ts";
import { type Config, OPTIONS, type Option, type OptionName, type Said, variableOf } from "./options.ts";

export { ConfigError };

const names = Object.keys(OPTIONS) as OptionName[];

/** What every option is, from its default. */
export function defaults(): Config {
  return Object.fromEntries(names.map((name) => [name, OPTIONS[name].default])) as Config;
}

/**
 * Puts together what was said by flag, variable and config file, the first of them winning.
 *
 * @throws {ConfigError} that names the option, where it was said, and what would be right
 */
export function readConfig(flags: Said, environment: NodeJS.ProcessEnv): Config {
  const variables = { ...legacyVariables(environment), ...fromVariables(environment) };
  const path = flags.config ?? variables.config;
  const said: Said = { ...(path ? fromFile(path.texts[0] ?? "") : {}), ...variables, ...flags };
  const read = names.flatMap((name) => {
    const one = said[name];
    return one ? [[name, value(OPTIONS[name], one)] as const] : [];
  });
  const config: Config = { ...defaults(), ...Object.fromEntries(read) };
  check(config);
  return config;
}

/** Variables of this prefix that are no option of the server: for tests, and for `mailglass sendmail`. */
const OTHER_VARIABLES = /^MAILGLASS_(URL|VERSION|SENDMAIL_\w+)$/;

/** Says of each `MAILGLASS_*` variable that sets nothing that it does not: it may be misspelt. */
export function unknownVariables(environment: NodeJS.ProcessEnv): string[] {
  const known = new Set(names.map((name) => variableOf(OPTIONS[name].flag)));
  return Object.keys(environment)
    .filter((variable) => variable.startsWith("MAILGLASS_") && !known.has(variable) && !OTHER_VARIABLES.test(variable))
    .map((variable) => `${variable} sets nothing: there is no such option. mailglass --help lists them all.`);
}

function value(option: Option<unknown>, { texts, where }: { texts: readonly string[]; where: string }): unknown {
  try {
    if (option.kind.list) return texts.flatMap((text) => option.kind.read(text) as string[]);
    return option.kind.read(texts.at(-1) ?? "");
  } catch (error) {
    if (error instanceof OptionError) throw new ConfigError(`${where} ${error.message}, not “${texts.at(-1)}”.`);
    throw error;
  }
}

function fromVariables(environment: NodeJS.ProcessEnv): Said {
  const said: Said = {};
  for (const name of names) {
    const variable = variableOf(OPTIONS[name].flag);
    const text = environment[variable];
    if (text === undefined || text === "") continue;
    said[name] = { texts: OPTIONS[name].kind.list ? splitList(text) : [text], where: variable };
  }
  return said;
}

/** A variable holds a list with commas; a flag is given several times instead, so that a value may hold a comma. */
const splitList = (text: string): string[] =>
  text
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");

function fromFile(path: string): Said {
  const content = parseFile(path);
  const said: Said = {};
  for (const [key, value] of Object.entries(content)) {
    if (!isOptionName(key))
      throw new ConfigError(
        `${path}: there is no option “${key}”. mailglass --help lists them all, here in camel case.`,
      );
    const texts = Array.isArray(value) ? value.map(String) : [value === null ? "off" : String(value)];
    said[key] = { texts, where: `${path}: ${key}` };
  }
  return said;
}

function parseFile(path: string): object {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new ConfigError(`The config file ${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
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

/** What must hold between options. */
function check(config: Config): void {
  if ((config.tlsCert === null) !== (config.tlsKey === null))
    throw new ConfigError("--tls-cert and --tls-key go together: give both.");
  const tls = config.tls === "auto" || config.tlsCert !== null;
  if (!tls && config.requireTls)
    throw new ConfigError("--require-tls needs a certificate: add --tls auto, or --tls-cert and --tls-key.");
  if (!tls && config.authRequiresTls)
    throw new ConfigError("--auth-requires-tls needs a certificate: add --tls auto, or --tls-cert and --tls-key.");
  if (!tls && config.smtpsPort !== null)
    throw new ConfigError("--smtps-port needs a certificate: add --tls auto, or --tls-cert and --tls-key.");
  for (const pair of config.auth)
    if (!pair.includes(":")) throw new ConfigError(`--auth must be USER:PASS, not “${pair}”.`);
  for (const pair of config.webAuth) if (!pair.includes(":")) throw new ConfigError("--web-auth must be USER:PASS.");
  if (config.maxMessageBytes !== null && config.maxBytes !== null && config.maxMessageBytes > config.maxBytes)
    throw new ConfigError("--max-message-bytes must not be larger than --max-bytes: such a message could not be kept.");
}
