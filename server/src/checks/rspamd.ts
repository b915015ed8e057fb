import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { awaitResponse } from "../base/await-response.ts";
import type { SpamFilter, SpamSource } from "../mailbox/network-checks.ts";
import { describeNetworkError } from "./describe-network-error.ts";
import { limitTime } from "./limit-time.ts";
import { parseRspamdAnswer } from "./parse-rspamd-answer.ts";
import { readAnswer } from "./read-answer.ts";
import { spamError } from "./spam-error.ts";

/** Largest message that is sent, in bytes. */
const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;
/** Answers of Rspamd have a few kilobytes. Parsing as much as this takes a few milliseconds. */
const MAX_ANSWER_BYTES = 256 * 1024;
const DEFAULT_TIMEOUT_MS = 15_000;
/** Maximum number of recipients that are named. */
const MAX_RECIPIENTS = 20;

/**
 * Creates a client of Rspamd's HTTP API: `POST /checkv2`, with the envelope in header fields.
 *
 * @param base URL of a worker or the controller, with its password as user info: `http://:password@localhost:11334`
 */
export function createRspamd(
  base: URL,
  { timeoutMs = DEFAULT_TIMEOUT_MS }: { readonly timeoutMs?: number } = {},
): SpamFilter {
  const target = new URL(`${base.origin}${base.pathname.replace(/\/+$/, "")}/checkv2`);
  // Rspamd has no users: the password may stand in either place.
  const password = decodeURIComponent(base.password || base.username);
  const server = `The Rspamd server ${base.host}`;
  return async function checkSpam(message, signal) {
    if (message.size > MAX_MESSAGE_BYTES)
      return spamError(`Rspamd is given messages of up to ${MAX_MESSAGE_BYTES / 1024 ** 2} MiB; this one is larger.`);
    try {
      const { status, body } = await post(target, password, message, limitTime(signal, timeoutMs));
      if (status === 401 || status === 403) return spamError(`${server} does not accept the password of --rspamd.`);
      if (status !== 200) return spamError(`${server} answered with HTTP status ${status}.`);
      return parseRspamdAnswer(body) ?? spamError(`${server} gave an answer that is not of Rspamd's API.`);
    } catch (error) {
      return spamError(`${server} cannot be used: ${describeNetworkError(error)}.`);
    }
  };
}

async function post(
  target: URL,
  password: string,
  message: SpamSource,
  signal: AbortSignal,
): Promise<{ readonly status: number; readonly body: string }> {
  const request = (target.protocol === "https:" ? requestHttps : requestHttp)(target, {
    method: "POST",
    agent: false,
    signal,
    headers: {
      "content-type": "message/rfc822",
      "content-length": message.size,
      ...(password !== "" && { password }),
      ...describeEnvelope(message),
    },
  });
  for (const chunk of message.chunks()) request.write(chunk);
  try {
    const response = await awaitResponse(request);
    return { status: response.statusCode ?? 0, body: await readAnswer(response, MAX_ANSWER_BYTES) };
  } finally {
    request.destroy();
  }
}

/** The envelope in Rspamd's header fields. Addresses that a header field cannot hold are left out. */
function describeEnvelope({ envelope }: SpamSource): Record<string, string | string[]> {
  const isPlain = (text: string) => text !== "" && /^[!-~]{1,320}$/.test(text);
  const recipients = envelope.to.map(({ address }) => address).filter(isPlain);
  return {
    ...(isPlain(envelope.from.address) && { from: envelope.from.address }),
    ...(recipients.length > 0 && { rcpt: recipients.slice(0, MAX_RECIPIENTS) }),
  };
}
