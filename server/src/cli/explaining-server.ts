import { type Finding, formatFinding, type SessionSummary } from "@mailglass/shared";
import { formatTranscriptLine, sortByImportance } from "../app/activity-log/format-lines.ts";
import { toTerminalText } from "../base/terminal-text.ts";
import { listFindings } from "../mail/list-findings.ts";
import { isCheapToOpen } from "../mail/parse-for-row.ts";
import { DebuggingServer, type ProcessedMessage, type SmtpSession } from "../smtp/smtp.ts";

/** Number of lines of a failed session's transcript that are printed. */
const TRANSCRIPT_LINES = 20;

interface Output {
  write(text: string): unknown;
}

/** Prints the envelope before each message, its findings after it, and each session that failed. */
export class ExplainingServer extends DebuggingServer {
  readonly #output: Output;

  constructor(output: Output = process.stdout) {
    super({ output });
    this.#output = output;
  }

  override processMessage(message: ProcessedMessage): ReturnType<DebuggingServer["processMessage"]> {
    this.#print(formatEnvelope(message));
    const answer = super.processMessage(message);
    this.#print([...formatFindings(findProblems(message)), ""]);
    return answer;
  }

  override onClose(session: SmtpSession): void {
    if (!session.isRefusedOrFailed) return;
    const details = session.details();
    this.#print([
      formatOutcome(details),
      ...details.transcript.slice(-TRANSCRIPT_LINES).map(formatTranscriptLine),
      ...formatFindings(details.findings),
      "",
    ]);
  }

  #print(lines: readonly string[]): void {
    this.#output.write(`${lines.join("\n")}\n`);
  }
}

function formatEnvelope({ envelope, mailFrom, mailOptions, rcptTos, rcptOptions }: ProcessedMessage): string[] {
  const { greeting, helo, peer, tls, auth } = envelope;
  const withOptions = (command: string, options: readonly string[]) => `  ${[command, ...options].join(" ")}`;
  return [
    `Message from ${peer.address}${greeting === null ? "" : `, ${greeting} ${helo}`}${tls === null ? ", without TLS" : `, ${tls.version}`}`,
    ...(auth === null ? [] : [`  AUTH ${auth.mechanism} ${auth.user}`]),
    withOptions(`MAIL FROM:<${mailFrom}>`, mailOptions),
    ...rcptTos.map((to, index) => withOptions(`RCPT TO:<${to}>`, rcptOptions[index] ?? [])),
  ].map(toTerminalText);
}

/** Returns the findings of the conversation and of the source; without the latter if the source is expensive to read. */
function findProblems({ data, envelope, findings }: ProcessedMessage): readonly Finding[] {
  const mail = { raw: () => data, envelope: { ...envelope, to: [...envelope.to] }, deliveredAt: Date.now() };
  return isCheapToOpen(mail) ? listFindings(mail, findings) : findings;
}

function formatFindings(findings: readonly Finding[]): string[] {
  if (findings.length === 0) return ["No findings."];
  return sortByImportance(findings).flatMap(formatFinding).map(toTerminalText);
}

function formatOutcome({ peer, helo, lastRefusal, messages }: SessionSummary): string {
  const client = toTerminalText(`${peer.address}${helo === "" ? "" : ` (${helo})`}`);
  const outcome = lastRefusal === "" ? "ended without a message" : `was refused: ${toTerminalText(lastRefusal)}`;
  return `Session from ${client} ${outcome}${messages > 0 ? ` (${messages} accepted)` : ""}`;
}
