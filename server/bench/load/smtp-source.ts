import { findProgram, runProgram } from "../process.ts";

/** Load by Postfix's smtp-source: lock-step, no pipelining. */
const PROGRAM = findProgram("smtp-source");
export const isSmtpSourceMissing = PROGRAM === undefined;

export interface SmtpSourceLoad {
  readonly bytes: number;
  readonly sessions: number;
  /** Whether a connection takes many messages, or one. */
  readonly keepsConnections: boolean;
}

/** Sends `count` messages; how many seconds it took. */
export async function sendWithSmtpSource(
  port: number,
  count: number,
  { bytes, sessions, keepsConnections }: SmtpSourceLoad,
): Promise<number> {
  if (PROGRAM === undefined) throw new Error("smtp-source is not installed");
  const size = ["-l", String(bytes), "-m", String(count), "-s", String(Math.min(sessions, count))];
  const envelope = ["-f", "ann@example.com", "-t", "bob@example.net", "-M", "bench.example.com"];
  const ended = await runProgram(PROGRAM, [
    "-4",
    ...(keepsConnections ? ["-d"] : []),
    ...size,
    ...envelope,
    `127.0.0.1:${port}`,
  ]);
  if (ended.code !== 0) throw new Error(`smtp-source: ${ended.stderr.trim() || `exit code ${ended.code}`}`);
  return ended.milliseconds / 1000;
}
