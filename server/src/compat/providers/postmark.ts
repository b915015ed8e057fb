import { randomUUID } from "node:crypto";
import { countRecipients } from "./compose-message.ts";
import { formatMailboxes } from "./mailboxes.ts";
import { DELIVERY_SETTINGS, noteRecipients } from "./notes.ts";
import { createPostmarkRefusal, describeInactive, formatPostmarkError, refuseInactive } from "./postmark-errors.ts";
import { POSTMARK_BOUNCE_ROUTES, POSTMARK_OTHER_PATHS } from "./postmark-paths.ts";
import { resolveTemplate } from "./postmark-template-book.ts";
import { POSTMARK_TEMPLATE_ROUTES } from "./postmark-templates.ts";
import type { Provider, ProviderCall, ProviderReply, ReadCall, Translation } from "./provider.ts";
import { createRefusal } from "./provider-error.ts";
import { readBatch } from "./read-batch.ts";
import { isWhollyRejected } from "./rejection.ts";
import { createFile, type RequestFields } from "./request-fields.ts";
import type { Submission } from "./submission.ts";
import { withSlash } from "./with-slash.ts";

const MIB = 1024 * 1024;

/** Postmark's API: https://postmarkapp.com/developer/api/email-api */
export const postmark: Provider = {
  name: "postmark",
  label: "Postmark",
  templateLanguage: "mustache",
  maxMessageBytes: 10 * MIB,
  routes: withSlash([
    { path: "/email", body: "json", translate: translateOne },
    { path: "/email/withTemplate", body: "json", translate: translateTemplated },
    { path: "/email/batch", body: "json", translate: ({ fields, now }) => translateBatch(fields, fields.items(), now) },
    {
      path: "/email/batchWithTemplates",
      body: "json",
      translate: ({ fields, now }) => {
        const messages = fields.objects("Messages");
        for (const message of messages) requireTemplate(message);
        return translateBatch(fields, messages, now);
      },
    },
    { path: "/email/bulk", body: "json", translate: translateBulk },
  ]),
  readRoutes: withSlash([
    { method: "GET", path: "/email/bulk/:id", run: async (call) => describeBulk(call) },
    ...POSTMARK_TEMPLATE_ROUTES,
    ...POSTMARK_BOUNCE_ROUTES,
  ]),
  findTemplate: resolveTemplate,
  otherPaths: POSTMARK_OTHER_PATHS,
  readCredential: ({ headers }) => headers["x-postmark-server-token"],
  formatError: formatPostmarkError,
};

/** Maximum messages of a batch, and recipients of a message. */
const MAX_BATCH = 500;
const MAX_RECIPIENTS = 150;

interface PostmarkReply {
  readonly submission: Submission;
  readonly reply: Readonly<Record<string, string | number>>;
}

function translateOne({ fields, now }: ProviderCall): Translation {
  const { submission, reply } = readEmail(fields, now);
  return {
    submissions: [submission],
    reply: { status: 200, body: reply },
    replyRejected: ([addresses = []]) =>
      isWhollyRejected(submission, addresses)
        ? refuseInactive(addresses)
        : { status: 200, body: { ...reply, Message: describeInactive(addresses) } },
  };
}

function translateTemplated(call: ProviderCall): Translation {
  requireTemplate(call.fields);
  return translateOne(call);
}

function requireTemplate(fields: RequestFields): void {
  if (!fields.has("TemplateId") && !fields.has("TemplateAlias"))
    fields.addProblem("TemplateId", "Provide either a 'TemplateId' or a 'TemplateAlias'.");
}

function translateBatch(fields: RequestFields, items: readonly RequestFields[] | undefined, now: number): Translation {
  if (items === undefined) throw createPostmarkRefusal("incompatibleJson", "The body must be a list of messages.");
  if (items.length > MAX_BATCH)
    throw createPostmarkRefusal(
      "tooManyMessages",
      `The batch has ${items.length} messages; ${MAX_BATCH} is the maximum.`,
    );
  if (items.length === 0) fields.addProblem("", "The batch has no messages.");
  const { submissions, results, listRejected } = readBatch<unknown>(
    items,
    (item) => {
      const { submission, reply } = readEmail(item, now);
      return {
        submission: { ...submission, scope: item.path },
        result: reply,
        partlyRejected: (addresses) => ({ ...reply, Message: describeInactive(addresses) }),
      };
    },
    {
      invalid: (problems) => formatPostmarkError({ kind: "invalid", status: 422, problems }).body,
      rejected: (addresses) => refuseInactive(addresses).body,
    },
  );
  return {
    submissions,
    reply: { status: 200, body: results },
    replyRejected: (rejections) => ({ status: 200, body: listRejected(rejections) }),
  };
}

