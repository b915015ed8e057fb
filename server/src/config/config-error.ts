/** Something that the person who started the program has to mend: one line, exit code 2. */
export class ConfigError extends Error {
  override name = "ConfigError";
}
