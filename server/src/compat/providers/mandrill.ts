import { randomBytes } from "node:crypto";
import { readHeaderEnvelope } from "../../mail/header-envelope.ts";
import { isAddress, type NamedAddress } from "./mailboxes.ts";
import { DELIVERY_SETTINGS, noteIf, noteRecipients } from "./notes.ts";
import type { Provider, ProviderCall, ProviderReply, Rejections, SendRoute, Translation } from "./provider.ts";
import { type ErrorFacts, joinMessages } from "./provider-error.ts";
import { readIsoTime } from "./read-time.ts";
import { createFile, type RequestFields } from "./request-fields.ts";
import type { MessageParts, Submission, TemplateUse } from "./submission.ts";

const MIB = 1024 * 1024;

/** Mandrill's Messages API (Mailchimp Transactional): https://mailchimp.com/developer/transactional/api/messages/ */
export const mandrill: Provider = {
  name: "mandrill",
  label: "Mandrill",
  templateLanguage: "merge-tags",
  maxMessageBytes: 25 * MIB,
  routes: ["1.0", "1.1", "1.2", "1.3", "1.4"].flatMap((version) => [
    ...toRoutes(`/api/${version}/messages/send`, translateSend),
    ...toRoutes(`/api/${version}/messages/send-template`, translateTemplate),
    ...toRoutes(`/api/${version}/messages/send-raw`, translateRaw),
    // With which the documentation of the libraries begins.
    ...toRoutes(`/api/${version}/users/ping`, () => ({ submissions: [], reply: { status: 200, body: '"PONG!"' } })),
    ...toRoutes(`/api/${version}/users/ping2`, () => ({
      submissions: [],
      reply: { status: 200, body: { PING: "PONG!" } },
    })),
  ]),
  readCredential: ({ fields }) => fields.secret("key"),
  formatError,
};

/** Each route may be written with the format of its reply. */
function toRoutes(path: string, translate: SendRoute["translate"]): SendRoute[] {
  return [path, `${path}.json`].map((path) => ({ path, body: "json", translate }));
}

/** Maximum recipients of a request. */
const MAX_RECIPIENTS = 1_000;

function translateTemplate(call: ProviderCall): Translation {
  call.fields.require(["template_name", "template_content"], describeMissing);
  return translateSend(call);
}

function translateSend({ fields }: ProviderCall): Translation {
  fields.require(["message"], describeMissing);
  const message = fields.object("message");
  message?.require(["to"], describeMissing);
  const templateName = fields.text("template_name", "Template");
  if (templateName === undefined) message?.require(["from_email"], describeMissing);
  const regions = fields
    .objects("template_content")
    .map((region) => [
      region.text("name", "Variables of the template") ?? "",
      region.text("content", "Variables of the template") ?? "",
    ]);
  const { scheduledAt, notes: scheduleNotes } = readSchedule(fields);
  fields.note(["async", "ip_pool"], DELIVERY_SETTINGS);
  const read = message && readMessage(message);
  const messages = read?.messages ?? [];
  const submissions = messages.map((parts): Submission => {
    const address = listPeople(parts)[0]?.address.toLowerCase() ?? "";
    const variables = { ...Object.fromEntries(regions), ...read?.variables, ...read?.variablesOf.get(address) };
    return {
      id: createId(),
      message: parts,
      tags: read?.tags ?? [],
      scheduledAt,
      template: toTemplate(parts, {
        id: templateName ?? "",
        variables,
        regions: Object.fromEntries(regions),
        language: read?.isHandlebars === true ? "handlebars" : undefined,
      }),
      notes: [...scheduleNotes, ...noteRecipients(parts, MAX_RECIPIENTS, "Mandrill")],
    };
  });
  const status = scheduledAt === undefined ? "sent" : "scheduled";
  return answer(submissions, { people: read?.recipients ?? [], peopleOf: messages.map(listPeople), status });
}

const listPeople = ({ to = [], cc = [], bcc = [] }: MessageParts): NamedAddress[] => [...to, ...cc, ...bcc];

