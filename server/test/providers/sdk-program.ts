/*
 * A program that sends mail with the providers' own libraries, unmodified. It is a process of its own, without the conditions by which
 * Vitest resolves modules: the ES modules of AWS are for bundlers.
 */

import { SESClient, SendEmailCommand as SendEmailV1Command } from "@aws-sdk/client-ses";
import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { BrevoClient } from "@getbrevo/brevo";
import sendgrid from "@sendgrid/mail";
import type { AxiosInstance } from "axios";
import { Attachment, EmailParams, MailerSend, Recipient, Sender } from "mailersend";
import Mailgun from "mailgun.js";
import { MailtrapClient } from "mailtrap";
import Mailjet from "node-mailjet";
import { ServerClient } from "postmark";
import { Resend } from "resend";
import SparkPost from "sparkpost";
import { FULL } from "./full-message.ts";

const written = ({ name, address }: { readonly name: string; readonly address: string }) => `${name} <${address}>`;
const base64 = (content: Buffer) => content.toString("base64");

/** The library leaves contentId as it is, which the API does not know. */
const SENDGRID_IMAGE = {
  filename: FULL.image.name,
  content: base64(FULL.image.content),
  type: FULL.image.type,
  disposition: "inline",
  content_id: FULL.image.cid,
};

async function sendBySendgrid(origin: string): Promise<string> {
  sendgrid.setApiKey("SG.test");
  // The type leaves out the member that the documentation names.
  const { client } = Object(sendgrid) as { client: { setDefaultRequest(name: string, value: string): void } };
  client.setDefaultRequest("baseUrl", `${origin}/`);
  const [response] = await sendgrid.send({
    from: { name: FULL.from.name, email: FULL.from.address },
    to: { name: FULL.to.name, email: FULL.to.address },
    cc: FULL.cc,
    bcc: FULL.bcc,
    replyTo: FULL.replyTo,
    subject: FULL.subject,
    text: FULL.text,
    html: FULL.html,
    headers: { [FULL.header.name]: FULL.header.value },
    categories: [FULL.tag],
    attachments: [
      { filename: FULL.file.name, content: base64(FULL.file.content), type: FULL.file.type },
      SENDGRID_IMAGE,
    ],
  });
  return String(Object(response.headers)["x-message-id"]);
}

async function sendByResend(origin: string): Promise<string> {
  const { data, error } = await new Resend("re_test", { baseUrl: origin }).emails.send({
    from: written(FULL.from),
    to: written(FULL.to),
    cc: FULL.cc,
    bcc: FULL.bcc,
    replyTo: FULL.replyTo,
    subject: FULL.subject,
    text: FULL.text,
    html: FULL.html,
    headers: { [FULL.header.name]: FULL.header.value },
    tags: [{ name: FULL.tag, value: "" }],
    attachments: [
      { filename: FULL.file.name, content: FULL.file.content },
      { filename: FULL.image.name, content: FULL.image.content, contentId: FULL.image.cid },
    ],
  });
  if (error !== null) throw new Error(error.message);
  return data.id;
}

const AWS = { region: "eu-west-1", credentials: { accessKeyId: "AKIATEST", secretAccessKey: "secret" } };

async function sendBySesV2(origin: string): Promise<string> {
  const client = new SESv2Client({ ...AWS, endpoint: origin });
  const { MessageId = "" } = await client.send(
    new SendEmailCommand({
      FromEmailAddress: written(FULL.from),
      Destination: { ToAddresses: [written(FULL.to)], CcAddresses: [FULL.cc], BccAddresses: [FULL.bcc] },
      ReplyToAddresses: [FULL.replyTo],
      EmailTags: [{ Name: "kind", Value: FULL.tag }],
      Content: {
        Simple: {
          Subject: { Data: FULL.subject },
          Body: { Text: { Data: FULL.text }, Html: { Data: FULL.html } },
          Headers: [{ Name: FULL.header.name, Value: FULL.header.value }],
          Attachments: [
            { FileName: FULL.file.name, RawContent: FULL.file.content, ContentType: FULL.file.type },
            {
              FileName: FULL.image.name,
              RawContent: FULL.image.content,
              ContentType: FULL.image.type,
              ContentDisposition: "INLINE",
              ContentId: FULL.image.cid,
            },
          ],
        },
      },
    }),
  );
  client.destroy();
  return MessageId;
}

