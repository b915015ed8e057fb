import { ProblemError } from "@mailglass/shared/client";
import { InvalidArgumentError, Option } from "commander";
import { readErrorMessage } from "../base/error-message.ts";
import { ConfigError } from "../config/config-error.ts";

/** Parses the URL of a server's page. Throws commander's error, which is reported as one line. */
function parseServerUrl(text: string): URL {
  const url = URL.parse(text);
  if (url?.protocol === "http:" || url?.protocol === "https:") return url;
  throw new InvalidArgumentError(`must be a URL such as http://localhost:8025/, not “${text}”.`);
}

/** `--url`, or the variable that gives tests the address of the server. */
export const urlOption = (): Option =>
  new Option("--url <url>", "URL of the server's page (MAILGLASS_URL)")
    .env("MAILGLASS_URL")
    .argParser(parseServerUrl)
    .default(new URL("http://localhost:8025/"));

/** Converts an API or network error to a `ConfigError` with one line. Returns other errors unchanged. */
export function explainApiError(error: unknown): unknown {
  if (error instanceof ProblemError) return new ConfigError(`The server answered: ${error.problem.detail}`);
  // fetch rejects with a TypeError whose cause gives the reason.
  if (error instanceof TypeError && error.cause instanceof Error) {
    return new ConfigError(`The server cannot be reached: ${readErrorMessage(error.cause)}`);
  }
  const { syscall, message } = error as Error & { syscall?: string };
  return syscall === undefined ? error : new ConfigError(message);
}
