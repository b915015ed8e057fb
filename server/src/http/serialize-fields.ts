import type { Finding, Message, MessageField } from "@mailglass/shared";
import { summarizeEnvelope } from "../mail/summarize-mail.ts";
import { encodeUtf8 } from "../mail/worker/encode-utf8.ts";
import { prependMembers } from "../mail/worker/json-chunks.ts";
import { loadRowReader } from "../mail/worker/load-readers.ts";
import { runCheaply } from "../mail/worker/run-cheaply.ts";
import { detailJob } from "../mail/worker/view-jobs.ts";
import type { StoredMessage } from "../mailbox/mailbox.ts";
import type { HttpDeps } from "./deps.ts";
import { describeDelivery } from "./describe-delivery.ts";
import { isDetailField } from "./selected-fields.ts";

/** What is known of other messages that are the same. */
export interface RepetitionFacts {
  /** Findings about other messages here with its Message-ID. */
  readonly repeats?: readonly Finding[];
  /** `id` of the oldest message that it repeats, or null. */
  readonly duplicateOf?: string | null;
}

export interface SerializeOptions {
  readonly signal?: AbortSignal | undefined;
  /** Waits leave it out, because it needs an index. */
  readonly repetition?: RepetitionFacts | undefined;
}

/** Serializes some members of a message, and its id. What they do not need is not computed. */
export async function serializeFields(
  deps: Pick<HttpDeps, "mailbox" | "worker" | "gate">,
  message: StoredMessage,
  fields: ReadonlySet<MessageField>,
  { signal, repetition: { repeats = [], duplicateOf } = {} }: SerializeOptions = {},
): Promise<Uint8Array[]> {
  const { mailbox, worker, gate } = deps;
  // Thousands of waits may end with the same message.
  await gate.pass();
  const detailFields = [...fields].filter(isDetailField);
  const { findings, lines, sessionFailure } =
    fields.has("findings") || fields.has("sessionFailure") ? describeDelivery(mailbox, message) : NO_DELIVERY;
  const tags = fields.has("tags") ? [...message.tags] : [];
  const known: Partial<Message> = { ...listKnownMembers(message), tags, sessionFailure };
  const isOfRow = (name: MessageField) => !isDetailField(name) && !Object.hasOwn(known, name) && name !== "duplicateOf";
  const row = [...fields].some(isOfRow) ? await readRow(deps, message) : undefined;
  const members = { ...row, ...known, duplicateOf };
  const wanted: ReadonlySet<string> = new Set<string>(["id", ...fields]);
  const selected = Object.fromEntries(
    Object.entries(members).filter(([name]) => wanted.has(name) && !isDetailField(name)),
  );
  if (detailFields.length === 0) return [encodeUtf8(JSON.stringify(selected))];
  const params = { wireFindings: [...findings, ...repeats], lines, fields: detailFields };
  const detail = await runCheaply(worker, detailJob, message, params, signal);
  await gate.pass();
  return prependMembers(selected, detail);
}

async function readRow({ mailbox, gate }: Pick<HttpDeps, "mailbox" | "gate">, message: StoredMessage) {
  await loadRowReader();
  const row = await mailbox.row(message);
  await gate.pass();
  return row;
}

const NO_DELIVERY = { findings: [], lines: undefined, sessionFailure: null } as const;

/** Returns the members that are known without reading the message. */
function listKnownMembers(message: StoredMessage) {
  const { id, seq, receivedAt, size, envelope, source, sessionId, read } = message;
  return {
    id,
    seq,
    receivedAt: new Date(receivedAt).toISOString(),
    size,
    ...summarizeEnvelope(envelope),
    recipients: envelope.to.map(({ address }) => address),
    source,
    sessionId,
    read,
  };
}
