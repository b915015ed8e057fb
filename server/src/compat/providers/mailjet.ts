import { randomInt, randomUUID } from "node:crypto";
import { parseBasicCredentials } from "../../base/credentials.ts";
import { mergeHeaders } from "./header-fields.ts";
import type { NamedAddress } from "./mailboxes.ts";
import { DELIVERY_SETTINGS, noteIf, noteRecipients } from "./notes.ts";
import type { Provider, ProviderCall, ProviderReply, Translation } from "./provider.ts";
import { type ErrorFacts, joinMessages, type RequestProblem } from "./provider-error.ts";
import { readBatch } from "./read-batch.ts";
import { toRejection } from "./rejection.ts";
import { createFile, RequestFields } from "./request-fields.ts";
import type { Submission, TemplateContent, TemplateUse } from "./submission.ts";

const MIB = 1024 * 1024;

/** Mailjet's Send API, version 3.1: https://dev.mailjet.com/email/guides/send-api-v31/ */
export const mailjet: Provider = {
  name: "mailjet",
  label: "Mailjet",
  templateLanguage: "mailjet",
  maxMessageBytes: 15 * MIB,
  routes: [{ path: "/v3.1/send", body: "json", translate }],
  readCredential: ({ headers }) => parseBasicCredentials(headers["authorization"] ?? "")?.user,
  formatError,
};

/** Maximum recipients of a message, and messages of a request. */
const MAX_RECIPIENTS = 50;
const MAX_MESSAGES = 50;

const MAILBOX = { name: "Name", address: "Email" } as const;

function translate({ fields }: ProviderCall): Translation {
  const messages = fields.objects("Messages");
  if (messages.length === 0) fields.addProblem("Messages", "At least one message is required.");
  if (messages.length > MAX_MESSAGES) fields.addProblem("Messages", `At most ${MAX_MESSAGES} messages are allowed.`);
  const globals = fields.object("Globals") ?? new RequestFields({});
  // Symfony's bridge writes it otherwise.
  const isSandbox = ["SandboxMode", "SandBoxMode"].some((name) => fields.flag(name, "Finding: sandbox mode"));
  fields.note(["AdvanceErrorHandling"], DELIVERY_SETTINGS);
  const { submissions, results, listRejected } = readBatch<object>(
    messages,
    (message) => readMessage(message, globals, isSandbox),
    {
      invalid: (problems) => ({ Status: "error", Errors: formatErrors(problems, 400) }),
      rejected: (addresses) => ({ Status: "error", Errors: formatErrors([toRejection(addresses)], 400) }),
    },
  );
  const toReply = (all: readonly object[]): ProviderReply => {
    // If no message can be sent, the request itself is answered with an error.
    const isSent = all.some((result) => "Status" in result && result.Status === "success");
    return { status: isSent ? 200 : 400, body: { Messages: all } };
  };
  return { submissions, reply: toReply(results), replyRejected: (rejections) => toReply(listRejected(rejections)) };
}

function readMessage(own: RequestFields, globals: RequestFields, isSandbox: boolean) {
  const ownerOf = (name: string) => (own.has(name) ? own : globals);
  const text = (name: string, target: string) => ownerOf(name).text(name, target);
  const people = (name: string, target: string) => ownerOf(name).mailboxes(name, target, MAILBOX);
  const recipients = { to: people("To", "To"), cc: people("Cc", "Cc"), bcc: people("Bcc", "Recipient (BCC)") };
  if (recipients.to.length === 0) own.addProblem("To", "At least one recipient in To is required.");
  const from = ownerOf("From").object("From")?.mailbox("From", MAILBOX);
  const templateId = text("TemplateID", "Template");
  const parts = { text: text("TextPart", "Text"), html: text("HTMLPart", "HTML") };
  if (templateId === undefined && !ownerOf("From").has("From")) own.addProblem("From", describeMissing("From"));
  if (templateId === undefined && parts.text === undefined && parts.html === undefined)
    own.addProblem("TextPart", 'At least "HTMLPart", "TextPart" or "TemplateID" must be provided.');
  const replyTo = ownerOf("ReplyTo").object("ReplyTo")?.mailbox("Reply-To", MAILBOX);
  const id = randomUUID();
  const customId = text("CustomID", "Tag");
  const campaign = text("CustomCampaign", "Tag");
  for (const fields of [own, globals]) {
    fields.note(["EventPayload", "TrackClicks", "TrackOpens", "URLTags"], DELIVERY_SETTINGS);
    fields.note(["DeduplicateCampaign", "MonitoringCategory", "Priority"], DELIVERY_SETTINGS);
  }
  const isTemplate = ownerOf("TemplateLanguage").flag("TemplateLanguage", "Whether variables are replaced");
  const variables = {
    ...globals.values("Variables", "Variables of the template"),
    ...own.values("Variables", "Variables of the template"),
  };
  const onFailure = readErrorSettings(ownerOf("TemplateErrorDeliver"), ownerOf("TemplateErrorReporting"));
  const subject = text("Subject", "Subject");
  const submission: Submission = {
    id,
    scope: own.path,
    message: {
      from,
      ...recipients,
      replyTo: replyTo === undefined ? [] : [replyTo],
      subject,
      ...parts,
      headers: mergeHeaders(globals.headers("Headers"), own.headers("Headers")),
      attachments: [
        ...ownerOf("Attachments").objects("Attachments").flatMap(readAttachment),
        ...ownerOf("InlinedAttachments").objects("InlinedAttachments").flatMap(readInlined),
      ],
    },
    tags: [campaign, customId].flatMap((tag) => (tag === undefined || tag === "" ? [] : [tag])),
    template: toTemplate({ subject, ...parts }, { id: templateId, isTemplate, variables, onFailure }),
    notes: [
      ...noteIf(isSandbox, "provider-sandbox", "SandboxMode"),
      ...noteRecipients(recipients, MAX_RECIPIENTS, "Mailjet"),
    ],
  };
  const result = {
    Status: "success",
    CustomID: customId ?? "",
    // The reply has an id for each recipient, and none for the message: the first one counts as that.
    To: recipients.to.map((mailbox, index) => toResult(mailbox, index === 0 ? id : randomUUID())),
    Cc: recipients.cc.map((mailbox) => toResult(mailbox, randomUUID())),
    Bcc: recipients.bcc.map((mailbox) => toResult(mailbox, randomUUID())),
  };
  return { submission, result };
}

