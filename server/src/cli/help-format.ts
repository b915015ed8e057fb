import type { Argument, HelpConfiguration, Option } from "commander";
import type { HostPort } from "../app/address.ts";

/** Formats addresses and URLs as they are typed, and omits empty defaults. */
export const HELP_FORMAT: HelpConfiguration = {
  optionDescription: (option: Option) =>
    describeWithDefault(option.description, option.defaultValue, option.argChoices),
  argumentDescription: (argument: Argument) =>
    describeWithDefault(argument.description, argument.defaultValue, argument.argChoices),
};

function describeWithDefault(description: string, fallback: unknown, choices: readonly string[] | undefined): string {
  const shown = formatDefault(fallback);
  const notes = [
    ...(choices ? [`one of ${choices.join(", ")}`] : []),
    ...(shown === undefined ? [] : [`default: ${shown}`]),
  ];
  return notes.length === 0 ? description : `${description} (${notes.join("; ")})`;
}

function formatDefault(fallback: unknown): string | undefined {
  if (fallback === undefined || fallback === false) return undefined;
  if (Array.isArray(fallback)) return fallback.length === 0 ? undefined : fallback.join(", ");
  if (fallback instanceof URL) return fallback.href;
  if (isHostPort(fallback)) return `${fallback.host}:${fallback.port}`;
  return typeof fallback === "string" ? fallback : JSON.stringify(fallback);
}

const isHostPort = (value: unknown): value is HostPort =>
  typeof value === "object" && value !== null && "host" in value && "port" in value;