/** Reads a time in UTC, `YYYY-MM-DD HH:MM:SS`, or one that names its zone. */
function readSchedule(fields: RequestFields): Required<Pick<Submission, "notes">> & Pick<Submission, "scheduledAt"> {
  const text = fields.text("send_at", "Scheduled time");
  const scheduledAt = readIsoTime(text?.trim());
  return {
    scheduledAt,
    notes: noteIf((text ?? "") !== "" && scheduledAt === undefined, "provider-schedule-unreadable", text ?? ""),
  };
}

const createId = () => randomBytes(16).toString("hex");

interface Recipients {
  /** In the order of the request. */
  readonly people: readonly NamedAddress[];
  /** Those of each message. */
  readonly peopleOf: readonly (readonly NamedAddress[])[];
  readonly status: string;
}

/** One result for each recipient. The first one of a message, who is not rejected, has its id. */
function answer(submissions: readonly Submission[], { people, peopleOf, status }: Recipients): Translation {
  const otherIds = people.map(createId);
  const toReply = (rejections: Rejections): ProviderReply => {
    const rejected = new Set(rejections.flat());
    const idOf = new Map(
      submissions.map(({ id }, index) => [peopleOf[index]?.find(({ address }) => !rejected.has(address)), id]),
    );
    const results = people.map((person, index) => {
      const isRejected = rejected.has(person.address);
      return {
        email: person.address,
        status: isRejected ? "rejected" : status,
        _id: idOf.get(person) ?? otherIds[index],
        reject_reason: isRejected ? "hard-bounce" : null,
        queued_reason: null,
      };
    });
    return { status: 200, body: results };
  };
  return { submissions, reply: toReply([]), replyRejected: toReply };
}

function readMessage(message: RequestFields) {
  const typed = message.objects("to").flatMap((item) => {
    const type = item.text("type", "Kind of recipient")?.toLowerCase() ?? "to";
    const mailbox = item.mailbox("Recipient");
    return mailbox === undefined ? [] : [{ type, mailbox }];
  });
  const ofType = (type: string) => typed.filter((item) => item.type === type).map(({ mailbox }) => mailbox);
  const from = readFrom(message);
  const bccAddress = message.text("bcc_address", "Recipient (BCC)") ?? "";
  const bcc = [...ofType("bcc"), ...(isAddress(bccAddress) ? [{ name: "", address: bccAddress }] : [])];
  const parts = {
    from,
    to: ofType("to"),
    cc: ofType("cc"),
    bcc,
    subject: message.text("subject", "Subject"),
    text: message.text("text", "Text"),
    html: message.text("html", "HTML"),
    headers: message.headers("headers"),
    attachments: [
      ...message.objects("attachments").flatMap((item) => readFile(item, false)),
      ...message.objects("images").flatMap((item) => readFile(item, true)),
    ],
  };
  const variablesOf = readRecipientVariables(message);
  const isShared = message.flag("preserve_recipients", "Whether recipients see each other");
  message.note(SETTINGS, DELIVERY_SETTINGS);
  // Without preserve_recipients, each recipient in To gets a message of its own; without any there, each in Cc or Bcc.
  const field = (["to", "cc", "bcc"] as const).find((name) => parts[name].length > 0) ?? "to";
  const isSplit = (message.has("preserve_recipients") && !isShared) || variablesOf.size > 0;
  return {
    recipients: typed.map(({ mailbox }) => mailbox),
    messages:
      isSplit && parts[field].length > 1
        ? parts[field].map((recipient) => ({ ...parts, [field]: [recipient] }))
        : [parts],
    variables: readVariables(message, "global_merge_vars"),
    variablesOf,
    tags: message.texts("tags", "Tag"),
    isHandlebars: message.text("merge_language", "Language of merge tags") === "handlebars",
  };
}

