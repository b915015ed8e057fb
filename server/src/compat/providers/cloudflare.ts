import { randomUUID } from "node:crypto";
import type { NamedAddress } from "./mailboxes.ts";
import { noteRecipients } from "./notes.ts";
import type { Provider, ProviderCall, ProviderReply, Rejections, Translation } from "./provider.ts";
import type { ErrorFacts } from "./provider-error.ts";
import { readBearer } from "./read-bearer.ts";
import { createFile, type RequestFields } from "./request-fields.ts";

const MIB = 1024 * 1024;

/** Cloudflare's Email Service: https://developers.cloudflare.com/email-service/api/send-emails/ */
export const cloudflare: Provider = {
  name: "cloudflare",
  label: "Cloudflare",
  templateLanguage: "handlebars",
  maxMessageBytes: 25 * MIB,
  routes: [{ path: "/client/v4/accounts/:account/email/sending/send", body: "json", translate }],
  readCredential: ({ headers }) => readBearer(headers),
  formatError,
};

/** Maximum recipients of a message. */
const MAX_RECIPIENTS = 50;

function translate({ fields }: ProviderCall): Translation {
  fields.require(["from", "to", "subject"], describeMissing);
  const [from] = readMailboxes(fields, "from", "From");
  const recipients = {
    to: readMailboxes(fields, "to", "To"),
    cc: readMailboxes(fields, "cc", "Cc"),
    bcc: readMailboxes(fields, "bcc", "Recipient (BCC)"),
  };
  const message = {
    from,
    ...recipients,
    replyTo: readMailboxes(fields, "reply_to", "Reply-To"),
    subject: fields.text("subject", "Subject"),
    text: fields.text("text", "Text"),
    html: fields.text("html", "HTML"),
    headers: fields.headers("headers"),
    attachments: fields.objects("attachments").flatMap(readAttachment),
  };
  if (message.text === undefined && message.html === undefined) fields.addProblem("text", "text or html is required");
  const addresses = [...recipients.to, ...recipients.cc, ...recipients.bcc].map(({ address }) => address);
  const toReply = ([rejected = []]: Rejections): ProviderReply => {
    const delivered = addresses.filter((address) => !rejected.includes(address));
    const result = { delivered, permanent_bounces: rejected, queued: [] };
    return { status: 200, body: { success: true, errors: [], messages: [], result } };
  };
  return {
    submissions: [{ id: randomUUID(), message, notes: noteRecipients(recipients, MAX_RECIPIENTS, "Cloudflare") }],
    reply: toReply([]),
    replyRejected: toReply,
  };
}

/** Reads addresses: a text, an object with address and name, or a list of both. */
function readMailboxes(fields: RequestFields, name: string, target: string): NamedAddress[] {
  return fields
    .each(name, target)
    .flatMap((item) =>
      typeof item === "string"
        ? fields.parseAddresses(name, item)
        : (item.mailbox(target, { name: "name", address: "address" }) ?? []),
    );
}

const describeMissing = (name: string) => `${name} is required`;

function readAttachment(attachment: RequestFields) {
  attachment.require(["content", "filename"], describeMissing);
  const disposition = attachment.text("disposition", "Content-Disposition");
  const contentId = attachment.text("content_id", "Content-ID");
  return createFile(attachment.base64("content", "Attachment"), {
    filename: attachment.text("filename", "File name") ?? "",
    contentType: attachment.text("type", "Content-Type of the attachment"),
    cid: disposition === "inline" ? contentId : undefined,
  });
}

function formatError({ kind, status, problems }: ErrorFacts): ProviderReply {
  const code = kind === "unauthorized" ? 10_000 : kind === "rate-limited" ? 971 : 10_001;
  const errors = problems.map(({ message }) => ({ code, message }));
  return { status, body: { success: false, errors, messages: [], result: null } };
}
