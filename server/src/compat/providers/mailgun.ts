import { randomBytes } from "node:crypto";
import { parseBasicCredentials } from "../../base/credentials.ts";
import { Expansion } from "./expansion.ts";
import type { HeaderFields } from "./header-fields.ts";
import { MAILGUN_TEMPLATE_ROUTES } from "./mailgun-templates.ts";
import { MAILGUN_VERSION_ROUTES } from "./mailgun-versions.ts";
import { noteIf, noteRecipients } from "./notes.ts";
import { parseJsonRecord } from "./parse-json-record.ts";
import type { Provider, ProviderCall, ProviderReply, Translation } from "./provider.ts";
import type { ErrorFacts } from "./provider-error.ts";
import { readAnyTime } from "./read-time.ts";
import type { RequestFields } from "./request-fields.ts";
import { showValue } from "./show-value.ts";
import type { MessageParts, ProviderFile, Submission, SubmissionNote, TemplateUse } from "./submission.ts";

const MIB = 1024 * 1024;

/** Mailgun's Messages API, version 3: https://documentation.mailgun.com/docs/mailgun/api-reference/send/mailgun/messages */
export const mailgun: Provider = {
  name: "mailgun",
  label: "Mailgun",
  templateLanguage: "handlebars",
  maxMessageBytes: 25 * MIB,
  routes: [
    { path: "/v3/:domain/messages", body: "form", translate: translateMessage },
    { path: "/v3/:domain/messages.mime", body: "form", translate: translateSource },
  ],
  readRoutes: [...MAILGUN_TEMPLATE_ROUTES, ...MAILGUN_VERSION_ROUTES],
  readCredential: ({ headers }) => parseBasicCredentials(headers["authorization"] ?? "")?.password,
  formatError,
};

/** Maximum recipients of a request. */
const MAX_RECIPIENTS = 1_000;

function translateMessage({ fields, params }: ProviderCall): Translation {
  const messageId = createMessageId(params["domain"] ?? "");
  const [from] = fields.addresses("from", "From");
  if (!fields.has("from")) fields.addProblem("from", "from parameter is missing");
  const to = fields.addresses("to", "To");
  if (!fields.has("to")) fields.addProblem("to", "to parameter is missing");
  const template = fields.text("template", "Template");
  const parts: MessageParts = {
    from,
    to,
    cc: fields.addresses("cc", "Cc"),
    bcc: fields.addresses("bcc", "Recipient (BCC)"),
    subject: fields.text("subject", "Subject"),
    text: fields.texts("text", "Text").join("\n") || undefined,
    html: fields.texts("html", "HTML").join("\n") || undefined,
    amp: fields.text("amp-html", "AMP"),
    headers: readHeaders(fields),
    attachments: [
      ...fields.files("attachment", "Attachment"),
      ...fields.files("inline", "Inline image").map((file): ProviderFile => ({ ...file, cid: file.filename })),
    ],
    messageId,
  };
  if (parts.text === undefined && parts.html === undefined && parts.amp === undefined && template === undefined)
    fields.addProblem("text", "Need at least one of 'text', 'html', 'amp-html' or 'template' parameters specified");
  const options = readOptions(fields);
  const notes = [...options.notes, ...noteRecipients(parts, MAX_RECIPIENTS, "Mailgun")];
  const shared = { ...options, notes };
  const submissions = splitByRecipient(fields, { parts, template: readTemplate(fields, template) }).map(
    (own, index): Submission => ({
      ...shared,
      id: index === 0 ? messageId : `${messageId} #${index + 1}`,
      message: own.parts,
      template: own.template,
    }),
  );
  return { submissions, reply: queued(messageId) };
}

function translateSource({ fields, params }: ProviderCall): Translation {
  const to = fields.addresses("to", "Recipients");
  if (!fields.has("to")) fields.addProblem("to", "to parameter is missing");
  const [file] = fields.has("message") ? readSourceFile(fields) : [];
  if (file === undefined) fields.addProblem("message", "message parameter is missing");
  const id = createMessageId(params["domain"] ?? "");
  const raw = file ?? Buffer.alloc(0);
  const message = { raw, from: `bounce@${params["domain"] ?? ""}`, to: to.map(({ address }) => address) };
  return { submissions: [{ ...readOptions(fields), id, message }], reply: queued(id) };
}

/** The source is a file; some programs send it as a field. */
function readSourceFile(fields: RequestFields): Buffer[] {
  const value = fields.any("message", "Source");
  if (typeof value === "string") return [Buffer.from(value)];
  return fields.files("message", "Source").map(({ content }) => content);
}

function createMessageId(domain: string): string {
  return `<${randomBytes(12).toString("hex")}@${domain}>`;
}

function queued(id: string): ProviderReply {
  return { status: 200, body: { id, message: "Queued. Thank you." } };
}

