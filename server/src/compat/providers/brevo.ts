import { randomUUID } from "node:crypto";
import { type HeaderFields, mergeHeaders } from "./header-fields.ts";
import { DELIVERY_SETTINGS, noteIf, noteRecipients } from "./notes.ts";
import type { Provider, ProviderCall, ProviderReply, Translation } from "./provider.ts";
import { type ErrorFacts, joinMessages } from "./provider-error.ts";
import { readIsoTime } from "./read-time.ts";
import { type RequestFile, readRemoteFile } from "./remote-file.ts";
import { createFile, type RequestFields } from "./request-fields.ts";
import type { MessageParts, Submission, SubmissionNote } from "./submission.ts";

const MIB = 1024 * 1024;

/** Brevo's API for transactional mail, version 3: https://developers.brevo.com/reference/sendtransacemail */
export const brevo: Provider = {
  name: "brevo",
  label: "Brevo",
  templateLanguage: "handlebars",
  maxMessageBytes: 20 * MIB,
  routes: [{ path: "/v3/smtp/email", body: "json", translate }],
  readCredential: ({ headers }) => headers["api-key"],
  formatError,
};

/** Maximum recipients of a message. */
const MAX_RECIPIENTS = 99;

function translate({ fields }: ProviderCall): Translation {
  const headers = fields.headers("headers");
  const shared = readShared(fields, headers);
  const [, idempotencyKey] = headers.find(([name]) => /^idempotencykey$/i.test(name)) ?? [];
  const versions = fields.objects("messageVersions");
  if (versions.length === 0) {
    const id = createMessageId();
    const submission = readVersion(fields, shared, id);
    return { submissions: [submission], reply: { status: 201, body: { messageId: id } }, idempotencyKey };
  }
  const submissions = versions.map((version) => ({
    ...readVersion(version, shared, createMessageId()),
    scope: version.path,
  }));
  return { submissions, reply: { status: 201, body: { messageIds: submissions.map(({ id }) => id) } }, idempotencyKey };
}

const createMessageId = () => `<${randomUUID()}@smtp-relay.mailin.fr>`;

/** What all versions of a message have in common, unless they have their own. */
interface SharedParts {
  readonly parts: MessageParts;
  readonly params: Readonly<Record<string, unknown>>;
  readonly templateId: string | undefined;
  readonly tags: readonly string[];
  readonly scheduledAt: Date | undefined;
  readonly notes: readonly SubmissionNote[];
}

function readShared(fields: RequestFields, headers: HeaderFields): SharedParts {
  const templateId = fields.text("templateId", "Template");
  const sender = fields.object("sender");
  sender?.note(["id"], "Id of the sender; not needed");
  if (sender === undefined && templateId === undefined) fields.addProblem("sender", "sender is missing");
  const files = fields.objects("attachment").map(readAttachment);
  const scheduled = fields.text("scheduledAt", "Scheduled time");
  const scheduledAt = readIsoTime(scheduled);
  const replyTo = fields.object("replyTo")?.mailbox("Reply-To");
  fields.note(["batchId"], DELIVERY_SETTINGS);
  return {
    parts: {
      from: sender?.mailbox("From"),
      replyTo: replyTo === undefined ? [] : [replyTo],
      subject: fields.text("subject", "Subject"),
      text: fields.text("textContent", "Text"),
      html: fields.text("htmlContent", "HTML"),
      headers: withoutInstructions(headers),
      attachments: files.flatMap(({ file }) => file),
    },
    params: fields.values("params", "Variables of the template"),
    templateId,
    tags: fields.texts("tags", "Tag"),
    scheduledAt,
    notes: [
      ...files.flatMap(({ notes }) => notes),
      ...noteIf(
        headers.some(([name, value]) => /^x-sib-sandbox$/i.test(name) && value === "drop"),
        "provider-sandbox",
        "X-Sib-Sandbox: drop",
      ),
      ...noteIf(scheduled !== undefined && scheduledAt === undefined, "provider-schedule-unreadable", scheduled ?? ""),
    ],
  };
}

function readVersion(fields: RequestFields, shared: SharedParts, id: string): Submission {
  const { parts, templateId } = shared;
  const people = {
    to: fields.mailboxes("to", "To"),
    cc: fields.mailboxes("cc", "Cc"),
    bcc: fields.mailboxes("bcc", "Recipient (BCC)"),
  };
  const replyTo = fields.object("replyTo")?.mailbox("Reply-To");
  const variables = { ...shared.params, ...fields.values("params", "Variables of the template") };
  fields.require(["to"], (name) => `${name} is missing`);
  const message: MessageParts = {
    ...parts,
    ...people,
    ...(replyTo && { replyTo: [replyTo] }),
    headers: fields.path === "" ? (parts.headers ?? []) : mergeHeaders(parts.headers, fields.headers("headers")),
    subject: fields.text("subject", "Subject") ?? parts.subject,
    html: fields.text("htmlContent", "HTML") ?? parts.html,
    text: fields.text("textContent", "Text") ?? parts.text,
    messageId: id,
  };
  if (templateId === undefined && message.html === undefined && message.text === undefined)
    fields.addProblem("htmlContent", "htmlContent, textContent or templateId is missing");
  if (templateId === undefined && message.subject === undefined) fields.addProblem("subject", "subject is missing");
  return {
    id,
    message,
    tags: shared.tags,
    scheduledAt: shared.scheduledAt,
    // Placeholders like {{ params.name }} are replaced in any content.
    template: toTemplate(message, templateId, variables),
    notes: [...shared.notes, ...noteRecipients(people, MAX_RECIPIENTS, "Brevo")],
  };
}

/** Some header fields of the request tell Brevo what to do, and are not sent. */
function withoutInstructions(headers: HeaderFields): HeaderFields {
  return headers.filter(([name]) => !/^(?:idempotencykey|x-sib-sandbox)$/i.test(name));
}

function toTemplate(
  { subject, text, html }: MessageParts,
  id: string | undefined,
  params: Readonly<Record<string, unknown>>,
): Submission["template"] {
  if (id !== undefined) return { id, variables: { params } };
  return Object.keys(params).length === 0
    ? undefined
    : { id: "", variables: { params }, content: { subject, text, html } };
}

function readAttachment(attachment: RequestFields): RequestFile {
  const filename = attachment.text("name", "File name");
  const remote = readRemoteFile(attachment, "url", filename);
  if (remote !== undefined) return remote;
  attachment.require(["content", "name"], (name) => `${name} is missing`);
  return { file: createFile(attachment.base64("content", "Attachment"), { filename: filename ?? "" }), notes: [] };
}

function formatError({ kind, status, problems }: ErrorFacts): ProviderReply {
  const message = joinMessages(problems);
  return { status, body: { code: BREVO_CODES[kind], message } };
}

const BREVO_CODES: Readonly<Record<ErrorFacts["kind"], string>> = {
  invalid: "invalid_parameter",
  unreadable: "invalid_parameter",
  missing: "missing_parameter",
  unauthorized: "unauthorized",
  rejected: "invalid_parameter",
  "too-large": "invalid_parameter",
  "not-found": "document_not_found",
  conflict: "duplicate_request",
  "rate-limited": "too_many_requests",
  unavailable: "internal_error",
};
