import type { Message, MessageSummary } from "@mailglass/shared";
import { PREVIEW_BYTES } from "../mail/parse-for-row.ts";
import { encodeUtf8 } from "../mail/worker/encode-utf8.ts";
import { prependMembers } from "../mail/worker/json-chunks.ts";
import { loadReaders } from "../mail/worker/load-readers.ts";
import { runCheaply } from "../mail/worker/run-cheaply.ts";
import { detailJob } from "../mail/worker/view-jobs.ts";
import type { StoredMessage } from "../mailbox/mailbox.ts";
import type { HttpDeps } from "./deps.ts";
import { describeDelivery } from "./describe-delivery.ts";
import type { SelectedFields } from "./selected-fields.ts";
import { type SerializeOptions, serializeFields } from "./serialize-fields.ts";

/** Serializes the requested members of a message, or all that is known of it: its JSON in UTF-8, in chunks. */
export async function serializeMessage(
  deps: Pick<HttpDeps, "mailbox" | "worker" | "gate">,
  message: StoredMessage,
  fields: SelectedFields,
  options: SerializeOptions = {},
): Promise<Uint8Array[]> {
  if (fields !== undefined) return serializeFields(deps, message, fields, options);
  const { mailbox, worker, gate } = deps;
  const { signal, repetition: { repeats = [], duplicateOf } = {} } = options;
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
  fields: SelectedFields,
): Promise<Uint8Array[]> {
  const { buildMessageDetail } = await import("../mail/message-detail.ts");
  const { findings, lines, sessionFailure } = describeDelivery(mailbox, message);
  const raw = message.firstBytes(PREVIEW_BYTES);
  const detail = buildMessageDetail({ raw: () => raw, envelope: message.envelope }, { wireFindings: findings, lines });
  const row = { ...mailbox.summary(message), partial: true };
  const members = { ...listRowMembers(row, message, sessionFailure), ...detail, truncated: TRUNCATED_MEMBERS };
  const wanted = fields && new Set<string>(["id", "partial", "truncated", ...fields]);
  const selected = Object.entries(members).filter(([name]) => wanted?.has(name) ?? true);
  return [encodeUtf8(JSON.stringify(Object.fromEntries(selected)))];
}

const TRUNCATED_MEMBERS: Message["truncated"] = ["text", "html", "headers", "attachments", "links", "addresses"];

function listRowMembers(row: MessageSummary, { envelope }: StoredMessage, sessionFailure: Message["sessionFailure"]) {
  const recipients = envelope.to.map(({ address }) => address);
  // Undefined members are omitted: the detail has these lists with more addresses.
  return { ...row, to: undefined, cc: undefined, bcc: undefined, replyTo: undefined, recipients, sessionFailure };
}
