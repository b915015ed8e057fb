import { connect } from "node:net";
import type { SpamResult } from "@mailglass/shared";
import type { SpamFilter, SpamSource } from "../mailbox/network-checks.ts";
import { describeNetworkError } from "./describe-network-error.ts";
import { limitTime } from "./limit-time.ts";
import { parseSpamdReport } from "./parse-spamd-report.ts";
import { readAnswer } from "./read-answer.ts";
import { spamError } from "./spam-error.ts";

export interface SpamdAddress {
  readonly host: string;
  readonly port: number;
}

/** Largest message that is sent, in bytes: the limit of `spamc`. */
const MAX_MESSAGE_BYTES = 500 * 1024;
const MAX_ANSWER_BYTES = 256 * 1024;
const DEFAULT_TIMEOUT_MS = 15_000;

/**
 * Creates a client of SpamAssassin's server. It sends `REPORT` of the SPAMC protocol, which answers with the score and a table of
 * the rules that matched.
 */
export function createSpamAssassin(
  { host, port }: SpamdAddress,
  { timeoutMs = DEFAULT_TIMEOUT_MS }: { readonly timeoutMs?: number } = {},
): SpamFilter {
  const server = `The SpamAssassin server ${host}:${port}`;
  return async function checkSpam(message, signal) {
    if (message.size > MAX_MESSAGE_BYTES)
      return spamError(`SpamAssassin is given messages of up to ${MAX_MESSAGE_BYTES / 1024} KiB; this one is larger.`);
    try {
      const answer = await exchange({ host, port }, message, limitTime(signal, timeoutMs));
      return parseSpamdReport(answer) ?? toUnreadableResult(server, answer);
    } catch (error) {
      return spamError(`${server} cannot be used: ${describeNetworkError(error)}.`);
    }
  };
}

function toUnreadableResult(server: string, answer: string): SpamResult {
  const [first = ""] = answer.split(/\r?\n/);
  const status = /^SPAMD\/[\d.]+ (\d+ .{0,100})/.exec(first)?.[1];
  return spamError(
    status === undefined
      ? `${server} gave an answer that is not of the SPAMC protocol.`
      : `${server} refused the message: ${status}.`,
  );
}

/** Sends the request, and returns the whole answer. */
async function exchange(address: SpamdAddress, message: SpamSource, signal: AbortSignal): Promise<string> {
  const socket = connect({ ...address, signal });
  try {
    socket.write(`REPORT SPAMC/1.5\r\nContent-length: ${message.size}\r\n\r\n`);
    for (const chunk of message.chunks()) socket.write(chunk);
    socket.end();
    return await readAnswer(socket, MAX_ANSWER_BYTES);
  } finally {
    socket.destroy();
  }
}
