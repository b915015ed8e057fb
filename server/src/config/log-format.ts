import type { Config } from "./options.ts";

/** The format of the log: by default text on a terminal, JSON elsewhere. */
export function chooseLogFormat({ logFormat }: Config): "text" | "json" {
  return logFormat === "auto" ? (process.stdout.isTTY ? "text" : "json") : logFormat;
}
