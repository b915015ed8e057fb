import { type MailTemplate, MailTemplate as TemplateSchema } from "@mailglass/shared";
import * as Type from "typebox";
import * as Value from "typebox/value";
import { MAX_TEMPLATES } from "../../mailbox/template-store.ts";
import { NULLABLE_TEXT, STRICT } from "../body-schemas.ts";
import { answer } from "./answer.ts";
import type { ProviderReply, ReadCall, ReadRoute } from "./provider.ts";
import { createRefusal, invalid, requireValid } from "./provider-error.ts";
import { RequestFields } from "./request-fields.ts";
import { testRenderEmailTemplate } from "./ses-preview.ts";

/*
 * The routes of Amazon SES, version 2, that send nothing: templates, which are those of `PUT /api/templates/ses/:id`, and the account,
 * which libraries ask for its quota. https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_CreateEmailTemplate.html
 */

const TEMPLATES = "/v2/email/templates";
const TEMPLATE = "/v2/email/templates/:name";

const TemplateContent = Type.Optional(
  Type.Object({ Subject: NULLABLE_TEXT, Text: NULLABLE_TEXT, Html: NULLABLE_TEXT }, STRICT),
);
const NewTemplate = Type.Object(
  { TemplateName: NULLABLE_TEXT, TemplateContent, Tags: Type.Optional(Type.Unknown()) },
  STRICT,
);
const TemplateChange = Type.Object({ TemplateContent }, STRICT);
const Variables = Type.Object({ TemplateName: NULLABLE_TEXT, TemplateData: NULLABLE_TEXT }, STRICT);

export const SES_READ_ROUTES: readonly ReadRoute[] = [
  { method: "GET", path: "/v2/email/account", run: async () => answer(ACCOUNT) },
  { method: "GET", path: TEMPLATES, run: listTemplates },
  { method: "POST", path: TEMPLATES, content: NewTemplate, run: createTemplate },
  { method: "GET", path: TEMPLATE, run: getTemplate },
  { method: "PUT", path: TEMPLATE, content: TemplateChange, run: updateTemplate },
  { method: "DELETE", path: TEMPLATE, run: deleteTemplate },
  { method: "POST", path: `${TEMPLATE}/render`, content: Variables, run: testRenderEmailTemplate },
];

/** An account in production, with its initial quota. */
const ACCOUNT = {
  DedicatedIpAutoWarmupEnabled: false,
  EnforcementStatus: "HEALTHY",
  ProductionAccessEnabled: true,
  SendingEnabled: true,
  SendQuota: { Max24HourSend: 50_000, MaxSendRate: 14, SentLast24Hours: 0 },
  SuppressionAttributes: { SuppressedReasons: [] },
};

/** Templates of a page, unless `PageSize` says otherwise, and at most. */
const DEFAULT_PAGE_SIZE = 10;
const MAX_PAGE_SIZE = 100;

async function listTemplates({ templates, query }: ReadCall): Promise<ProviderReply> {
  const { PageSize: size = String(DEFAULT_PAGE_SIZE), NextToken: token = "0" } = query;
  if (!/^\d{1,3}$/.test(size) || Number(size) < 1 || Number(size) > MAX_PAGE_SIZE)
    throw invalid("PageSize", `PageSize must be a whole number from 1 to ${MAX_PAGE_SIZE}.`);
  if (!/^\d{1,6}$/.test(token)) throw invalid("NextToken", "NextToken must be that of the previous page.");
  const names = await templates.list("ses");
  const end = Number(token) + Number(size);
  return answer({
    TemplatesMetadata: names.slice(Number(token), end).map((name) => ({ TemplateName: name })),
    ...(end < names.length && { NextToken: String(end) }),
  });
}

async function createTemplate({ templates, body }: ReadCall): Promise<ProviderReply> {
  const fields = new RequestFields(body);
  const name = fields.text("TemplateName", "Template") ?? "";
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(name))
    throw invalid("TemplateName", "TemplateName must have 1 to 64 letters, digits, underscores or hyphens.");
  const template = readTemplate(fields);
  if ((await templates.find("ses", name)) !== undefined)
    throw createRefusal("conflict", `The template ${name} already exists.`, "TemplateName");
  if (templates.size >= MAX_TEMPLATES) throw createRefusal("too-large", `There are ${MAX_TEMPLATES} templates.`);
  templates.set("ses", name, template);
  return answer({});
}

async function getTemplate(call: ReadCall): Promise<ProviderReply> {
  const { subject, text, html } = await findTemplate(call);
  return answer({
    TemplateName: call.params["name"] ?? "",
    TemplateContent: {
      ...(subject !== undefined && { Subject: subject }),
      ...(text !== undefined && { Text: text }),
      ...(html !== undefined && { Html: html }),
    },
  });
}

async function updateTemplate(call: ReadCall): Promise<ProviderReply> {
  const template = readTemplate(new RequestFields(call.body));
  await findTemplate(call);
  call.templates.set("ses", call.params["name"] ?? "", template);
  return answer({});
}

async function deleteTemplate(call: ReadCall): Promise<ProviderReply> {
  await findTemplate(call);
  if (!call.templates.delete("ses", call.params["name"] ?? ""))
    throw invalid("TemplateName", "This template is a file of --templates, which is not deleted here.");
  return answer({});
}

async function findTemplate({ templates, params }: ReadCall): Promise<MailTemplate> {
  const name = params["name"] ?? "";
  const template = await templates.find("ses", name);
  if (template !== undefined) return template;
  throw createRefusal("not-found", `The template ${name.slice(0, 100)} does not exist.`);
}

function readTemplate(fields: RequestFields): MailTemplate {
  fields.require(["TemplateContent"], (name) => `${name} is required.`);
  const content = fields.object("TemplateContent");
  const [subject, text, html] = ["Subject", "Text", "Html"].map((name) => content?.text(name, "Template"));
  const template = {
    ...(subject !== undefined && { subject }),
    ...(text !== undefined && { text }),
    ...(html !== undefined && { html }),
  };
  requireValid(fields);
  if (!Value.Check(TemplateSchema, template))
    throw invalid("TemplateContent", "TemplateContent must have Subject, Text or Html, each of at most 1 MB.");
  return template;
}
