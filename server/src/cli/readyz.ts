import { Command } from "commander";
import { urlOf } from "../app/address.ts";
import { ConfigError } from "../config/config-error.ts";
import { readConfig } from "../config/read-config.ts";

const REQUEST_TIMEOUT_MS = 3_000;

/** `mailglass readyz`: the health check of a container. It finds the server by the variables that the server reads. */
export function readyzCommand(): Command {
  return new Command("readyz")
    .description("check that the server on this machine accepts requests; exit code 1 if it does not")
    .argument("[url]", "URL of the page; by default from the server's variables, such as MAILGLASS_HTTP_PORT")
    .action(async (url: string | undefined) => {
      const target = URL.parse("readyz", url ?? localUrl());
      if (target === null) throw new ConfigError(`“${url}” is not a URL such as http://localhost:8025/.`);
      const failure = await checkReady(target);
      if (failure === undefined) return;
      process.stderr.write(`${target.href}: ${failure}\n`);
      process.exitCode = 1;
    });
}

/** Returns why the server is not ready; undefined if it is. */
async function checkReady(target: URL): Promise<string | undefined> {
  try {
    const { ok, status } = await fetch(target, { signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });
    return ok ? undefined : `status ${status}`;
  } catch (error) {
    const { cause, message } = error as Error;
    return cause instanceof Error ? cause.message : message;
  }
}

function localUrl(): string {
  const { httpHost, httpPort, basePath } = readConfig({}, process.env);
  return urlOf({ host: httpHost, port: httpPort }, basePath);
}