async function sendBySesV1(origin: string): Promise<string> {
  const client = new SESClient({ ...AWS, endpoint: origin });
  const { MessageId = "" } = await client.send(
    new SendEmailV1Command({
      Source: written(FULL.from),
      Destination: { ToAddresses: [written(FULL.to)], CcAddresses: [FULL.cc], BccAddresses: [FULL.bcc] },
      ReplyToAddresses: [FULL.replyTo],
      Tags: [{ Name: "kind", Value: FULL.tag }],
      Message: { Subject: { Data: FULL.subject }, Body: { Text: { Data: FULL.text }, Html: { Data: FULL.html } } },
    }),
  );
  client.destroy();
  return MessageId;
}

async function sendByMailgun(origin: string): Promise<string> {
  const client = new Mailgun(FormData).client({ username: "api", key: "key-test", url: origin });
  const { id = "" } = await client.messages.create("example.com", {
    from: written(FULL.from),
    to: [written(FULL.to)],
    cc: FULL.cc,
    bcc: FULL.bcc,
    "h:Reply-To": FULL.replyTo,
    subject: FULL.subject,
    text: FULL.text,
    html: FULL.html,
    [`h:${FULL.header.name}`]: FULL.header.value,
    "o:tag": [FULL.tag],
    attachment: { filename: FULL.file.name, data: FULL.file.content },
    inline: { filename: FULL.image.cid, data: FULL.image.content },
  });
  return id;
}

async function sendByPostmark(origin: string): Promise<string> {
  const client = new ServerClient("token", { useHttps: false, requestHost: new URL(origin).host });
  const sent = await client.sendEmail({
    From: written(FULL.from),
    To: written(FULL.to),
    Cc: FULL.cc,
    Bcc: FULL.bcc,
    ReplyTo: FULL.replyTo,
    Subject: FULL.subject,
    TextBody: FULL.text,
    HtmlBody: FULL.html,
    Headers: [{ Name: FULL.header.name, Value: FULL.header.value }],
    Tag: FULL.tag,
    Attachments: [
      { Name: FULL.file.name, Content: base64(FULL.file.content), ContentType: FULL.file.type, ContentID: null },
      {
        Name: FULL.image.name,
        Content: base64(FULL.image.content),
        ContentType: FULL.image.type,
        ContentID: `cid:${FULL.image.cid}`,
      },
    ],
  });
  return sent.MessageID;
}

async function sendByBrevo(origin: string): Promise<string> {
  const client = new BrevoClient({ apiKey: "xkeysib-test", baseUrl: `${origin}/v3` });
  const { messageId = "" } = await client.transactionalEmails.sendTransacEmail({
    sender: { name: FULL.from.name, email: FULL.from.address },
    to: [{ name: FULL.to.name, email: FULL.to.address }],
    cc: [{ email: FULL.cc }],
    bcc: [{ email: FULL.bcc }],
    replyTo: { email: FULL.replyTo },
    subject: FULL.subject,
    textContent: FULL.text,
    htmlContent: FULL.html,
    headers: { [FULL.header.name]: FULL.header.value },
    tags: [FULL.tag],
    attachment: [{ name: FULL.file.name, content: base64(FULL.file.content) }],
  });
  return messageId;
}

async function sendBySparkpost(origin: string): Promise<string> {
  const headerTo = written(FULL.to);
  const { results } = await new SparkPost("key", { origin }).transmissions.send({
    campaign_id: FULL.tag,
    recipients: [
      { address: { email: FULL.to.address, name: FULL.to.name } },
      { address: { email: FULL.bcc, header_to: headerTo } },
    ],
    content: {
      from: { name: FULL.from.name, email: FULL.from.address },
      reply_to: FULL.replyTo,
      subject: FULL.subject,
      text: FULL.text,
      html: FULL.html,
      headers: { [FULL.header.name]: FULL.header.value },
      attachments: [{ name: FULL.file.name, type: FULL.file.type, data: base64(FULL.file.content) }],
      inline_images: [{ name: FULL.image.cid, type: FULL.image.type, data: base64(FULL.image.content) }],
    },
  });
  return results.id;
}