/** One message for many recipients: each of `Messages` has its own To and TemplateModel. */
function translateBulk({ fields, now }: ProviderCall): Translation {
  const messages = fields.objects("Messages");
  if (messages.length === 0) fields.addProblem("Messages", "Messages must have at least one recipient.");
  const read = messages.map((message) => {
    const email = readEmail(message, now, fields);
    return { ...email, submission: useAsTemplate(email.submission, message) };
  });
  const id = randomUUID();
  const reply = { status: 200, body: { Id: id, Status: "Accepted", SubmittedAt: new Date(now).toISOString() } };
  return {
    submissions: read.map(({ submission }, index) => ({ ...submission, scope: messages[index]?.path ?? "" })),
    reply,
    bulk: {
      id,
      messageCount: messages.length,
      recipientCount: countRecipients(read.map(({ submission }) => submission)),
      subject: fields.text("Subject", "Subject") ?? "",
    },
    // The outcome of each message is not part of the reply.
    replyRejected: () => reply,
  };
}

/** Describes the progress of a bulk request: its messages are stored before it is answered. */
function describeBulk({ sent, params }: ReadCall): ProviderReply {
  const bulk = sent.findBulk(params["id"] ?? "");
  if (bulk === undefined) throw createRefusal("not-found", "This bulk request does not exist.");
  return {
    status: 200,
    body: {
      Id: bulk.id,
      SubmittedAt: new Date(bulk.sentAt).toISOString(),
      TotalMessages: bulk.messageCount,
      PercentageCompleted: 1,
      Status: "Completed",
      Subject: bulk.subject,
    },
  };
}

/** The texts of a bulk message are a template, unless it names one. */
function useAsTemplate(submission: Submission, fields: RequestFields): Submission {
  const { message, template } = submission;
  if (template !== undefined || "raw" in message) return submission;
  const { subject, text, html } = message;
  const variables = fields.values("TemplateModel", "Variables of the template");
  return { ...submission, template: { id: "", variables, content: { subject, text, html } } };
}

/** @param shared members of all messages, where a message has none of its own */
function readEmail(fields: RequestFields, now: number, shared: RequestFields = fields): PostmarkReply {
  const ownerOf = (name: string) => (fields.has(name) ? fields : shared);
  const text = (name: string, target: string) => ownerOf(name).text(name, target);
  const addresses = (name: string, target: string) => ownerOf(name).addresses(name, target);
  const id = randomUUID();
  const [from] = addresses("From", "From");
  if (!ownerOf("From").has("From")) fields.addProblem("From", "Invalid 'From' address: ''.");
  const to = addresses("To", "To");
  const cc = addresses("Cc", "Cc");
  const bcc = addresses("Bcc", "Recipient (BCC)");
  if (to.length + cc.length + bcc.length === 0) fields.addProblem("To", "Zero recipients specified");
  const templateId = text("TemplateAlias", "Template") ?? text("TemplateId", "Template");
  const textBody = text("TextBody", "Text");
  const htmlBody = text("HtmlBody", "HTML");
  if (textBody === undefined && htmlBody === undefined && templateId === undefined)
    fields.addProblem("TextBody", "Provide either email TextBody or HtmlBody or both.");
  if (templateId !== undefined && !ownerOf("TemplateModel").has("TemplateModel"))
    fields.addProblem("TemplateModel", "The 'TemplateModel' is required with a template.");
  const variables = ownerOf("TemplateModel").values("TemplateModel", "Variables of the template");
  const tag = text("Tag", "Tag");
  for (const owner of new Set([fields, shared]))
    owner.note(["Metadata", "MessageStream", "TrackOpens", "TrackLinks", "InlineCss"], DELIVERY_SETTINGS);
  const submission: Submission = {
    id,
    message: {
      from,
      to,
      cc,
      bcc,
      replyTo: addresses("ReplyTo", "Reply-To"),
      subject: text("Subject", "Subject"),
      text: textBody,
      html: htmlBody,
      headers: ownerOf("Headers").headerList("Headers", { name: "Name", value: "Value" }),
      attachments: ownerOf("Attachments").objects("Attachments").flatMap(readAttachment),
    },
    tags: tag === undefined || tag === "" ? [] : [tag],
    template: templateId === undefined ? undefined : { id: templateId, variables },
    notes: noteRecipients({ to, cc, bcc }, MAX_RECIPIENTS, "Postmark"),
  };
  const reply = {
    ...(to.length > 0 && { To: formatMailboxes(to) }),
    ...(cc.length > 0 && { Cc: formatMailboxes(cc) }),
    ...(bcc.length > 0 && { Bcc: formatMailboxes(bcc) }),
    SubmittedAt: new Date(now).toISOString(),
    MessageID: id,
    ErrorCode: 0,
    Message: "OK",
  };
  return { submission, reply };
}

function readAttachment(attachment: RequestFields) {
  attachment.require(["Name", "Content", "ContentType"], (name) => `Invalid attachment: ${name} is required.`);
  const contentId = attachment.text("ContentID", "Content-ID") ?? "";
  attachment.note(["ContentLength"], "Length of the attachment; not needed");
  return createFile(attachment.base64("Content", "Attachment"), {
    filename: attachment.text("Name", "File name") ?? "",
    contentType: attachment.text("ContentType", "Content-Type of the attachment"),
    cid: contentId.replace(/^cid:/, ""),
  });
}
