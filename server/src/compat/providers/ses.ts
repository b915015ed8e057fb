import { readHeaderEnvelope } from "../../mail/header-envelope.ts";
import { listRecipients } from "./compose-message.ts";
import { mergeHeaders } from "./header-fields.ts";
import { DELIVERY_SETTINGS, noteRecipients } from "./notes.ts";
import { parseJsonRecord } from "./parse-json-record.ts";
import type { Provider, ProviderCall, ProviderReply, Rejections, Translation } from "./provider.ts";
import { type ErrorFacts, joinMessages } from "./provider-error.ts";
import { readBatch } from "./read-batch.ts";
import { isWhollyRejected, toRejection } from "./rejection.ts";
import { createFile, type RequestFields } from "./request-fields.ts";
import { SES_READ_ROUTES } from "./ses-account.ts";
import { createSesId, MAX_BULK_ENTRIES, readAwsCredential } from "./ses-shared.ts";
import { sesV1Route } from "./ses-v1.ts";
import type { MessageParts, Submission, TemplateUse } from "./submission.ts";

const MIB = 1024 * 1024;

/** Amazon SES, API version 2: https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html, and version 1. */
export const ses: Provider = {
  name: "ses",
  label: "Amazon SES",
  templateLanguage: "handlebars-required",
  maxMessageBytes: 40 * MIB,
  routes: [
    { path: "/v2/email/outbound-emails", body: "json", translate: translateOne },
    { path: "/v2/email/outbound-bulk-emails", body: "json", translate: translateBulk },
    sesV1Route,
  ],
  readRoutes: SES_READ_ROUTES,
  readCredential: readAwsCredential,
  formatError,
};

function translateOne({ fields }: ProviderCall): Translation {
  const id = createSesId();
  const shared = readShared(fields);
  const destination = readDestination(fields.object("Destination"));
  const content = fields.object("Content");
  if (content === undefined) fields.addProblem("Content", "Content is required.");
  const submission = readContent(content, { id, shared, destination });
  const reply = { status: 200, body: { MessageId: id } };
  // Recipients on the suppression list get nothing, and the reply does not say so.
  const replyRejected = ([addresses = []]: Rejections) =>
    isWhollyRejected(submission, addresses)
      ? formatError({ kind: "rejected", status: 400, problems: [toRejection(addresses)] })
      : reply;
  return { submissions: [submission], reply, replyRejected };
}

type SharedParts = Pick<MessageParts, "from" | "replyTo"> & { readonly tags: readonly string[] };
type Destination = Required<Pick<MessageParts, "to" | "cc" | "bcc">>;

function readShared(fields: RequestFields): SharedParts {
  const [from = fields.addresses("Source", "From")[0]] = fields.addresses("FromEmailAddress", "From");
  fields.note(
    [
      "ConfigurationSetName",
      "EndpointId",
      "FeedbackForwardingEmailAddress",
      "FeedbackForwardingEmailAddressIdentityArn",
      "FromEmailAddressIdentityArn",
      "ListManagementOptions",
      "TenantName",
    ],
    DELIVERY_SETTINGS,
  );
  return {
    from,
    replyTo: fields.addresses("ReplyToAddresses", "Reply-To"),
    tags: [...readTags(fields, "EmailTags"), ...readTags(fields, "DefaultEmailTags")],
  };
}

const describeMissing = (name: string) => `${name} is required.`;

const readTags = (fields: RequestFields, name: string) =>
  fields.objects(name).map((tag) => {
    tag.require(["Name", "Value"], describeMissing);
    return `${tag.text("Name", "Tag") ?? ""}=${tag.text("Value", "Tag") ?? ""}`;
  });

function readDestination(fields: RequestFields | undefined): Destination {
  return {
    to: fields?.addresses("ToAddresses", "To") ?? [],
    cc: fields?.addresses("CcAddresses", "Cc") ?? [],
    bcc: fields?.addresses("BccAddresses", "Recipient (BCC)") ?? [],
  };
}

