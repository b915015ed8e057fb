import { escapeHtml } from "../../base/escape-html.ts";
import { readHeaderEnvelope } from "../../mail/header-envelope.ts";
import { listRecipients } from "./compose-message.ts";
import { DELIVERY_SETTINGS } from "./notes.ts";
import { parseJsonRecord } from "./parse-json-record.ts";
import type { ProviderCall, ProviderReply, Rejections, SendRoute, Translation } from "./provider.ts";
import { createRefusal, type ErrorFacts, invalid, joinMessages } from "./provider-error.ts";
import { readBatch } from "./read-batch.ts";
import { isWhollyRejected, toRejection } from "./rejection.ts";
import type { RequestFields } from "./request-fields.ts";
import { testRenderTemplate } from "./ses-preview.ts";
import { createSesId, MAX_BULK_ENTRIES } from "./ses-shared.ts";
import { formatSesV1Error, formatSesV1Result } from "./ses-v1-replies.ts";
import type { MessageParts, Submission } from "./submission.ts";

/** Amazon SES, API version 1: https://docs.aws.amazon.com/ses/latest/APIReference/API_SendEmail.html. Names are `A.B.member.1`. */
export const sesV1Route: SendRoute = {
  path: "/",
  body: "query",
  translate,
  formatError,
  readActions: { TestRenderTemplate: testRenderTemplate },
};

function translate({ fields }: ProviderCall): Translation {
  const action = fields.text("Action", "Action");
  if (action === undefined) throw createRefusal("not-found", "There is nothing at this path for POST.");
  fields.note(["Version"], "Version of the API");
  switch (action) {
    case "SendEmail":
      return answerOne(action, readEmail(fields));
    case "SendRawEmail":
      return answerOne(action, readRaw(fields));
    case "SendTemplatedEmail":
      return answerOne(action, readTemplated(fields));
    case "SendBulkTemplatedEmail":
      return translateBulk(fields);
    case "GetSendQuota":
      // django-ses asks before it sends.
      return { submissions: [], reply: formatSesV1Result(action, QUOTA) };
    default:
      throw invalid(
        "Action",
        `The action ${action.slice(0, 100)} is not supported; SendEmail, SendRawEmail, SendTemplatedEmail, SendBulkTemplatedEmail, TestRenderTemplate and GetSendQuota are.`,
      );
  }
}

function answerOne(action: string, submission: Submission): Translation {
  const reply = formatSesV1Result(action, `<MessageId>${submission.id}</MessageId>`);
  const replyRejected = ([addresses = []]: Rejections) =>
    isWhollyRejected(submission, addresses)
      ? formatError({ kind: "rejected", status: 400, problems: [toRejection(addresses)] })
      : reply;
  return { submissions: [submission], reply, replyRejected };
}

/** The quota of a new account in production. */
const QUOTA =
  "<Max24HourSend>50000.0</Max24HourSend><MaxSendRate>14.0</MaxSendRate><SentLast24Hours>0.0</SentLast24Hours>";

/** Returns the members of a list; undefined if there are none. The libraries write an empty list as `NAME=`. */
function readList(fields: RequestFields | undefined, name: string): RequestFields | undefined {
  if (fields?.takeEmpty(name) === true) return undefined;
  return fields?.object(name)?.object("member");
}

/** Returns the texts of a list: `NAME.member.1`, `NAME.member.2`. */
function readMembers(fields: RequestFields | undefined, name: string, target: string) {
  const members = readList(fields, name);
  return members?.names().flatMap((index) => members.addresses(index, target)) ?? [];
}

const describeMissing = (name: string) => `${name} is required.`;

function readDestination(fields: RequestFields): Pick<MessageParts, "to" | "cc" | "bcc"> {
  const destination = fields.object("Destination");
  const people = {
    to: readMembers(destination, "ToAddresses", "To"),
    cc: readMembers(destination, "CcAddresses", "Cc"),
    bcc: readMembers(destination, "BccAddresses", "Recipient (BCC)"),
  };
  if (listRecipients({ from: undefined, ...people }).length === 0)
    fields.addProblem("Destination", "Destination must have at least one recipient.");
  return people;
}

function readShared(fields: RequestFields): Pick<MessageParts, "from" | "replyTo"> {
  const [from] = fields.addresses("Source", "From");
  if (!fields.has("Source")) fields.addProblem("Source", "Source is required.");
  fields.note(["ConfigurationSetName", "ReturnPath", "ReturnPathArn", "SourceArn"], DELIVERY_SETTINGS);
  return { from, replyTo: readMembers(fields, "ReplyToAddresses", "Reply-To") };
}

function readTags(fields: RequestFields, name: string): string[] {
  const members = readList(fields, name);
  return (members?.names() ?? []).flatMap((index) => {
    const tag = members?.object(index);
    return tag === undefined ? [] : [`${tag.text("Name", "Tag") ?? ""}=${tag.text("Value", "Tag") ?? ""}`];
  });
}

