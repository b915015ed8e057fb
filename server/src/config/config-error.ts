/** A mistake in options or environment that the user must fix. Reported as one line, with exit code 2. */
export class ConfigError extends Error {
  override name = "ConfigError";
}
