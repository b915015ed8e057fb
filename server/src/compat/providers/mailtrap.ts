import { randomUUID } from "node:crypto";
import { noteIf, noteRecipients } from "./notes.ts";
import type { Provider, ProviderCall, ProviderReply, Translation } from "./provider.ts";
import type { ErrorFacts } from "./provider-error.ts";
import { readBatch } from "./read-batch.ts";
import { readBearer } from "./read-bearer.ts";
import { toRejection } from "./rejection.ts";
import { createFile, type RequestFields } from "./request-fields.ts";
import type { Submission } from "./submission.ts";

const MIB = 1024 * 1024;

/** Mailtrap's Email API: https://api-docs.mailtrap.io/docs/mailtrap-api-docs/ */
export const mailtrap: Provider = {
  name: "mailtrap",
  label: "Mailtrap",
  templateLanguage: "handlebars",
  maxMessageBytes: 10 * MIB,
  routes: [
    { path: "/api/send", body: "json", translate: translateOne },
    { path: "/api/send/:inbox", body: "json", translate: translateOne },
    { path: "/api/batch", body: "json", translate: translateBatch },
    { path: "/api/batch/:inbox", body: "json", translate: translateBatch },
  ],
  readCredential: ({ headers }) => readBearer(headers) ?? headers["api-token"],
  formatError,
};

/** Maximum recipients of a message, and messages of a batch. */
const MAX_RECIPIENTS = 1_000;
const MAX_BATCH = 500;

function translateOne({ fields, params }: ProviderCall): Translation {
  const { submission, ids } = readEmail(fields, fields, params);
  return { submissions: [submission], reply: { status: 200, body: { success: true, message_ids: ids } } };
}

function translateBatch({ fields, params }: ProviderCall): Translation {
  const requests = fields.objects("requests");
  if (requests.length === 0 || requests.length > MAX_BATCH)
    fields.addProblem("requests", `'requests' must have 1 to ${MAX_BATCH} items`);
  const base = fields.object("base");
  const read = (request: RequestFields) => {
    const { submission, ids } = readEmail(request, base ?? request, params);
    return { submission: { ...submission, scope: request.path }, result: { success: true, message_ids: ids } };
  };
  const fail = (errors: readonly string[]) => ({ success: false, errors });
  const { submissions, results, listRejected } = readBatch<object>(requests, read, {
    invalid: (problems) => fail(problems.map(({ message }) => message)),
    rejected: (addresses) => fail([toRejection(addresses).message]),
  });
  const toReply = (responses: readonly object[]): ProviderReply => ({
    status: 200,
    body: { success: true, responses },
  });
  return { submissions, reply: toReply(results), replyRejected: (rejections) => toReply(listRejected(rejections)) };
}

/**
 * @param base members of all messages of a batch
 * @param params those of the path; with an inbox, it is that of the sandbox
 */
function readEmail(own: RequestFields, base: RequestFields, { inbox }: ProviderCall["params"]) {
  const ownerOf = (name: string) => (own.has(name) ? own : base);
  const text = (name: string, target: string) => ownerOf(name).text(name, target);
  const recipients = {
    to: own.mailboxes("to", "To"),
    cc: own.mailboxes("cc", "Cc"),
    bcc: own.mailboxes("bcc", "Recipient (BCC)"),
  };
  const count = recipients.to.length + recipients.cc.length + recipients.bcc.length;
  if (count === 0) own.addProblem("to", "'to', 'cc' or 'bcc' is required");
  const from = ownerOf("from").object("from")?.mailbox("From");
  if (!ownerOf("from").has("from")) own.addProblem("from", "'from' is required");
  const replyTo = ownerOf("reply_to").object("reply_to")?.mailbox("Reply-To");
  const templateId = text("template_uuid", "Template");
  const subject = text("subject", "Subject");
  const parts = { text: text("text", "Text"), html: text("html", "HTML") };
  if (templateId === undefined && subject === undefined) own.addProblem("subject", "'subject' is required");
  if (templateId === undefined && parts.text === undefined && parts.html === undefined)
    own.addProblem("text", "must specify either text or html body");
  const category = text("category", "Tag");
  for (const fields of new Set([own, base]))
    fields.note(["custom_variables"], "Arguments for events; they do not appear in the message");
  // One id for each recipient in To, Cc and Bcc, in that order.
  const ids = Array.from({ length: count }, () => randomUUID());
  const submission: Submission = {
    id: ids[0] ?? "",
    message: {
      from,
      ...recipients,
      ...parts,
      subject,
      replyTo: replyTo === undefined ? [] : [replyTo],
      headers: ownerOf("headers").headers("headers"),
      attachments: ownerOf("attachments").objects("attachments").flatMap(readAttachment),
    },
    tags: category === undefined || category === "" ? [] : [category],
    template:
      templateId === undefined
        ? undefined
        : {
            id: templateId,
            variables: {
              ...base.values("template_variables", "Variables of the template"),
              ...own.values("template_variables", "Variables of the template"),
            },
          },
    notes: [
      ...noteRecipients(recipients, MAX_RECIPIENTS, "Mailtrap"),
      ...noteIf(subject === "", "provider-no-subject", ""),
      ...noteIf(inbox !== undefined, "provider-sandbox", `inbox ${inbox}`),
    ],
  };
  return { submission, ids };
}

function readAttachment(attachment: RequestFields) {
  attachment.require(["content", "filename"], (name) => `'${name}' is required`);
  const disposition = attachment.text("disposition", "Content-Disposition");
  const contentId = attachment.text("content_id", "Content-ID");
  return createFile(attachment.base64("content", "Attachment"), {
    filename: attachment.text("filename", "File name") ?? "",
    contentType: attachment.text("type", "Content-Type of the attachment"),
    cid: disposition === "inline" ? contentId : undefined,
  });
}

function formatError({ kind, status, problems }: ErrorFacts): ProviderReply {
  if (kind === "unauthorized") return { status, body: { success: false, errors: ["Unauthorized"] } };
  return { status, body: { success: false, errors: problems.map(({ message }) => message) } };
}