function readEmail(fields: RequestFields): Submission {
  fields.require(["Message"], describeMissing);
  const message = fields.object("Message");
  message?.require(["Subject", "Body"], describeMissing);
  const body = message?.object("Body");
  if (body !== undefined && !body.has("Text") && !body.has("Html"))
    body.addProblem("", "Message.Body must have Text or Html.");
  const data = (part: RequestFields | undefined, target: string) => {
    part?.require(["Data"], describeMissing);
    part?.note(["Charset"], "Charset; the text is always sent as UTF-8");
    return part?.text("Data", target);
  };
  return {
    id: createSesId(),
    tags: readTags(fields, "Tags"),
    message: {
      ...readShared(fields),
      ...readDestination(fields),
      subject: data(message?.object("Subject"), "Subject"),
      text: data(body?.object("Text"), "Text"),
      html: data(body?.object("Html"), "HTML"),
    },
  };
}

function readRaw(fields: RequestFields): Submission {
  const raw = fields.object("RawMessage")?.base64("Data", "Source");
  if (raw === undefined) fields.addProblem("RawMessage", "RawMessage.Data is required.");
  const inHeader = readHeaderEnvelope(raw ?? Buffer.alloc(0));
  const [from] = fields.addresses("Source", "Sender of the envelope");
  const destinations = readMembers(fields, "Destinations", "Recipients").map(({ address }) => address);
  fields.note(["ConfigurationSetName", "FromArn", "ReturnPathArn", "SourceArn"], DELIVERY_SETTINGS);
  return {
    id: createSesId(),
    tags: readTags(fields, "Tags"),
    message: {
      raw: raw ?? Buffer.alloc(0),
      from: from?.address ?? inHeader.from,
      to: destinations.length > 0 ? [...new Set(destinations)] : inHeader.to,
    },
  };
}

function readTemplated(fields: RequestFields): Submission {
  fields.note(["TemplateArn"], "Name of the template; not needed");
  fields.require(["Template", "TemplateData"], describeMissing);
  return {
    id: createSesId(),
    tags: readTags(fields, "Tags"),
    message: { ...readShared(fields), ...readDestination(fields) },
    template: {
      id: fields.text("Template", "Template") ?? "",
      variables: parseJsonRecord(fields, "TemplateData", "Variables of the template"),
    },
  };
}

function translateBulk(fields: RequestFields): Translation {
  const shared = readShared(fields);
  fields.require(["Template"], describeMissing);
  const id = fields.text("Template", "Template") ?? "";
  const defaults = parseJsonRecord(fields, "DefaultTemplateData", "Variables of the template");
  const tags = readTags(fields, "DefaultTags");
  const members = readList(fields, "Destinations");
  const entries = (members?.names() ?? []).flatMap((index) => members?.object(index) ?? []);
  const readEntry = (entry: RequestFields) => {
    const own = parseJsonRecord(entry, "ReplacementTemplateData", "Variables of the template");
    const submission: Submission = {
      id: createSesId(),
      tags: [...tags, ...readTags(entry, "ReplacementTags")],
      message: { ...shared, ...readDestination(entry) },
      template: { id, variables: { ...defaults, ...own } },
    };
    return { submission, result: `<Status>Success</Status><MessageId>${submission.id}</MessageId>` };
  };
  const fail = (status: string, error: string) => `<Status>${status}</Status><Error>${escapeHtml(error)}</Error>`;
  const { submissions, results, listRejected } = readBatch(entries, readEntry, {
    invalid: (problems) => fail("InvalidParameterValue", joinMessages(problems)),
    rejected: (addresses) => fail("MessageRejected", toRejection(addresses).message),
  });
  if (entries.length === 0 || entries.length > MAX_BULK_ENTRIES)
    fields.addProblem("Destinations", `Destinations must have 1 to ${MAX_BULK_ENTRIES} members.`);
  const toReply = (statuses: readonly string[]) => {
    const members = statuses.map((status) => `<member>${status}</member>`).join("");
    return formatSesV1Result("SendBulkTemplatedEmail", `<Status>${members}</Status>`);
  };
  return {
    submissions,
    reply: toReply(results),
    replyRejected: (rejections) => toReply(listRejected(rejections)),
  };
}

function formatError({ kind, problems }: ErrorFacts): ProviderReply {
  const message = joinMessages(problems);
  if (kind === "not-found") return { status: 404, body: { title: "Not found", status: 404, detail: message } };
  const { status, code } = SES_V1_ERRORS[kind];
  return formatSesV1Error(code, message, status);
}

const SES_V1_ERRORS: Readonly<
  Record<Exclude<ErrorFacts["kind"], "not-found">, { readonly status: number; readonly code: string }>
> = {
  invalid: { status: 400, code: "InvalidParameterValue" },
  unreadable: { status: 400, code: "InvalidParameterValue" },
  missing: { status: 400, code: "ValidationError" },
  unauthorized: { status: 403, code: "InvalidClientTokenId" },
  rejected: { status: 400, code: "MessageRejected" },
  "too-large": { status: 400, code: "MessageRejected" },
  conflict: { status: 400, code: "MessageRejected" },
  "rate-limited": { status: 400, code: "Throttling" },
  unavailable: { status: 500, code: "InternalFailure" },
};
