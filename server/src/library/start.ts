import { type ConnectOptions, connect, type Mailglass } from "@mailglass/shared/client";
import { startApp } from "../app.ts";
import { defaults } from "../config.ts";
import { createLog } from "../log.ts";
import type { Config } from "../options.ts";

/** Options of the command line, in camel case, and how long waits take. */
export type StartOptions = Partial<Config> & Pick<ConnectOptions, "timeout">;

/**
 * Starts a catcher inside of this process, on ports that are free, and gives the same interface as `connect`. Closing
 * it closes its ports.
 *
 * @throws {ConfigError} when a port that was asked for cannot be had
 */
export async function startMailglass({ timeout, ...options }: StartOptions = {}): Promise<Mailglass> {
  const log = createLog({ level: "error", format: "text" }, process.stderr);
  const app = await startApp({ ...defaults(), smtpPort: 0, httpPort: 0, ...options }, log);
  const mailglass = await connect(app.url, timeout === undefined ? {} : { timeout });
  const close = async () => {
    await mailglass.close();
    await app.close();
  };
  return { ...mailglass, close, [Symbol.asyncDispose]: close };
}
