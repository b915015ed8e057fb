import { readdirSync, readFileSync } from "node:fs";
import type { SmtpServerOptions } from "../../src/smtp/server-options.ts";

/**
 * A conversation in a text file. `== name` begins one; its lines are:
 *
 *     ! {"strict": true}     options of the server, in JSON; also "lmtp", and "waits" (it cannot be pipelined)
 *     > EHLO                 sends a greeting first; the reply is not compared
 *     C: MAIL FROM:<a@b.c>   the client sends this line, with CRLF
 *     R: "raw \n bytes"     the client sends these bytes, in JSON, one per character
 *     S: 250 2.1.0 OK        the server replies with this line
 *     M: "text"              a message arrives, in JSON, one byte per character
 *     F: bare-lf early-talker   all findings of the session
 *     T: TLS                 both sides start TLS
 *     X                      the server closes the connection
 */
export interface Dialogue {
  readonly name: string;
  readonly options: SmtpServerOptions & { readonly lmtp?: boolean; readonly waits?: boolean };
  readonly turns: readonly Turn[];
  readonly messages: readonly string[];
  readonly findings: readonly string[] | undefined;
  readonly serverCloses: boolean;
}

/** What the client sends, and what the server replies before the client continues. */
export interface Turn {
  sent: string;
  expected: string;
  startsTls: boolean;
}

/** Reads the dialogues of all files, by file name. */
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