function readHeaders(fields: RequestFields): HeaderFields {
  const names = fields.names().filter((name) => name.startsWith("h:"));
  const headers = names.flatMap((name) =>
    fields.texts(name, "Header field").map((value) => [name.slice(2), value] as const),
  );
  return fields.checkHeaders("h:", headers);
}

function readOptions(
  fields: RequestFields,
): Pick<Submission, "tags" | "scheduledAt"> & { readonly notes: readonly SubmissionNote[] } {
  const time = fields.text("o:deliverytime", "Scheduled time");
  const scheduledAt = readAnyTime(time);
  const isTest = fields.flag("o:testmode", "Finding: test mode");
  const tags = [...fields.texts("o:tag", "Tag"), ...fields.texts("o:tags", "Tag")];
  const others = fields.names().filter((name) => /^(?:o|t):/.test(name) && !HANDLED_OPTIONS.has(name));
  fields.note(others, "Delivery option; it does not appear in the message");
  const notes = [
    ...noteIf(isTest, "provider-sandbox", "o:testmode"),
    ...noteIf(time !== undefined && scheduledAt === undefined, "provider-schedule-unreadable", time ?? ""),
  ];
  return { tags, scheduledAt, notes };
}

const HANDLED_OPTIONS = new Set([
  "o:deliverytime",
  "o:testmode",
  "o:tag",
  "o:tags",
  "t:text",
  "t:variables",
  "t:version",
]);

/**
 * A stored template gets the variables of `t:variables`, those of the header field X-Mailgun-Variables, and the custom data of `v:`.
 * Without `t:version`, the message is written with the active version.
 */
function readTemplate(fields: RequestFields, id: string | undefined): TemplateUse | undefined {
  const target =
    id === undefined ? "Variable for events; it does not appear in the message" : "Variables of the template";
  const custom = fields
    .names()
    .filter((name) => name.startsWith("v:"))
    .map((name) => [name.slice(2), fields.texts(name, target).join(", ")] as const);
  const name = fields.names().find((name) => name.toLowerCase() === "h:x-mailgun-variables");
  const inHeader = name === undefined || id === undefined ? {} : parseJsonRecord(fields, name, "Header field");
  const variables = parseJsonRecord(fields, "t:variables", "Variables of the template");
  const tag = fields.text("t:version", "Version of the template") ?? "";
  const isTextWritten = fields.flag("t:text", "Whether the text is written from the HTML");
  if (id === undefined) return undefined;
  return {
    id: tag === "" ? id : `${id}@${tag}`,
    variables: { ...Object.fromEntries(custom), ...inHeader, ...variables },
    isTextWritten,
  };
}

/** The parts of a message that recipient variables may be in. */
interface PersonalParts {
  readonly parts: MessageParts;
  readonly template: TemplateUse | undefined;
}

/**
 * With recipient variables, each recipient in To gets a message of its own, in which `%recipient.NAME%` is replaced; without them,
 * all get the same.
 */
function splitByRecipient(fields: RequestFields, { parts, template }: PersonalParts): PersonalParts[] {
  if (!fields.has("recipient-variables")) return [{ parts, template }];
  const variables = parseJsonRecord(fields, "recipient-variables", "Variables of each recipient");
  const { to = [] } = parts;
  // Recipients in Cc and Bcc get a message even so.
  if (to.length === 0) return [{ parts, template }];
  const expansion = new Expansion();
  return to.map((recipient) => {
    const own = Object.entries(Object(variables[recipient.address]));
    const values = new Map(own.map(([name, value]) => [name, showValue(value)]));
    expansion.allow([...values.values()]);
    const replace = (text: string | undefined) =>
      text && expansion.replaceAll(text, /%recipient\.([^%\s]{1,100})%/g, (_whole, name) => values.get(name));
    const personal = {
      ...parts,
      to: [recipient],
      subject: replace(parts.subject),
      text: replace(parts.text),
      html: replace(parts.html),
      headers: parts.headers?.map(([name, value]) => [name, replace(value) ?? ""] as const) ?? [],
    };
    return {
      parts: personal,
      template: template && { ...template, variables: Object(replaceInTexts(template.variables, replace)) },
    };
  });
}

/** Replaces each text in a JSON value. */
function replaceInTexts(value: unknown, replace: (text: string) => string | undefined): unknown {
  if (typeof value === "string") return replace(value);
  if (Array.isArray(value)) return value.map((item) => replaceInTexts(item, replace));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, replaceInTexts(item, replace)]));
}

/** Mailgun answers a missing key with plain text. */
function formatError({ kind, status, problems }: ErrorFacts): ProviderReply {
  if (kind === "unauthorized")
    return { status, headers: { "content-type": "text/plain; charset=utf-8" }, body: "Forbidden" };
  return { status, body: { message: problems.map(({ message }) => message).join("; ") } };
}