const SETTINGS = [
  "auto_html",
  "auto_text",
  "google_analytics_campaign",
  "google_analytics_domains",
  "important",
  "inline_css",
  "merge",
  "metadata",
  "recipient_metadata",
  "return_path_domain",
  "signing_domain",
  "subaccount",
  "track_clicks",
  "track_opens",
  "tracking_domain",
  "url_strip_qs",
  "view_content_link",
];

function readFrom(message: RequestFields): NamedAddress | undefined {
  const [from] = message.addresses("from_email", "From");
  const name = message.text("from_name", "From") ?? "";
  return from === undefined || name === "" ? from : { ...from, name };
}

function readVariables(fields: RequestFields, name: string): Record<string, unknown> {
  return Object.fromEntries(
    fields
      .objects(name)
      .map((item) => [
        item.text("name", "Variables of the template") ?? "",
        item.any("content", "Variables of the template"),
      ]),
  );
}

/** Returns the variables of each recipient, by its address in lower case. */
function readRecipientVariables(message: RequestFields): Map<string, Readonly<Record<string, unknown>>> {
  return new Map(
    message
      .objects("merge_vars")
      .map((item) => [
        (item.text("rcpt", "Variables of each recipient") ?? "").toLowerCase(),
        readVariables(item, "vars"),
      ]),
  );
}

function toTemplate({ subject, text, html }: MessageParts, use: TemplateUse): TemplateUse | undefined {
  if (use.id !== "") return use;
  // Merge tags are replaced in any content.
  return Object.keys(use.variables).length === 0 ? undefined : { ...use, content: { subject, text, html } };
}

const describeMissing = (name: string) => `Please enter a value for ${name}`;

function readFile(file: RequestFields, isInline: boolean) {
  file.require(["content"], describeMissing);
  const name = file.text("name", "File name") ?? "";
  return createFile(file.base64("content", "Attachment"), {
    filename: name,
    contentType: file.text("type", "Content-Type of the attachment"),
    cid: isInline ? name : undefined,
  });
}

function translateRaw({ fields }: ProviderCall): Translation {
  const source = fields.text("raw_message", "Source");
  fields.require(["raw_message"], describeMissing);
  const raw = Buffer.from((source ?? "").replace(/\r?\n/g, "\r\n"));
  const inHeader = readHeaderEnvelope(raw);
  const given = fields.addresses("to", "Recipients");
  const people = given.length > 0 ? given : inHeader.to.map((address) => ({ name: "", address }));
  const [from] = fields.addresses("from_email", "Sender of the envelope");
  fields.note(["async", "from_name", "ip_pool", "return_path_domain"], DELIVERY_SETTINGS);
  const { scheduledAt, notes } = readSchedule(fields);
  const message = { raw, from: from?.address ?? inHeader.from, to: people.map(({ address }) => address) };
  const status = scheduledAt === undefined ? "sent" : "scheduled";
  return answer([{ id: createId(), message, scheduledAt, notes }], { people, peopleOf: [people], status });
}

/** Mandrill answers every error with status 500. */
function formatError({ kind, status, problems }: ErrorFacts): ProviderReply {
  const { code, name } = MANDRILL_ERRORS[kind];
  const message = joinMessages(problems);
  return { status: kind === "rate-limited" ? status : 500, body: { status: "error", code, name, message } };
}

const MANDRILL_ERRORS: Readonly<Record<ErrorFacts["kind"], { readonly code: number; readonly name: string }>> = {
  invalid: { code: -2, name: "ValidationError" },
  unreadable: { code: -2, name: "ValidationError" },
  missing: { code: -2, name: "ValidationError" },
  unauthorized: { code: -1, name: "Invalid_Key" },
  rejected: { code: -2, name: "ValidationError" },
  "too-large": { code: -2, name: "ValidationError" },
  "not-found": { code: 5, name: "Unknown_Template" },
  conflict: { code: -2, name: "ValidationError" },
  "rate-limited": { code: -99, name: "Too_Many_Requests" },
  unavailable: { code: -99, name: "ServiceUnavailable" },
};