/** The library speaks HTTPS only. */
async function sendByMailjet(origin: string): Promise<string> {
  // The types describe an ES module, but it is none.
  const Client = Mailjet as unknown as typeof Mailjet.default;
  const client = new Client({ apiKey: "key", apiSecret: "secret", config: { host: origin.replace("https://", "") } });
  const person = ({ name, address }: { readonly name: string; readonly address: string }) => ({
    Name: name,
    Email: address,
  });
  const { body } = await client.post("send", { version: "v3.1" }).request({
    Messages: [
      {
        From: person(FULL.from),
        To: [person(FULL.to)],
        Cc: [{ Email: FULL.cc }],
        Bcc: [{ Email: FULL.bcc }],
        ReplyTo: { Email: FULL.replyTo },
        Subject: FULL.subject,
        TextPart: FULL.text,
        HTMLPart: FULL.html,
        Headers: { [FULL.header.name]: FULL.header.value },
        CustomCampaign: FULL.tag,
        Attachments: [
          { Filename: FULL.file.name, ContentType: FULL.file.type, Base64Content: base64(FULL.file.content) },
        ],
        InlinedAttachments: [
          {
            Filename: FULL.image.name,
            ContentType: FULL.image.type,
            ContentID: FULL.image.cid,
            Base64Content: base64(FULL.image.content),
          },
        ],
      },
    ],
  });
  const { Messages } = body as unknown as { Messages: { To: { MessageUUID: string }[] }[] };
  return Messages[0]?.To[0]?.MessageUUID ?? "";
}

/** The library has no option for another host. */
async function sendByMailtrap(origin: string): Promise<string> {
  const client = new MailtrapClient({ token: "token" });
  const { interceptors } = Reflect.get(client, "axios") as AxiosInstance;
  interceptors.request.use((config) => {
    config.url = config.url?.replace("https://send.api.mailtrap.io", origin) ?? "";
    return config;
  });
  const { message_ids: ids } = await client.send({
    from: { name: FULL.from.name, email: FULL.from.address },
    to: [{ name: FULL.to.name, email: FULL.to.address }],
    cc: [{ email: FULL.cc }],
    bcc: [{ email: FULL.bcc }],
    reply_to: { email: FULL.replyTo },
    subject: FULL.subject,
    text: FULL.text,
    html: FULL.html,
    headers: { [FULL.header.name]: FULL.header.value },
    category: FULL.tag,
    attachments: [
      { filename: FULL.file.name, content: FULL.file.content, type: FULL.file.type },
      {
        filename: FULL.image.name,
        content: FULL.image.content,
        type: FULL.image.type,
        disposition: "inline",
        content_id: FULL.image.cid,
      },
    ],
  });
  return ids[0] ?? "";
}

/** The library has no option for another host. */
async function sendByMailersend(origin: string): Promise<string> {
  const client = new MailerSend({ apiKey: "mlsn.test" });
  Reflect.set(client.email, "baseUrl", `${origin}/v1`);
  const params = new EmailParams()
    .setFrom(new Sender(FULL.from.address, FULL.from.name))
    .setTo([new Recipient(FULL.to.address, FULL.to.name)])
    .setCc([new Recipient(FULL.cc)])
    .setBcc([new Recipient(FULL.bcc)])
    .setReplyTo(new Sender(FULL.replyTo))
    .setSubject(FULL.subject)
    .setText(FULL.text)
    .setHtml(FULL.html)
    .setTags([FULL.tag])
    .setHeaders([{ name: FULL.header.name, value: FULL.header.value }])
    .setAttachments([
      new Attachment(base64(FULL.file.content), FULL.file.name, "attachment"),
      new Attachment(base64(FULL.image.content), FULL.image.name, "inline", FULL.image.cid),
    ]);
  const { headers } = await client.email.send(params);
  return String(Object(headers)["x-message-id"]);
}

/** What the program sends with, by the name of the library. */
const SENDERS: Readonly<Record<string, (origin: string) => Promise<string>>> = {
  "@sendgrid/mail": sendBySendgrid,
  resend: sendByResend,
  "@aws-sdk/client-sesv2": sendBySesV2,
  "@aws-sdk/client-ses": sendBySesV1,
  "mailgun.js": sendByMailgun,
  postmark: sendByPostmark,
  "@getbrevo/brevo": sendByBrevo,
  sparkpost: sendBySparkpost,
  "node-mailjet": sendByMailjet,
  mailtrap: sendByMailtrap,
  mailersend: sendByMailersend,
};

process.on("message", (request: SendRequest) => void answer(request));

interface SendRequest {
  readonly library: string;
  readonly origin: string;
}

async function answer({ library, origin }: SendRequest): Promise<void> {
  try {
    const id = await SENDERS[library]?.(origin);
    process.send?.({ id });
  } catch (error) {
    process.send?.({ error: error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(error) });
  }
}
