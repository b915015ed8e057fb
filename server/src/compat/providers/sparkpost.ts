import { randomBytes } from "node:crypto";
import { readHeaderEnvelope } from "../../mail/header-envelope.ts";
import { mergeHeaders } from "./header-fields.ts";
import type { NamedAddress } from "./mailboxes.ts";
import { DELIVERY_SETTINGS, noteIf } from "./notes.ts";
import type { Provider, ProviderCall, ProviderReply, Rejections, Translation } from "./provider.ts";
import { type ErrorFacts, isInvalid } from "./provider-error.ts";
import { readIsoTime } from "./read-time.ts";
import { createFile, type RequestFields } from "./request-fields.ts";
import type { MessageParts, RawMessage, Submission, TemplateContent } from "./submission.ts";
import { withSlash } from "./with-slash.ts";

const MIB = 1024 * 1024;

/** SparkPost's Transmissions API: https://developers.sparkpost.com/api/transmissions/ */
export const sparkpost: Provider = {
  name: "sparkpost",
  label: "SparkPost",
  templateLanguage: "handlebars",
  maxMessageBytes: 20 * MIB,
  routes: withSlash([{ path: "/api/v1/transmissions", body: "json", translate }]),
  readCredential: ({ headers }) => headers["authorization"],
  formatError,
};

/** A recipient, who gets a message of its own. */
interface Recipient {
  readonly fields: RequestFields;
  readonly mailbox: NamedAddress;
  /** The address that the To field shows: recipients in Cc and Bcc have another. */
  readonly headerTo: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly tags: readonly string[];
}

function translate({ fields }: ProviderCall): Translation {
  const content = fields.object("content");
  if (content === undefined) fields.addProblem("content", "content is a required field");
  const recipients = fields.objects("recipients").flatMap(readRecipient);
  if (recipients.length === 0 && fields.problems.length === 0)
    fields.addProblem("recipients", "recipients or list_id required");
  const options = fields.object("options");
  const isSandbox = options?.flag("sandbox", "Finding: sandbox mode") === true;
  const startTime = options?.text("start_time", "Scheduled time");
  options?.note(
    options.names().filter((name) => name !== "sandbox" && name !== "start_time"),
    DELIVERY_SETTINGS,
  );
  fields.note(["metadata", "description", "return_path"], DELIVERY_SETTINGS);
  const campaign = fields.text("campaign_id", "Tag");
  const shared = fields.values("substitution_data", "Variables of the template");
  const read = content && readContent(content);
  const id = randomBytes(9).readBigUInt64BE().toString();
  const submissions = recipients.map((recipient, index): Submission => {
    const variables = { ...shared, ...recipient.variables };
    return {
      id: index === 0 ? id : `${id}.${index}`,
      scope: recipient.fields.path,
      message: read === undefined ? { from: undefined } : addressMessage(read.message, recipient),
      tags: [...(campaign === undefined ? [] : [campaign]), ...recipient.tags],
      scheduledAt: readIsoTime(startTime),
      template: toTemplate(read && { ...read, message: addressMessage(read.message, recipient) }, variables),
      notes: [
        ...noteIf(isSandbox, "provider-sandbox", "options.sandbox"),
        ...noteIf(
          startTime !== undefined && readIsoTime(startTime) === undefined,
          "provider-schedule-unreadable",
          startTime ?? "",
        ),
      ],
    };
  });
  const toReply = (rejections: Rejections): ProviderReply => {
    const rejected = rejections.flat().length;
    const accepted = recipients.length - rejected;
    const results = { total_rejected_recipients: rejected, total_accepted_recipients: accepted, id };
    return { status: 200, body: { results } };
  };
  return { submissions, reply: toReply([]), replyRejected: toReply };
}

function readRecipient(fields: RequestFields): Recipient[] {
  const { mailbox, address } = readAddress(fields, "address", "Recipient");
  fields.note(["metadata", "return_path"], DELIVERY_SETTINGS);
  if (mailbox === undefined) return [];
  return [
    {
      fields,
      mailbox,
      headerTo: address?.text("header_to", "To"),
      variables: fields.values("substitution_data", "Variables of the template"),
      tags: fields.texts("tags", "Tag"),
    },
  ];
}

