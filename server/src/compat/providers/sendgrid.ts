import { randomBytes } from "node:crypto";
import { Expansion } from "./expansion.ts";
import { mergeHeaders } from "./header-fields.ts";
import { DELIVERY_SETTINGS, noteIf, noteRecipients } from "./notes.ts";
import type { Provider, ProviderCall, Translation } from "./provider.ts";
import { type RequestProblem, requireValid } from "./provider-error.ts";
import { readBearer } from "./read-bearer.ts";
import { readUnixTime } from "./read-time.ts";
import { createFile, type RequestFields } from "./request-fields.ts";
import type { MessageParts, Submission } from "./submission.ts";

const MIB = 1024 * 1024;

/** SendGrid's Mail Send API, version 3: https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send */
export const sendgrid: Provider = {
  name: "sendgrid",
  label: "SendGrid",
  templateLanguage: "handlebars",
  maxMessageBytes: 30 * MIB,
  routes: [{ path: "/v3/mail/send", body: "json", translate }],
  readCredential: ({ headers }) => readBearer(headers),
  formatError: ({ status, problems }) => ({
    status,
    body: { errors: problems.map(toSendgridError) },
  }),
};

/** Maximum recipients of a request. */
const MAX_RECIPIENTS = 1_000;

function translate({ fields }: ProviderCall): Translation {
  const personalizations = fields.objects("personalizations");
  if (personalizations.length === 0)
    fields.addProblem("personalizations", "The personalizations field is required and must have at least one item.");
  const shared = readShared(fields);
  const id = randomBytes(16).toString("base64url");
  const expansion = new Expansion();
  const submissions = personalizations.map((personalization, index) =>
    readPersonalization(personalization, shared, { id: `${id}.${index}`, expansion }),
  );
  requireValid(fields);
  // In sandbox mode, the request is only checked.
  const status = shared.isSandbox ? 200 : 202;
  return { submissions, reply: { status, headers: { "x-message-id": id }, body: "" } };
}

/** What all messages of a request have in common. */
interface SharedParts {
  readonly parts: MessageParts;
  readonly categories: readonly string[];
  readonly templateId: string | undefined;
  readonly sendAt: string | undefined;
  readonly isSandbox: boolean;
}

function readShared(fields: RequestFields): SharedParts {
  const from = fields.object("from")?.mailbox("From");
  if (!fields.has("from")) fields.addProblem("from", "The from object must be provided for every email send.");
  const replyTo = fields.object("reply_to")?.mailbox("Reply-To");
  const templateId = fields.text("template_id", "Template");
  const contents = fields.objects("content").map(readContent);
  if (contents.length === 0 && templateId === undefined)
    fields.addProblem("content", "Unless a valid template_id is provided, the content parameter is required.");
  const settings = fields.object("mail_settings");
  const isSandbox = settings?.object("sandbox_mode")?.flag("enable", "Finding: sandbox mode") === true;
  settings?.note(settings.names(), DELIVERY_SETTINGS);
  fields.note(["asm", "custom_args", "ip_pool_name", "tracking_settings", "batch_id"], DELIVERY_SETTINGS);
  return {
    parts: {
      from,
      replyTo: [...(replyTo === undefined ? [] : [replyTo]), ...fields.mailboxes("reply_to_list", "Reply-To")],
      subject: fields.text("subject", "Subject"),
      text: contents.find(({ type }) => type === "text/plain")?.value,
      html: contents.find(({ type }) => type === "text/html")?.value,
      amp: contents.find(({ type }) => type === "text/x-amp-html")?.value,
      alternatives: contents
        .filter(({ type }) => !/^text\/(?:plain|html|x-amp-html)$/.test(type))
        .map(({ type, value }) => ({ contentType: type, content: value })),
      headers: fields.headers("headers"),
      attachments: fields.objects("attachments").flatMap(readAttachment),
    },
    categories: fields.texts("categories", "Tag"),
    templateId,
    sendAt: fields.text("send_at", "Scheduled time"),
    isSandbox,
  };
}

function readContent(content: RequestFields) {
  content.require(["type"], () => "The content type must be a string at least one character in length.");
  const type = content.text("type", "Content-Type of a part")?.toLowerCase() ?? "";
  const value = content.text("value", "Text, HTML or another part") ?? "";
  if (value === "") content.addProblem("value", "The content value must be a string at least one character in length.");
  return { type, value };
}

function readAttachment(attachment: RequestFields) {
  attachment.require(["content"], () => "The attachment content must be a string at least one character in length.");
  attachment.require(["filename"], () => "The attachment filename must be a string at least one character in length.");
  const disposition = attachment.text("disposition", "Content-Disposition");
  const contentId = attachment.text("content_id", "Content-ID");
  return createFile(attachment.base64("content", "Attachment"), {
    filename: attachment.text("filename", "File name") ?? "",
    contentType: attachment.text("type", "Content-Type of the attachment"),
    cid: disposition === "inline" ? contentId : undefined,
  });
}

function readPersonalization(
  own: RequestFields,
  shared: SharedParts,
  { id, expansion }: { readonly id: string; readonly expansion: Expansion },
): Submission {
  const { parts } = shared;
  const to = own.mailboxes("to", "To");
  const cc = own.mailboxes("cc", "Cc");
  const bcc = own.mailboxes("bcc", "Recipient (BCC)");
  if (to.length === 0)
    own.addProblem(
      "to",
      "The to array is required for all personalization objects, and must have at least one email object with a valid email address.",
    );
  const subject = own.text("subject", "Subject") ?? parts.subject;
  const variables = own.values("dynamic_template_data", "Variables of the template");
  const substitutions = own.record("substitutions", "Replacements in subject and content");
  own.note(["custom_args"], "Arguments for events; they do not appear in the message");
  expansion.allow(Object.values(substitutions));
  /** Replaces each key of a legacy template by its value. */
  const substitute = (text: string | undefined) =>
    Object.entries(substitutions).reduce(
      (result, [key, value]) => (key === "" ? result : result && expansion.replaceAll(result, key, () => value)),
      text,
    );
  const from = own.object("from")?.mailbox("From") ?? parts.from;
  const sendAt = own.text("send_at", "Scheduled time") ?? shared.sendAt;
  return {
    id,
    scope: own.path,
    message: {
      ...parts,
      from,
      to,
      cc,
      bcc,
      subject: substitute(subject),
      text: substitute(parts.text),
      html: substitute(parts.html),
      headers: mergeHeaders(parts.headers, own.headers("headers")),
    },
    tags: shared.categories,
    scheduledAt: readUnixTime(sendAt),
    template: shared.templateId === undefined ? undefined : { id: shared.templateId, variables, isSubjectFixed: true },
    notes: [
      ...noteIf(shared.isSandbox, "provider-sandbox", "mail_settings.sandbox_mode"),
      ...noteIf(!subject && shared.templateId === undefined, "provider-no-subject", own.path),
      ...noteRecipients({ to, cc, bcc }, MAX_RECIPIENTS, "SendGrid"),
      ...noteIf(
        sendAt !== undefined && readUnixTime(sendAt) === undefined,
        "provider-schedule-unreadable",
        sendAt ?? "",
      ),
    ],
  };
}

function toSendgridError({ field, message }: RequestProblem) {
  return { message, field: field === "" ? null : field.replace(/\[(\d+)\]/g, ".$1"), help: null };
}
