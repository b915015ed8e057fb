import { prependMembers } from "../mail/worker/json-chunks.ts";
import { runCheaply } from "../mail/worker/run-cheaply.ts";
import { detailJob } from "../mail/worker/view-jobs.ts";
import type { StoredMessage } from "../mailbox/mailbox.ts";
import type { HttpDeps } from "./deps.ts";
import { listRepeatFindings } from "./repeat-findings.ts";

/** Serializes all that is known of a message: its JSON in UTF-8, in chunks. */
export async function serializeMessage(
  { mailbox, worker }: Pick<HttpDeps, "mailbox" | "worker">,
  message: StoredMessage,
  signal?: AbortSignal,
): Promise<Uint8Array[]> {
  const { envelope } = message;
  const repeats = await listRepeatFindings(mailbox, message);
  const wireFindings = [...message.wireFindings, ...repeats, ...message.readerFindings];
  const row = await mailbox.row(message);
  const detail = await runCheaply(worker, detailJob, message, { wireFindings }, signal);
  const recipients = envelope.to.map(({ address }) => address);
  // Undefined members are omitted: the detail has these lists with more addresses.
  const members = { ...row, to: undefined, cc: undefined, bcc: undefined, replyTo: undefined, recipients };
  return prependMembers(members, detail);
}