interface ContentContext {
  readonly id: string;
  readonly shared: SharedParts;
  readonly destination: Destination;
}

function readContent(content: RequestFields | undefined, context: ContentContext): Submission {
  const { id, shared, destination } = context;
  const { tags, ...people } = shared;
  const raw = content?.object("Raw");
  if (raw !== undefined)
    return { id, tags, message: readRaw(raw, context), notes: noteRecipients(destination, MAX_RECIPIENTS, "SES") };
  const simple = content?.object("Simple");
  const template = content?.object("Template");
  if (people.from === undefined && content !== undefined)
    content.addProblem("", "FromEmailAddress is required unless the content is Raw.");
  if (listRecipients({ from: undefined, ...destination }).length === 0)
    content?.addProblem("", "Destination must have at least one recipient.");
  if (simple === undefined && template === undefined)
    content?.addProblem("", "Content must have Simple, Raw or Template.");
  return {
    id,
    tags,
    message: { ...people, ...destination, ...(simple && readSimple(simple)), ...readFiles(template) },
    template: template && readTemplate(template),
    notes: noteRecipients(destination, MAX_RECIPIENTS, "SES"),
  };
}

/** The recipients of the request are the envelope; only without them are those of the header. */
function readRaw(raw: RequestFields, { shared, destination }: ContentContext) {
  raw.require(["Data"], describeMissing);
  const source = raw.base64("Data", "Source") ?? Buffer.alloc(0);
  const inHeader = readHeaderEnvelope(source);
  const recipients = [...destination.to, ...destination.cc, ...destination.bcc].map(({ address }) => address);
  return {
    raw: source,
    from: shared.from?.address ?? inHeader.from,
    to: recipients.length > 0 ? [...new Set(recipients)] : inHeader.to,
  };
}

function readSimple(simple: RequestFields): Partial<MessageParts> {
  simple.require(["Subject", "Body"], describeMissing);
  const body = simple.object("Body");
  if (body !== undefined && !body.has("Text") && !body.has("Html"))
    body.addProblem("", "Content.Simple.Body must have Text or Html.");
  const data = (fields: RequestFields | undefined, target: string) => {
    fields?.require(["Data"], describeMissing);
    fields?.note(["Charset"], "Charset; the text is always sent as UTF-8");
    return fields?.text("Data", target);
  };
  return {
    subject: data(simple.object("Subject"), "Subject"),
    text: data(body?.object("Text"), "Text"),
    html: data(body?.object("Html"), "HTML"),
    ...readFiles(simple),
  };
}

/** Reads header fields and attachments, which simple messages and templates may have. */
function readFiles(content: RequestFields | undefined): Partial<MessageParts> {
  if (content === undefined) return {};
  return {
    headers: content.headerList("Headers", HEADER),
    attachments: content.objects("Attachments").flatMap(readAttachment),
  };
}

const HEADER = { name: "Name", value: "Value" } as const;

function readAttachment(attachment: RequestFields) {
  attachment.require(["FileName", "RawContent"], describeMissing);
  const disposition = attachment.text("ContentDisposition", "Content-Disposition");
  const contentId = attachment.text("ContentId", "Content-ID");
  attachment.note(["ContentDescription", "ContentTransferEncoding"], "Description of the attachment; not needed");
  return createFile(attachment.base64("RawContent", "Attachment"), {
    filename: attachment.text("FileName", "File name") ?? "",
    contentType: attachment.text("ContentType", "Content-Type of the attachment"),
    cid: disposition === "INLINE" ? contentId : undefined,
  });
}

function readTemplate(template: RequestFields): TemplateUse {
  const content = template.object("TemplateContent");
  const name = template.text("TemplateName", "Template") ?? nameOfArn(template.text("TemplateArn", "Template"));
  if (name === undefined && content === undefined)
    template.addProblem("", "Template must have TemplateName, TemplateArn or TemplateContent.");
  return {
    id: name ?? "",
    variables: parseJsonRecord(template, "TemplateData", "Variables of the template"),
    content: content && {
      subject: content.text("Subject", "Subject of the template"),
      text: content.text("Text", "Text of the template"),
      html: content.text("Html", "HTML of the template"),
    },
  };
}

