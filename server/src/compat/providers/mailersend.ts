import { randomBytes } from "node:crypto";
import { answer } from "./answer.ts";
import { countRecipients } from "./compose-message.ts";
import type { HeaderFields } from "./header-fields.ts";
import { DELIVERY_SETTINGS, noteIf, noteRecipients } from "./notes.ts";
import type { Provider, ProviderCall, ProviderReply, ReadCall, Rejections, Translation } from "./provider.ts";
import { createRefusal, type ErrorFacts, invalid, isInvalid } from "./provider-error.ts";
import { readBearer } from "./read-bearer.ts";
import { readUnixTime } from "./read-time.ts";
import { isWhollyRejected } from "./rejection.ts";
import { createFile, type RequestFields } from "./request-fields.ts";
import type { MessageParts, Submission } from "./submission.ts";

const MIB = 1024 * 1024;

/** MailerSend's API, version 1: https://developers.mailersend.com/api/v1/email.html */
export const mailersend: Provider = {
  name: "mailersend",
  label: "MailerSend",
  templateLanguage: "handlebars",
  maxMessageBytes: 25 * MIB,
  routes: [
    { path: "/v1/email", body: "json", translate: translateOne },
    { path: "/v1/bulk-email", body: "json", translate: translateBulk },
  ],
  readRoutes: [{ method: "GET", path: "/v1/bulk-email/:id", run: async (call) => describeBulk(call) }],
  readCredential: ({ headers }) => readBearer(headers),
  formatError,
};

/** Maximum recipients of a message, and messages of a bulk email. */
const MAX_RECIPIENTS = 70;
const MAX_BULK = 500;

function translateOne({ fields }: ProviderCall): Translation {
  const id = createId();
  const submissions = readEmail(fields, id);
  return {
    submissions,
    // django-anymail requires a Content-Type, although the body is empty.
    reply: { status: 202, headers: { "x-message-id": id, "content-type": "text/html; charset=UTF-8" }, body: "" },
    replyRejected: (rejections) => warnSuppressed(id, submissions, rejections),
  };
}

function translateBulk({ fields }: ProviderCall): Translation {
  const id = createId();
  const items = fields.items() ?? [];
  if (items.length === 0) fields.addProblem("", "The body must be a list of emails.");
  if (items.length > MAX_BULK)
    throw invalid("message", `The message may not have more than ${MAX_BULK} items; it has ${items.length}.`);
  const submissions = items.flatMap((item, index) =>
    readEmail(item, `${id}.${index}`).map((submission) => ({ ...submission, scope: item.path })),
  );
  const message = "The bulk email is being processed.";
  // django-anymail compares the whole value.
  const headers = { "content-type": "application/json" };
  const reply = { status: 202, headers, body: { message, bulk_email_id: id } };
  const counts = { messageCount: submissions.length, recipientCount: countRecipients(submissions) };
  // Suppressed recipients are reported with the status.
  return { submissions, reply, bulk: { id, subject: "", ...counts }, replyRejected: () => reply };
}

/** https://developers.mailersend.com/api/v1/email.html#get-bulk-email-status */
function describeBulk({ sent, params }: ReadCall): ProviderReply {
  const bulk = sent.findBulk(params["id"] ?? "");
  if (bulk === undefined) throw createRefusal("not-found", "Resource not found.");
  const at = new Date(bulk.sentAt).toISOString();
  return answer({
    data: {
      id: bulk.id,
      // All messages are stored before the request is answered.
      state: "completed",
      total_recipients_count: bulk.recipientCount,
      suppressed_recipients_count: bulk.recipientCount - bulk.sentCount,
      suppressed_recipients: null,
      // A bulk email with an invalid message is refused here.
      validation_errors_count: 0,
      validation_errors: null,
      messages_id: bulk.messageIds,
      created_at: at,
      updated_at: at,
    },
  });
}

/** The reply says which recipients are suppressed, and has an id if any others are left. */
function warnSuppressed(id: string, submissions: readonly Submission[], rejections: Rejections): ProviderReply {
  const isNobodyLeft = submissions.every((submission, index) => isWhollyRejected(submission, rejections[index] ?? []));
  const recipients = rejections.flat().map((email) => ({ email, name: "", reasons: ["hard_bounced"] }));
  const type = isNobodyLeft ? "ALL_SUPPRESSED" : "SOME_SUPPRESSED";
  const warning = { type, warning: "Some of the recipients have been suppressed.", recipients };
  return {
    status: 202,
    headers: isNobodyLeft ? {} : { "x-message-id": id },
    body: { message: "There are some warnings for your request.", warnings: [warning] },
  };
}

