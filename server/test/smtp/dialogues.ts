import { readdirSync, readFileSync } from "node:fs";
import type { SmtpServerOptions } from "../../src/smtp/server-options.ts";

/**
 * A conversation as a text file has it. `== name` begins one; then a line each:
 *
 *     ! {"strict": true}     options of the server, in JSON; "lmtp" and "waits" (it cannot be pipelined) besides
 *     > EHLO                 greets first, and leaves out the answer
 *     C: MAIL FROM:<a@b.c>   the client says, with CRLF
 *     R: "raw \n octets"     the client says, in JSON, each character an octet
 *     S: 250 2.1.0 OK        the server says
 *     M: "text"              a message arrives, in JSON, each character an octet
 *     F: bare-lf early-talker   all findings of the session
 *     T: TLS                 both sides begin TLS
 *     X                      the server hangs up
 */
export interface Dialogue {
  readonly name: string;
  readonly options: SmtpServerOptions & { readonly lmtp?: boolean; readonly waits?: boolean };
  readonly turns: readonly Turn[];
  readonly messages: readonly string[];
  readonly findings: readonly string[] | undefined;
  readonly serverCloses: boolean;
}

/** What the client sends, and what the server answers before the client goes on. */
export interface Turn {
  sent: string;
  expected: string;
  startsTls: boolean;
}

/** The dialogues of the files beside the protocol, by file. */
export function readDialogues(): ReadonlyMap<string, readonly Dialogue[]> {
  const folder = new URL("dialogues/", import.meta.url);
  const names = readdirSync(folder).filter((name) => name.endsWith(".txt"));
  return new Map(names.map((name) => [name, parseDialogues(readFileSync(new URL(name, folder), "utf8"))]));
}

function parseDialogues(text: string): Dialogue[] {
  return text
    .split(/^== /m)
    .slice(1)
    .map((part) => parseDialogue(part.split("\n")));
}

function parseDialogue([name = "", ...lines]: readonly string[]): Dialogue {
  const options: Record<string, unknown> = {};
  const turns: Turn[] = [{ sent: "", expected: "", startsTls: false }];
  const messages: string[] = [];
  let findings: string[] | undefined;
  let serverCloses = false;
  for (const line of lines) {
    const [marker, rest] = [line.slice(0, 1), line.slice(2).trimStart()];
    const text = line.slice(3);
    const last = turns.at(-1) ?? { sent: "", expected: "", startsTls: false };
    if (marker === "!") Object.assign(options, JSON.parse(rest));
    else if (marker === ">") turns.push({ sent: `${rest} client.example\r\n`, expected: "*", startsTls: false });
    else if (marker === "C" || marker === "R") {
      const sent = marker === "C" ? `${Buffer.from(text).toString("latin1")}\r\n` : String(JSON.parse(text));
      if (last.expected === "" && turns.length > 1 && !last.startsTls) last.sent += sent;
      else turns.push({ sent, expected: "", startsTls: false });
    } else if (marker === "S") last.expected += `${Buffer.from(text).toString("latin1")}\r\n`;
    else if (marker === "M") messages.push(String(JSON.parse(text)));
    else if (marker === "F") findings = rest === "" ? [] : rest.split(" ");
    else if (marker === "T") last.startsTls = true;
    else if (marker === "X") serverCloses = true;
    else if (line.trim() !== "" && marker !== "#") throw new Error(`What is this in “${name}”? ${line}`);
  }
  return { name, options, turns, messages, findings, serverCloses };
}
