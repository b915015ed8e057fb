import { nativeOctets } from "../src/smtp/native.ts";
import type { SmtpServerOptions } from "../src/smtp/options.ts";
import { REPLIES } from "../src/smtp/protocol/replies.ts";
import { CoreHost, testPolicy } from "../src/smtp/testing/core-host.ts";

/** What a client sent, and under which circumstances. */
export interface Input {
  /** One octet in each character. */
  readonly octets: string;
  /** Where the octets are cut into chunks, ascending. */
  readonly cuts: readonly number[];
  /** Which of `POLICIES` the server has. */
  readonly policy: number;
}

const MESSAGE_SIZE = 200;
const limits = { messageSize: MESSAGE_SIZE, errors: 50, transcriptLines: 20 };

export const POLICIES: readonly (SmtpServerOptions & { readonly lmtp?: boolean })[] = [
  { limits },
  { limits, lmtp: true },
  { limits, auth: { users: { jo: "secret" }, required: true } },
  { limits, hideExtensions: ["PIPELINING", "CHUNKING", "ENHANCEDSTATUSCODES", "SMTPUTF8"] },
  { limits, strict: true },
  { limits, tls: "auto", requireTls: true },
  { limits: { ...limits, errors: 2 } },
];

/** Policies under which it does not matter how the octets came together. */
const CHUNKING_IS_FREE = new Set([0, 1, 2, 3, 6]);

const REPLY_LINES = /^(?:[2-5]\d\d(?:-[^\0\r\n]*\r\n[2-5]\d\d)*[ ][^\0\r\n]*\r\n)*$/;

/**
 * Runs an input through a session and throws where something is seen that may never be. Gives what happened, as marks by which
 * inputs that lead somewhere new are told from those that do not.
 */
export function check(input: Input): string[] {
  const host = run(input, input.cuts);
  if (!REPLY_LINES.test(host.output)) throw new Error(`This is no SMTP: ${JSON.stringify(host.output)}`);
  if (/^421 .*\r\n./m.test(host.output)) throw new Error(`More is said after 421: ${JSON.stringify(host.output)}`);
  if (host.steps > input.octets.length + 10) throw new Error(`${host.steps} steps for ${input.octets.length} octets`);
  const longest = Math.max(0, ...host.messages.map(({ length }) => length));
  if (longest > MESSAGE_SIZE) throw new Error(`A message of ${longest} octets was taken`);
  const { count, dropped } = host.record.transcript;
  // A reply of several lines counts as one entry.
  if (count - dropped > 20 * 15) throw new Error(`${count - dropped} lines are kept`);
  if (CHUNKING_IS_FREE.has(input.policy)) {
    const whole = run(input, []);
    if (whole.output !== host.output) throw new Error("Chunking changes what the server says");
    if (whole.messages.join("\0") !== host.messages.join("\0")) throw new Error("Chunking changes a message");
  }
  const codes = new Set(host.output.match(/^\d{3}(?: \d\.\d+\.\d+)?/gm));
  return [...codes, ...host.findings].map((mark) => `${input.policy} ${mark}`);
}

function run({ octets, policy }: Input, cuts: readonly number[]): CoreHost {
  let questions = 0;
  const host = new CoreHost(testPolicy(POLICIES[policy] ?? {}, nativeOctets), () => {
    questions += 1;
    // Now and then a hook refuses.
    return questions % 7 === 0 ? REPLIES.hookFailed : undefined;
  });
  let from = 0;
  for (const cut of [...cuts, octets.length]) {
    if (cut > from) host.send(octets.slice(from, cut));
    from = Math.max(from, cut);
  }
  host.close();
  return host;
}
