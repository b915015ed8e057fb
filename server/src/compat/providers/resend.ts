import { randomUUID } from "node:crypto";
import { noteIf, noteRecipients } from "./notes.ts";
import type { Provider, ProviderCall, ProviderReply, Translation } from "./provider.ts";
import { type ErrorFacts, invalid, joinMessages, type RequestProblem } from "./provider-error.ts";
import { readBatch } from "./read-batch.ts";
import { readBearer } from "./read-bearer.ts";
import { toRejection } from "./rejection.ts";
import { type RequestFile, readRemoteFile } from "./remote-file.ts";
import { createFile, type RequestFields } from "./request-fields.ts";
import { RESEND_READ_ROUTES } from "./resend-emails.ts";
import { parseSchedule } from "./resend-schedule.ts";
import type { Submission } from "./submission.ts";

const MIB = 1024 * 1024;

/** Resend's API: https://resend.com/docs/api-reference/emails/send-email */
export const resend: Provider = {
  name: "resend",
  label: "Resend",
  templateLanguage: "handlebars",
  maxMessageBytes: 40 * MIB,
  routes: [
    { path: "/emails", body: "json", translate: translateOne },
    { path: "/emails/batch", body: "json", translate: translateBatch },
  ],
  returnsSent: true,
  readRoutes: RESEND_READ_ROUTES,
  readCredential: ({ headers }) => readBearer(headers),
  formatError,
  concurrentKeyReply: {
    status: 409,
    body: {
      statusCode: 409,
      message: "Same idempotency key used while original request is still in progress.",
      name: "concurrent_idempotent_requests",
    },
  },
};

/** Maximum messages of a batch, and recipients of a message. */
const MAX_BATCH = 100;
const MAX_RECIPIENTS = 50;

/** Maximum characters of an idempotency key. */
const MAX_KEY_LENGTH = 256;

/** @throws {ProviderError} if the idempotency key is not valid */
function checkKey({ headers }: ProviderCall): void {
  const { length = 1 } = headers["idempotency-key"] ?? {};
  if (length >= 1 && length <= MAX_KEY_LENGTH) return;
  throw invalid(KEY_FIELD, `The key must have 1 to ${MAX_KEY_LENGTH} characters.`);
}

const KEY_FIELD = "Idempotency-Key";

function translateOne(call: ProviderCall): Translation {
  checkKey(call);
  const { fields, now } = call;
  const submission = readEmail(fields, now);
  return { submissions: [submission], reply: { status: 200, body: { id: submission.id } } };
}

function translateBatch(call: ProviderCall): Translation {
  checkKey(call);
  const { fields, headers, now } = call;
  const items = fields.items();
  if (items === undefined) fields.addProblem("", "The body must be a list of emails.");
  else if (items.length === 0 || items.length > MAX_BATCH)
    fields.addProblem("", `A batch must have 1 to ${MAX_BATCH} emails.`);
  const isPermissive = headers["x-batch-validation"] === "permissive";
  if (!isPermissive) {
    const submissions = (items ?? []).map((item) => ({ ...readEmail(item, now), scope: item.path }));
    return { submissions, reply: { status: 200, body: { data: submissions.map(({ id }) => ({ id })) } } };
  }
  const { submissions, results, listRejected } = readBatch<PermissiveResult>(
    items ?? [],
    (item) => {
      const submission = { ...readEmail(item, now), scope: item.path };
      return { submission, result: { id: submission.id } };
    },
    {
      invalid: (problems) => ({ messages: problems.map(({ message }) => message) }),
      rejected: (addresses) => ({ messages: [toRejection(addresses).message] }),
    },
  );
  return {
    submissions,
    reply: replyPermissive(results),
    replyRejected: (rejections) => replyPermissive(listRejected(rejections)),
  };
}

/** The id of an email that is sent, or what is wrong with it. */
type PermissiveResult = { readonly id: string } | { readonly messages: readonly string[] };

function replyPermissive(results: readonly PermissiveResult[]): ProviderReply {
  const data = results.flatMap((result) => ("id" in result ? [result] : []));
  const errors = results.flatMap((result, index) =>
    "id" in result ? [] : result.messages.map((message) => ({ index, message })),
  );
  return { status: 200, body: { data, errors } };
}

