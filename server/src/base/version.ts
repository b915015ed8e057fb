import { readFileSync } from "node:fs";

/** The package's version: put in by the bundler; read from the manifest when the sources run. */
export const version: string =
  process.env.MAILGLASS_VERSION ??
  (JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string }).version;
