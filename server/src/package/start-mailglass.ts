import { type ConnectOptions, connect, type Mailglass } from "@mailglass/shared/client";
import { startApp } from "../app/start-app.ts";
import { splitCredentials } from "../base/credentials.ts";
import { createLog } from "../base/log.ts";
import type { Config } from "../config/options.ts";
import { defaultConfig } from "../config/read-config.ts";

/** Options of the command line in camel case, and the timeout of waits. */
export type StartOptions = Partial<Omit<Config, "smtpPort">> &
  Pick<ConnectOptions, "timeout"> & {
    /** One port, or several. */
    readonly smtpPort?: number | Config["smtpPort"];
  };

/**
 * Starts a catcher within this process on free ports, and returns the same interface as `connect`. Closing it closes
 * its ports.
 *
 * @throws {ConfigError} if a requested port cannot be opened
 */
export async function startMailglass({ timeout, smtpPort = 0, ...options }: StartOptions = {}): Promise<Mailglass> {
  const log = await createLog({ level: "error", format: "text" }, process.stderr);
  const app = await startApp(
    { ...defaultConfig(), smtpPort: typeof smtpPort === "number" ? [smtpPort] : smtpPort, httpPort: 0, ...options },
    log,
  );
  const mailglass = await connect(
    urlWithUser(app.url, options.webAuth),
    timeout === undefined ? {} : { timeout },
  ).catch(async (error: unknown) => {
    await app.close();
    throw error;
  });
  const close = async () => {
    await mailglass.close();
    await app.close();
  };
  return { ...mailglass, close, [Symbol.asyncDispose]: close };
}

/** Returns the URL with the first user of --web-auth. */
function urlWithUser(url: string, [first]: readonly string[] = []): URL {
  const target = new URL(url);
  const credentials = splitCredentials(first ?? "");
  if (credentials === undefined) return target;
  target.username = encodeURIComponent(credentials.user);
  target.password = encodeURIComponent(credentials.password);
  return target;
}
