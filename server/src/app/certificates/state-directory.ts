import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import type { Config } from "../../config/options.ts";

/** Returns the directory of `--state-dir`; by default `mailglass` in `$XDG_STATE_HOME`, whose default is `~/.local/state`. */
export function findStateDirectory({ stateDir }: Pick<Config, "stateDir">): string {
  if (stateDir !== null) return stateDir;
  const configured = process.env["XDG_STATE_HOME"] ?? "";
  // The specification of XDG says to ignore a relative path.
  return join(isAbsolute(configured) ? configured : join(homedir(), ".local", "state"), "mailglass");
}