function readEmail(fields: RequestFields, now: number): Submission {
  const [from] = fields.addresses("from", "From");
  if (!fields.has("from")) fields.addProblem("from", "Missing `from` field.");
  const to = fields.addresses("to", "To");
  if (!fields.has("to")) fields.addProblem("to", "Missing `to` field.");
  const cc = fields.addresses("cc", "Cc");
  const bcc = fields.addresses("bcc", "Recipient (BCC)");
  const subject = fields.text("subject", "Subject");
  const html = fields.text("html", "HTML");
  const text = fields.text("text", "Text");
  const template = fields.object("template");
  const templateId = template?.text("id", "Template");
  if (subject === undefined && templateId === undefined) fields.addProblem("subject", "Missing `subject` field.");
  if (html === undefined && text === undefined && templateId === undefined)
    fields.addProblem("html", "Missing `html` or `text` field.");
  const files = fields.objects("attachments").map(readAttachment);
  const scheduled = fields.text("scheduled_at", "Scheduled time");
  const scheduledAt = scheduled === undefined ? undefined : parseSchedule(scheduled, now);
  const replyTo = [...fields.addresses("reply_to", "Reply-To"), ...fields.addresses("replyTo", "Reply-To")];
  fields.note(["topic_id", "topicId"], "Topic of the subscription; it does not appear in the message");
  return {
    id: randomUUID(),
    message: {
      from,
      to,
      cc,
      bcc,
      replyTo,
      subject,
      text,
      html,
      headers: fields.headers("headers"),
      attachments: files.flatMap(({ file }) => file),
    },
    tags: fields.objects("tags").flatMap(readTag),
    scheduledAt,
    template:
      templateId === undefined
        ? undefined
        : { id: templateId, variables: template?.values("variables", "Variables of the template") ?? {} },
    notes: [
      ...files.flatMap(({ notes }) => notes),
      ...noteRecipients({ to, cc, bcc }, MAX_RECIPIENTS, "Resend"),
      ...noteIf(scheduled !== undefined && scheduledAt === undefined, "provider-schedule-unreadable", scheduled ?? ""),
    ],
  };
}

function readTag(tag: RequestFields): string[] {
  const name = tag.text("name", "Tag");
  const value = tag.text("value", "Tag");
  return name === undefined ? [] : [value === undefined || value === "" ? name : `${name}=${value}`];
}

function readAttachment(attachment: RequestFields): RequestFile {
  const filename = attachment.text("filename", "File name");
  const contentId =
    attachment.text("content_id", "Content-ID") ??
    attachment.text("contentId", "Content-ID") ??
    attachment.text("inline_content_id", "Content-ID");
  const contentType =
    attachment.text("content_type", "Content-Type of the attachment") ??
    attachment.text("contentType", "Content-Type of the attachment");
  const remote = attachment.has("content") ? undefined : readRemoteFile(attachment, "path", filename);
  if (remote !== undefined) return remote;
  attachment.require(["content"], (name) => `Missing \`${name}\` or \`path\` field.`);
  const facts = { filename: filename ?? "", contentType, cid: contentId };
  return { file: createFile(attachment.base64("content", "Attachment"), facts), notes: [] };
}

function formatError({ kind, problems, status: fixedStatus, isStatusFixed = false }: ErrorFacts): ProviderReply {
  const { status: usualStatus, name } = RESEND_ERRORS[kind];
  const message = joinMessages(problems);
  if (problems[0]?.field === KEY_FIELD)
    return { status: 400, body: { statusCode: 400, message, name: "invalid_idempotency_key" } };
  const status = isStatusFixed ? fixedStatus : usualStatus;
  return { status, body: { statusCode: status, message, name: (kind === "invalid" && nameInvalid(problems)) || name } };
}

/** Returns the name of an error that has one of its own among those that are not valid. */
function nameInvalid(problems: readonly RequestProblem[]): string | undefined {
  if (problems[0]?.message.startsWith("Missing") === true) return "missing_required_field";
  return problems.every(({ field }) => /(?:^|\.)from$/.test(field)) ? "invalid_from_address" : undefined;
}

const RESEND_ERRORS: Readonly<Record<ErrorFacts["kind"], { readonly status: number; readonly name: string }>> = {
  invalid: { status: 422, name: "validation_error" },
  unreadable: { status: 422, name: "validation_error" },
  missing: { status: 422, name: "missing_required_field" },
  unauthorized: { status: 401, name: "missing_api_key" },
  rejected: { status: 422, name: "validation_error" },
  "too-large": { status: 413, name: "validation_error" },
  "not-found": { status: 404, name: "not_found" },
  conflict: { status: 409, name: "invalid_idempotent_request" },
  "rate-limited": { status: 429, name: "rate_limit_exceeded" },
  unavailable: { status: 500, name: "application_error" },
};
