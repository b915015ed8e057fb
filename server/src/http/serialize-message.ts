import type { Finding } from "@mailglass/shared";
import { prependMembers } from "../mail/worker/json-chunks.ts";
import { runCheaply } from "../mail/worker/run-cheaply.ts";
import { detailJob } from "../mail/worker/view-jobs.ts";
import type { StoredMessage } from "../mailbox/mailbox.ts";
import type { HttpDeps } from "./deps.ts";
import { describeDelivery } from "./describe-delivery.ts";

/** What is known of other messages that are the same. */
interface RepetitionFacts {
  /** Findings about other messages here with its Message-ID. */
  readonly repeats?: readonly Finding[];
  /** `id` of the oldest message that it repeats, or null. */
  readonly duplicateOf?: string | null;
}

/**
 * Serializes all that is known of a message: its JSON in UTF-8, in chunks.
 *
 * @param repetition waits leave it out, because it needs an index
 */
export async function serializeMessage(
  { mailbox, worker, gate }: Pick<HttpDeps, "mailbox" | "worker" | "gate">,
  message: StoredMessage,
  signal?: AbortSignal,
  { repeats = [], duplicateOf }: RepetitionFacts = {},
): Promise<Uint8Array[]> {
  const { envelope } = message;
  const { findings, lines, sessionFailure } = describeDelivery(mailbox, message);
  const wireFindings = [...findings, ...repeats];
  // Thousands of waits may end with the same message.
  const row = await mailbox.row(message);
  await gate.pass();
  const detail = await runCheaply(worker, detailJob, message, { wireFindings, lines }, signal);
  await gate.pass();
  const recipients = envelope.to.map(({ address }) => address);
  // Undefined members are omitted: the detail has these lists with more addresses.
  const members = {
    ...row,
    to: undefined,
    cc: undefined,
    bcc: undefined,
    replyTo: undefined,
    recipients,
    sessionFailure,
    duplicateOf,
  };
  return prependMembers(members, detail);
}
