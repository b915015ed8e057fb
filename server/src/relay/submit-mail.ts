import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { EsmtpParameter } from "@mailglass/shared";
import { readErrorMessage } from "../base/error-message.ts";
import { countBytes } from "../mail/chunks.ts";
import type { Mailbox, RawChunks } from "../mailbox/mailbox.ts";
import type { SubmitMail, SubmitOutcome, SubmittedEnvelope } from "../mailbox/submit.ts";
import { formatDotStuffed } from "./dot-stuffing.ts";
import { SmtpConversation, type SmtpReply } from "./smtp-conversation.ts";

/*
 * Sends a message to our own SMTP port, byte for byte. Nodemailer is not used here: it changes line ends, and sends neither the
 * parameters of the original envelope nor BDAT.
 */

export interface OwnPort {
  readonly host: string;
  readonly port: number;
  readonly tls: "none" | "starttls" | "implicit";
  /** Null if the port requires no login. */
  readonly login: { readonly user: string; readonly password: string } | null;
}

/** Creates the function that sends to this port and finds the message in the mailbox. */
export function createSubmit(own: OwnPort, mailbox: Mailbox): SubmitMail {
  return async (envelope, source) => {
    if (envelope.to.length === 0) return { type: "refused", reason: "The message has no recipient in its envelope." };
    const invalid = [envelope.from, ...envelope.to].find(({ address }) => /[\r\n\0]/.test(address));
    if (invalid !== undefined) return { type: "refused", reason: "An address in its envelope has a line end." };
    const after = mailbox.seq;
    const address = { host: own.host, port: own.port };
    const socket = own.tls === "implicit" ? connectTls({ ...address, ...OWN_CERTIFICATE }) : connect(address);
    try {
      await once(socket, own.tls === "implicit" ? "secureConnect" : "connect");
      const { localPort } = socket;
      await sendMail(socket, own, envelope, source);
      const stored = mailbox
        .handles({ limit: Number.POSITIVE_INFINITY, after })
        .find(({ sessionId, envelope: { peer } }) => sessionId !== null && peer.port === localPort);
      return stored === undefined
        ? { type: "failed", reason: "The message was accepted, but newer ones have already replaced it." }
        : { type: "stored", id: stored.id };
    } catch (error) {
      return toOutcome(error);
    } finally {
      socket.destroy();
    }
  };
}

function toOutcome(error: unknown): SubmitOutcome {
  if (error instanceof RefusedError) return { type: "refused", reason: error.message };
  return { type: "failed", reason: readErrorMessage(error) };
}

/** The server sent a reply that refuses the message. */
class RefusedError extends Error {}

async function sendMail(
  socket: Socket,
  { tls, login }: OwnPort,
  { from, to }: SubmittedEnvelope,
  source: RawChunks,
): Promise<void> {
  let smtp = new SmtpConversation(socket);
  expectReply(await smtp.reply(), 220);
  let { lines } = expectReply(await smtp.command(EHLO), 250);
  if (tls === "starttls") {
    expectReply(await smtp.command("STARTTLS"), 220);
    smtp.detach();
    const encrypted = connectTls({ socket, ...OWN_CERTIFICATE });
    await once(encrypted, "secureConnect");
    smtp = new SmtpConversation(encrypted);
    ({ lines } = expectReply(await smtp.command(EHLO), 250));
  }
  if (login !== null) {
    const credentials = Buffer.from(`\0${login.user}\0${login.password}`).toString("base64");
    expectReply(await smtp.command(`AUTH PLAIN ${credentials}`), 235);
  }
  expectReply(await smtp.command(`MAIL FROM:<${from.address}>${formatParameters(from.parameters)}`), 250);
  for (const { address, parameters } of to)
    expectReply(await smtp.command(`RCPT TO:<${address}>${formatParameters(parameters)}`), 250);
  if (lines.some((line) => /^250[ -]CHUNKING\b/i.test(line))) {
    await smtp.write([Buffer.from(`BDAT ${countBytes(source)} LAST\r\n`), ...source]);
  } else {
    expectReply(await smtp.command("DATA"), 354);
    for (const piece of formatDotStuffed(source)) await smtp.write([piece]);
  }
  expectReply(await smtp.reply(), 250);
  // The message is stored already; the reply to QUIT does not matter.
  await smtp.command("QUIT").catch(() => {});
}

/** It is our own server, whose certificate no trust store has. */
const OWN_CERTIFICATE = { rejectUnauthorized: false } as const;

const EHLO = "EHLO localhost";

function formatParameters(parameters: readonly EsmtpParameter[]): string {
  return parameters.map(({ keyword, value }) => ` ${keyword}${value === null ? "" : `=${value}`}`).join("");
}

function expectReply(reply: SmtpReply, code: number): SmtpReply {
  if (reply.code !== code) throw new RefusedError(reply.lines.join(" "));
  return reply;
}