const createId = () => randomBytes(12).toString("hex");

function readEmail(fields: RequestFields, id: string): Submission[] {
  const from = fields.object("from")?.mailbox("From");
  const recipients = {
    to: fields.mailboxes("to", "To"),
    cc: fields.mailboxes("cc", "Cc"),
    bcc: fields.mailboxes("bcc", "Recipient (BCC)"),
  };
  const templateId = fields.text("template_id", "Template");
  if (recipients.to.length === 0) fields.addProblem("to", "The to field is required.");
  if (from === undefined && templateId === undefined) fields.addProblem("from", "The from.email field is required.");
  const replyTo = fields.object("reply_to")?.mailbox("Reply-To");
  const sendAt = fields.text("send_at", "Scheduled time");
  const scheduledAt = readUnixTime(sendAt);
  fields.note(["settings"], DELIVERY_SETTINGS);
  if (templateId === undefined) {
    fields.require(["subject"], describeMissing);
    if (!fields.has("text") && !fields.has("html"))
      fields.addProblem("text", "The text field is required when html / template_id are not present.");
  }
  const message: MessageParts = {
    from,
    ...recipients,
    replyTo: replyTo === undefined ? [] : [replyTo],
    subject: fields.text("subject", "Subject"),
    text: fields.text("text", "Text"),
    html: fields.text("html", "HTML"),
    headers: readHeaders(fields),
    attachments: fields.objects("attachments").flatMap(readAttachment),
  };
  const shared = {
    tags: fields.texts("tags", "Tag"),
    scheduledAt,
    notes: [
      ...noteRecipients(recipients, MAX_RECIPIENTS, "MailerSend"),
      ...noteIf(sendAt !== undefined && scheduledAt === undefined, "provider-schedule-unreadable", sendAt ?? ""),
    ],
  };
  const personal = readPersonalization(fields);
  if (personal.size === 0)
    return [
      { ...shared, id, message, template: templateId === undefined ? undefined : { id: templateId, variables: {} } },
    ];
  // With personalization, each recipient in To gets a message of its own.
  return recipients.to.map((recipient, index) => ({
    ...shared,
    id: index === 0 ? id : `${id}.${index}`,
    message: { ...message, to: [recipient] },
    template: {
      id: templateId ?? "",
      variables: personal.get(recipient.address.toLowerCase()) ?? {},
      ...(templateId === undefined && {
        content: { subject: message.subject, text: message.text, html: message.html },
      }),
    },
  }));
}

function readHeaders(fields: RequestFields): HeaderFields {
  const values: readonly (readonly [string, string | undefined])[] = [
    ["List-Unsubscribe", fields.text("list_unsubscribe", "List-Unsubscribe")],
    ["In-Reply-To", fields.text("in_reply_to", "In-Reply-To")],
    ["References", fields.texts("references", "References").join(" ")],
    ["Precedence", fields.flag("precedence_bulk", "Precedence") ? "bulk" : undefined],
  ];
  const own = values.flatMap(([name, value]) => (value ? [[name, value] as const] : []));
  return [...fields.headerList("headers", { name: "name", value: "value" }), ...fields.checkHeaders("headers", own)];
}

/** Returns the variables of each recipient, by its address in lower case. */
function readPersonalization(fields: RequestFields): Map<string, Readonly<Record<string, unknown>>> {
  return new Map(
    fields
      .objects("personalization")
      .map((item) => [
        (item.text("email", "Variables of each recipient") ?? "").toLowerCase(),
        item.values("data", "Variables of each recipient"),
      ]),
  );
}

const describeMissing = (name: string) => `The ${name} field is required.`;

function readAttachment(attachment: RequestFields) {
  attachment.require(["content", "filename"], describeMissing);
  const disposition = attachment.text("disposition", "Content-Disposition");
  const id = attachment.text("id", "Content-ID");
  return createFile(attachment.base64("content", "Attachment"), {
    filename: attachment.text("filename", "File name") ?? "",
    cid: disposition === "inline" ? id : undefined,
  });
}

function formatError({ kind, status, problems }: ErrorFacts): ProviderReply {
  if (kind === "unauthorized") return { status, body: { message: "Unauthenticated." } };
  const groups = Map.groupBy(problems, ({ field }) => field);
  const errors = Object.fromEntries(
    Array.from(groups, ([field, items]) => [field, items.map(({ message }) => message)]),
  );
  const message = problems[0]?.message ?? "The given data was invalid.";
  return { status: isInvalid(kind) ? 422 : status, body: { message, errors } };
}
