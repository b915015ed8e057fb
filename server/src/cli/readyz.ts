import { Command } from "commander";
import { protocolOf, urlOf } from "../app/address.ts";
import { awaitResponse } from "../base/await-response.ts";
import { readErrorMessage } from "../base/error-message.ts";
import { ConfigError } from "../config/config-error.ts";
import { readConfig } from "../config/read-config.ts";
import { readContainerFlags } from "./container-flags.ts";

const REQUEST_TIMEOUT_MS = 3_000;

/** `mailglass readyz`: the health check of a container. It finds the server by the options and variables that the server has. */
export function readyzCommand(): Command {
  return new Command("readyz")
    .description("check that the server on this machine accepts requests; exit code 1 if it does not")
    .argument(
      "[url]",
      "URL of the page; by default that of this container's server, or of variables such as MAILGLASS_HTTP_PORT",
    )
    .action(async (url: string | undefined) => {
      const target = URL.parse("readyz", url ?? (await findLocalUrl()));
      if (target === null || !/^https?:$/.test(target.protocol))
        throw new ConfigError(`“${url}” is not a URL such as http://localhost:8025/.`);
      const failure = await checkReady(target);
      if (failure === undefined) return;
      process.stderr.write(`${target.href}: ${failure}\n`);
      process.exitCode = 1;
    });
}

/** Returns why the server is not ready; undefined if it is. */
async function checkReady(target: URL): Promise<string | undefined> {
  try {
    const status = await requestStatus(target);
    return status === 200 ? undefined : `status ${status}`;
  } catch (error) {
    return readErrorMessage(error);
  }
}

/** The certificate is not verified: nothing is sent, and the answer only says whether something answers. */
async function requestStatus(target: URL): Promise<number | undefined> {
  // Loaded on demand: it takes 30 ms, for which the other commands would wait.
  const { request } = target.protocol === "https:" ? await import("node:https") : await import("node:http");
  const options = { agent: false, rejectUnauthorized: false, signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) };
  const response = await awaitResponse(request(target, options));
  response.resume();
  return response.statusCode;
}

async function findLocalUrl(): Promise<string> {
  const config = readConfig(await readContainerFlags(process.env), process.env);
  return urlOf({ host: config.httpHost, port: config.httpPort }, config.basePath, protocolOf(config));
}
