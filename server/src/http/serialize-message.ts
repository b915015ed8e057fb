import type { Finding, Message, MessageSummary } from "@mailglass/shared";
import { PREVIEW_BYTES } from "../mail/parse-for-row.ts";
import { encodeUtf8 } from "../mail/worker/encode-utf8.ts";
import { prependMembers } from "../mail/worker/json-chunks.ts";
import { loadReaders } from "../mail/worker/load-readers.ts";
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
  await loadReaders();
  // Thousands of waits may end with the same message.
  const row = await mailbox.row(message);
  await gate.pass();
  const { findings, lines, sessionFailure } = describeDelivery(mailbox, message);
  const wireFindings = [...findings, ...repeats];
  const detail = await runCheaply(worker, detailJob, message, { wireFindings, lines }, signal);
  await gate.pass();
  return prependMembers({ ...listRowMembers(row, message, sessionFailure), duplicateOf }, detail);
}

/**
 * Serializes what the first 16 KiB of a message tell, for a message that the worker thread cannot read. It is marked `partial`, and
 * `truncated` names all members.
 */
export async function serializeBeginning(
  { mailbox }: Pick<HttpDeps, "mailbox">,
  message: StoredMessage,
): Promise<Uint8Array[]> {
  const { buildMessageDetail } = await import("../mail/message-detail.ts");
  const { findings, lines, sessionFailure } = describeDelivery(mailbox, message);
  const raw = message.firstBytes(PREVIEW_BYTES);
  const detail = buildMessageDetail({ raw: () => raw, envelope: message.envelope }, findings, lines);
  const row = { ...mailbox.summary(message), partial: true };
  const members = listRowMembers(row, message, sessionFailure);
  return [encodeUtf8(JSON.stringify({ ...members, ...detail, truncated: TRUNCATED_MEMBERS }))];
}

const TRUNCATED_MEMBERS: Message["truncated"] = ["text", "html", "headers", "attachments", "links", "addresses"];

function listRowMembers(row: MessageSummary, { envelope }: StoredMessage, sessionFailure: Message["sessionFailure"]) {
  const recipients = envelope.to.map(({ address }) => address);
  // Undefined members are omitted: the detail has these lists with more addresses.
  return { ...row, to: undefined, cc: undefined, bcc: undefined, replyTo: undefined, recipients, sessionFailure };
}
