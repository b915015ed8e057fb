import { readErrorCode } from "../base/error-message.ts";

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  ENOTFOUND: "the host name does not exist",
  EAI_AGAIN: "the host name cannot be resolved at the moment",
  ECONNREFUSED: "the connection was refused",
  ECONNRESET: "the connection was closed",
  EPIPE: "the connection was closed",
  ETIMEDOUT: "it did not answer in time",
  EHOSTUNREACH: "the host cannot be reached",
  ENETUNREACH: "the network cannot be reached",
};

/** Describes why a request failed, in words that follow a colon. */
export function describeNetworkError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Node wraps the reason of a signal.
  const reason = error.name === "AbortError" && error.cause instanceof Error ? error.cause : error;
  if (reason.name === "TimeoutError") return "it did not answer in time";
  if (reason.name === "AbortError") return "the request was cancelled";
  return DESCRIPTIONS[readErrorCode(reason) ?? ""] ?? reason.message;
}
