import { addPeerHeader } from "./peer-header.ts";
import { escapeControls } from "./protocol/record/escape-controls.ts";
import { type ProcessedMessage, SmtpServer, type SmtpServerClassOptions } from "./smtp-server.ts";

export interface DebuggingServerOptions extends SmtpServerClassOptions {
  /** Where messages are printed. Default: standard output. */
  readonly output?: { write(text: string): unknown };
}

/** Prints each message, like the class of this name in Python's smtpd. */
export class DebuggingServer extends SmtpServer {
  readonly #output: { write(text: string): unknown };

  constructor(options: DebuggingServerOptions = {}) {
    super(options);
    this.#output = options.output ?? process.stdout;
  }

  override processMessage(message: ProcessedMessage): ReturnType<SmtpServer["processMessage"]> {
    const options = formatEsmtpOptions(message);
    const lines = addPeerHeader(message.data, message.peer.address).toString("utf8").split(/\r?\n/);
    if (lines.at(-1) === "") lines.pop();
    const printed = [
      "---------- MESSAGE FOLLOWS ----------",
      ...options,
      ...(options.length > 0 ? [""] : []),
      ...lines.map(escapeControls),
      "------------ END MESSAGE ------------",
    ];
    this.#output.write(`${printed.join("\n")}\n`);
    return super.processMessage(message);
  }
}

function formatEsmtpOptions({ mailOptions, rcptTos, rcptOptions }: ProcessedMessage): string[] {
  const lines = mailOptions.length > 0 ? [`mail options: ${mailOptions.join(" ")}`] : [];
  for (const [index, options] of rcptOptions.entries()) {
    if (options.length > 0) lines.push(`rcpt options: <${rcptTos[index] ?? ""}> ${options.join(" ")}`);
  }
  return lines;
}