/** Returns what Mailjet does with a message whose template has an error. */
function readErrorSettings(deliver: RequestFields, reporting: RequestFields): string {
  const isDelivered = deliver.flag("TemplateErrorDeliver", "Finding: errors of the template");
  const target = "Address for error reports; it does not appear in the message";
  const reported = reporting.object("TemplateErrorReporting")?.mailbox(target, MAILBOX)?.address;
  const outcome = isDelivered ? "Mailjet sends it as it is." : "Mailjet does not send it.";
  return reported === undefined ? outcome : `${outcome} It reports the error to ${reported}.`;
}

interface MailjetTemplate extends Pick<TemplateUse, "variables" | "onFailure"> {
  readonly id: string | undefined;
  readonly isTemplate: boolean;
}

/** Without `TemplateLanguage`, variables are left as they are, in a stored template, too. */
function toTemplate(content: TemplateContent, { id, isTemplate, ...use }: MailjetTemplate): TemplateUse | undefined {
  if (id !== undefined) return { id, ...use, ...(!isTemplate && { language: "none" }) };
  return isTemplate ? { id: "", ...use, content } : undefined;
}

function toResult({ address }: NamedAddress, uuid: string) {
  // An id of 64 bits in JSON; clients read it as a number.
  const id = randomInt(2 ** 47);
  return {
    Email: address,
    MessageUUID: uuid,
    MessageID: id,
    MessageHref: `https://api.mailjet.com/v3/REST/message/${id}`,
  };
}

const describeMissing = (name: string) => `Mandatory field ${name} is missing.`;

function readInlined(attachment: RequestFields) {
  attachment.require(["ContentID"], describeMissing);
  return readAttachment(attachment);
}

function readAttachment(attachment: RequestFields) {
  attachment.require(["ContentType", "Filename", "Base64Content"], describeMissing);
  return createFile(attachment.base64("Base64Content", "Attachment"), {
    filename: attachment.text("Filename", "File name") ?? "",
    contentType: attachment.text("ContentType", "Content-Type of the attachment"),
    cid: attachment.text("ContentID", "Content-ID"),
  });
}

function formatError({ kind, status, problems }: ErrorFacts): ProviderReply {
  if (kind !== "invalid" && kind !== "missing") {
    const message = joinMessages(problems);
    return {
      status,
      body: {
        ErrorIdentifier: randomUUID(),
        ErrorCode: MAILJET_CODES[kind],
        StatusCode: status,
        ErrorMessage: message,
      },
    };
  }
  return { status, body: { Messages: [{ Status: "error", Errors: formatErrors(problems, status) }] } };
}

function formatErrors(problems: readonly RequestProblem[], status: number) {
  return problems.map(({ field, message }) => ({
    ErrorIdentifier: randomUUID(),
    ErrorCode: MAILJET_CODES.invalid,
    StatusCode: status,
    ErrorMessage: message,
    ErrorRelatedTo: [field],
  }));
}

const MAILJET_CODES: Readonly<Record<ErrorFacts["kind"], string>> = {
  invalid: "mj-0013",
  unreadable: "mj-0013",
  missing: "mj-0003",
  unauthorized: "mj-0002",
  rejected: "mj-0013",
  "too-large": "mj-0013",
  "not-found": "mj-0013",
  conflict: "mj-0013",
  "rate-limited": "mj-0010",
  unavailable: "mj-0001",
};
