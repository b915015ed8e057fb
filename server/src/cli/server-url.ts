import { ProblemError } from "@mailglass/shared/client";
import { InvalidArgumentError, Option } from "commander";
import { ConfigError } from "../config/config-error.ts";

/** The address of a server's page, for commander: its error is one line. */
function parseServerUrl(text: string): URL {
  const url = URL.parse(text);
  if (url?.protocol === "http:" || url?.protocol === "https:") return url;
  throw new InvalidArgumentError(`must be a URL such as http://localhost:8025/, not “${text}”.`);
}

/** `--url`, or the variable by which a test is told where its catcher is. */
export const urlOption = (): Option =>
  new Option("--url <url>", "the server's page (MAILGLASS_URL)")
    .env("MAILGLASS_URL")
    .argParser(parseServerUrl)
    .default(new URL("http://localhost:8025/"));

/** What went wrong between this command and the server, as one line. */
export function explainApiError(error: unknown): unknown {
  if (error instanceof ProblemError) return new ConfigError(`The server says: ${error.problem.detail}`);
  // fetch rejects with a TypeError whose cause tells why.
  if (error instanceof TypeError && error.cause instanceof Error) {
    return new ConfigError(`The server cannot be reached: ${error.cause.message}`);
  }
  const { syscall, message } = error as Error & { syscall?: string };
  return syscall === undefined ? error : new ConfigError(message);
}
