import { readFileSync } from "node:fs";

/** The package's version: inserted by the bundler, or read from the manifest when running from sources. */
export const version: string =
  process.env.MAILGLASS_VERSION ??
  (JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string }).version;
