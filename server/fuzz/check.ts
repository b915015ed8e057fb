import { nodeByteOps } from "../src/smtp/node-platform.ts";
import { REPLIES } from "../src/smtp/protocol/replies.ts";
import type { SmtpServerOptions } from "../src/smtp/server-options.ts";
import { createTestPolicy, SessionHost } from "../test/smtp/session-host.ts";

/** What a client sent, and to a server with which policy. */
export interface FuzzInput {
  /** One byte in each character. */
  readonly bytes: string;
  /** Offsets at which the bytes are cut into chunks, ascending. */
  readonly cuts: readonly number[];
  /** Index into `POLICIES`. */
  readonly policy: number;
}

const MAX_MESSAGE_BYTES = 200;
const LIMITS = { messageSize: MAX_MESSAGE_BYTES, errors: 50, transcriptLines: 20 };

export const POLICIES: readonly (SmtpServerOptions & { readonly lmtp?: boolean })[] = [
  { limits: LIMITS },
  { limits: LIMITS, lmtp: true },
  { limits: LIMITS, auth: { users: { jo: "secret" }, required: true } },
  { limits: LIMITS, hideExtensions: ["PIPELINING", "CHUNKING", "ENHANCEDSTATUSCODES", "SMTPUTF8"] },
  { limits: LIMITS, strict: true },
  { limits: LIMITS, tls: "auto", requireTls: true },
  { limits: { ...LIMITS, errors: 2 } },
];

/** Policies under which the outcome does not depend on how the bytes were cut. */
const CHUNKING_INDEPENDENT_POLICIES = new Set([0, 1, 2, 3, 6]);

const REPLY_LINES = /^(?:[2-5]\d\d(?:-[^\0\r\n]*\r\n[2-5]\d\d)*[ ][^\0\r\n]*\r\n)*$/;

/**
 * Runs an input through a session, and throws if an invariant is violated. Returns marks of what happened: inputs
 * with a mark that no earlier input had lead to a new state.
 */
export function checkInput(input: FuzzInput): string[] {
  const host = runInput(input, input.cuts);
  if (!REPLY_LINES.test(host.output)) throw new Error(`This is no SMTP: ${JSON.stringify(host.output)}`);
  if (/^421 .*\r\n./m.test(host.output)) throw new Error(`More is said after 421: ${JSON.stringify(host.output)}`);
  if (host.stepCount > input.bytes.length + 10)
    throw new Error(`${host.stepCount} steps for ${input.bytes.length} bytes`);
  const longest = Math.max(0, ...host.messages.map(({ length }) => length));
  if (longest > MAX_MESSAGE_BYTES) throw new Error(`A message of ${longest} bytes was accepted`);
  const { lineCount: count, dropped } = host.record.transcript;
  // A reply of several lines counts as one entry.
  if (count - dropped > 20 * 15) throw new Error(`${count - dropped} lines are kept`);
  if (CHUNKING_INDEPENDENT_POLICIES.has(input.policy)) {
    const whole = runInput(input, []);
    if (whole.output !== host.output) throw new Error("Chunking changes what the server says");
    if (whole.messages.join("\0") !== host.messages.join("\0")) throw new Error("Chunking changes a message");
  }
  const codes = new Set(host.output.match(/^\d{3}(?: \d\.\d+\.\d+)?/gm));
  return [...codes, ...host.findingCodes].map((mark) => `${input.policy} ${mark}`);
}

function runInput({ bytes, policy }: FuzzInput, cuts: readonly number[]): SessionHost {
  let decisions = 0;
  const host = new SessionHost(createTestPolicy(POLICIES[policy] ?? {}, nodeByteOps), () => {
    decisions += 1;
    // Sometimes a hook refuses.
    return decisions % 7 === 0 ? REPLIES.hookFailed : undefined;
  });
  let from = 0;
  for (const cut of [...cuts, bytes.length]) {
    if (cut > from) host.send(bytes.slice(from, cut));
    from = Math.max(from, cut);
  }
  host.close();
  return host;
}