/** Reads an address that is a text or an object. */
function readAddress(fields: RequestFields, name: string, target: string) {
  const [address] = fields.each(name, target);
  if (typeof address === "string") return { mailbox: fields.parseAddresses(name, address)[0], address: undefined };
  return { mailbox: address?.mailbox(target), address };
}

interface ReadContent {
  readonly message: MessageParts | RawMessage;
  readonly templateId: string | undefined;
}

function readContent(content: RequestFields): ReadContent {
  const source = content.text("email_rfc822", "Source");
  if (source !== undefined) {
    const raw = Buffer.from(source.replace(/\r?\n/g, "\r\n"));
    return { message: { raw, ...readHeaderEnvelope(raw) }, templateId: undefined };
  }
  const templateId = content.text("template_id", "Template");
  content.note(["use_draft_template"], "Draft of the template; not needed");
  if (templateId === undefined) content.require(["from", "subject"], describeMissing);
  const message: MessageParts = {
    from: readAddress(content, "from", "From").mailbox,
    replyTo: content.addresses("reply_to", "Reply-To"),
    subject: content.text("subject", "Subject"),
    text: content.text("text", "Text"),
    html: content.text("html", "HTML"),
    amp: content.text("amp_html", "AMP"),
    headers: content.headers("headers"),
    attachments: [
      ...content.objects("attachments").flatMap((item) => readFile(item, false)),
      ...content.objects("inline_images").flatMap((item) => readFile(item, true)),
    ],
  };
  if (templateId === undefined && message.text === undefined && message.html === undefined)
    content.addProblem("text", "At least one of text or html is required");
  return { message, templateId };
}

/** The To field shows the recipient, unless the request says otherwise; Cc is a header field of the request. */
function addressMessage(
  message: MessageParts | RawMessage,
  { mailbox, headerTo }: Recipient,
): MessageParts | RawMessage {
  if ("raw" in message) return { ...message, to: [mailbox.address] };
  if (headerTo === undefined || headerTo === mailbox.address) return { ...message, to: [mailbox] };
  return { ...message, to: [], bcc: [mailbox], headers: mergeHeaders(message.headers, [["To", headerTo]]) };
}

function toTemplate(
  read: ReadContent | undefined,
  variables: Readonly<Record<string, unknown>>,
): Submission["template"] {
  if (read?.templateId !== undefined) return { id: read.templateId, variables };
  if (read === undefined || "raw" in read.message || Object.keys(variables).length === 0) return undefined;
  const { subject, text, html, headers } = read.message;
  const content: TemplateContent = { subject, text, html, headers };
  return { id: "", variables, content };
}

const describeMissing = (name: string) => `${name} is a required field`;

function readFile(file: RequestFields, isInline: boolean) {
  file.require(["name", "type", "data"], describeMissing);
  const name = file.text("name", "File name") ?? "";
  return createFile(file.base64("data", "Attachment"), {
    filename: name,
    contentType: file.text("type", "Content-Type of the attachment"),
    cid: isInline ? name : undefined,
  });
}

function formatError({ kind, status, problems }: ErrorFacts): ProviderReply {
  const code = kind === "unauthorized" ? undefined : SPARKPOST_CODES[kind];
  const errors = problems.map(({ field, message }) => ({ message, code, ...(field !== "" && { description: field }) }));
  return { status: isInvalid(kind) ? 422 : status, body: { errors } };
}

const SPARKPOST_CODES: Readonly<Record<Exclude<ErrorFacts["kind"], "unauthorized">, string>> = {
  invalid: "1300",
  unreadable: "1300",
  missing: "1400",
  rejected: "1902",
  "too-large": "1300",
  "not-found": "1600",
  conflict: "1602",
  "rate-limited": "1901",
  unavailable: "1000",
};