/** Returns the name in an ARN: `arn:aws:ses:eu-west-1:123456789012:template/welcome`. */
const nameOfArn = (arn: string | undefined) => arn?.slice(arn.lastIndexOf("/") + 1);

/** Maximum recipients of a message. */
const MAX_RECIPIENTS = 50;

function translateBulk({ fields }: ProviderCall): Translation {
  const shared = readShared(fields);
  const template = fields.object("DefaultContent")?.object("Template");
  if (template === undefined) fields.addProblem("DefaultContent", "DefaultContent.Template is required.");
  const use = template && readTemplate(template);
  const files = readFiles(template);
  if (shared.from === undefined) fields.addProblem("FromEmailAddress", describeMissing("FromEmailAddress"));
  const entries = fields.objects("BulkEmailEntries");
  if (entries.length === 0 || entries.length > MAX_BULK_ENTRIES)
    fields.addProblem("BulkEmailEntries", `BulkEmailEntries must have 1 to ${MAX_BULK_ENTRIES} entries.`);
  const { submissions, results, listRejected } = readBatch<object>(
    entries,
    (entry) => {
      const submission = readEntry(entry, { use, files, shared });
      return { submission, result: { Status: "SUCCESS", MessageId: submission.id } };
    },
    {
      invalid: (problems) => ({ Status: "INVALID_PARAMETER", Error: joinMessages(problems) }),
      rejected: (addresses) => ({ Status: "MESSAGE_REJECTED", Error: toRejection(addresses).message }),
    },
  );
  const toReply = (entryResults: readonly object[]): ProviderReply => ({
    status: 200,
    body: { BulkEmailEntryResults: entryResults },
  });
  return {
    submissions,
    reply: toReply(results),
    replyRejected: (rejections) => toReply(listRejected(rejections)),
  };
}

/** What all entries have in common. */
interface BulkParts {
  readonly use: TemplateUse | undefined;
  readonly files: Partial<MessageParts>;
  readonly shared: SharedParts;
}

function readEntry(entry: RequestFields, { use, files, shared }: BulkParts): Submission {
  const id = createSesId();
  const destination = readDestination(entry.object("Destination"));
  const { tags, ...people } = shared;
  const replacement = entry.object("ReplacementEmailContent")?.object("ReplacementTemplate");
  const own = replacement && parseJsonRecord(replacement, "ReplacementTemplateData", "Variables of the template");
  return {
    id,
    scope: entry.path,
    tags: [...tags, ...readTags(entry, "ReplacementTags")],
    message: {
      ...people,
      ...destination,
      ...files,
      headers: mergeHeaders(files.headers, entry.headerList("ReplacementHeaders", HEADER)),
    },
    template: use && { ...use, variables: { ...use.variables, ...own } },
    notes: noteRecipients(destination, MAX_RECIPIENTS, "SES"),
  };
}

function formatError({ kind, problems }: ErrorFacts): ProviderReply {
  const { status, type } = SES_ERRORS[kind];
  return {
    status,
    headers: { "x-amzn-errortype": type },
    body: { __type: type, message: joinMessages(problems) },
  };
}

const SES_ERRORS: Readonly<Record<ErrorFacts["kind"], { readonly status: number; readonly type: string }>> = {
  invalid: { status: 400, type: "BadRequestException" },
  unreadable: { status: 400, type: "SerializationException" },
  missing: { status: 400, type: "BadRequestException" },
  unauthorized: { status: 403, type: "UnrecognizedClientException" },
  rejected: { status: 400, type: "MessageRejected" },
  "too-large": { status: 400, type: "LimitExceededException" },
  "not-found": { status: 404, type: "NotFoundException" },
  conflict: { status: 400, type: "AlreadyExistsException" },
  "rate-limited": { status: 429, type: "TooManyRequestsException" },
  unavailable: { status: 500, type: "InternalServiceErrorException" },
};
